import { z } from "../../protocol/zod.ts";
import { cleanName } from "../../db/names.ts";

const adjectives = [
  "Brisk",
  "Calm",
  "Clever",
  "Curious",
  "Gentle",
  "Keen",
  "Lucid",
  "Merry",
  "Nimble",
  "Patient",
  "Quiet",
  "Swift",
  "Warm",
  "Witty",
];
const animals = [
  "Badger",
  "Crane",
  "Dolphin",
  "Falcon",
  "Fox",
  "Gecko",
  "Heron",
  "Ibis",
  "Lynx",
  "Marten",
  "Otter",
  "Panda",
  "Robin",
  "Tapir",
];

const pick = (words: string[]) => words[Math.floor(Math.random() * words.length)];

/** A name for somebody who has not given one; they can change it at any time. */
export const guestName = () => `${pick(adjectives)} ${pick(animals)}`;

/** A name as a form sends it. */
export const guestNameField = z
  .string("Enter a name.")
  .transform(cleanName)
  .refine((name) => name.length > 0, "Enter a name that can be seen; others see it at your caret.");
