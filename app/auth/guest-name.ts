import { z } from "../../protocol/zod.ts";
import { cleanName } from "../../db/names.ts";
import { authWords } from "../words/auth.ts";

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
  .pipe(z.string({ error: () => authWords.nameMissing }), z.transform(cleanName))
  .check(z.refine((name) => name.length > 0, { error: () => authWords.nameInvisible }));
