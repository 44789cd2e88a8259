import { z } from "../../protocol/zod.ts";
import { linkRoles, visibilities } from "../../protocol/entities.ts";
import { MAX_MESSAGE_CHARS, MAX_TITLE_CHARS } from "../../protocol/limits.ts";
import { withoutDirections } from "../../db/plain-text.ts";
import type { SessionSettings } from "../../db/sessions.ts";
import { isLanguage, type LanguageId } from "../languages.ts";
import { cleanMessage } from "./message-input.ts";

/** What people enter about a session and in its chat: the pages and the JSON addresses read it by the same rules. */

const chars = (text: string) => [...text].length;

/** One line of text as it is stored: NFC, without control and direction characters, inner space folded. */
const cleanLine = (text: string) =>
  withoutDirections(text.normalize("NFC"))
    .replace(/[\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\p{Cc}\p{Cs}]/gu, "")
    .trim();

export const title = z
  .string("Give it a title.")
  .transform(cleanLine)
  .refine((text) => text.length > 0, "Give it a title.")
  .refine((text) => chars(text) <= MAX_TITLE_CHARS, `A title has at most ${MAX_TITLE_CHARS} characters.`);

export const language = z
  .string("Choose a language.")
  .refine(isLanguage, "This language is not known here.") as z.ZodType<LanguageId>;
export const visibility = z.enum(visibilities, "Choose who may come in: private, link or public.");
export const linkRole = z.enum(linkRoles, "Choose editor or viewer.");

export const sessionSettings = { title, language, visibility, linkRole };

export const newSessionDefaults: SessionSettings = {
  title: "Untitled session",
  language: "typescript",
  visibility: "private",
  linkRole: "editor",
};

/** A message as it is stored, without characters that turn its direction. */
export const messageBody = z
  .string("Write something.")
  .transform((text) => cleanMessage(withoutDirections(text.toWellFormed())))
  .refine((text) => text.length > 0, "Write something.")
  .refine((text) => chars(text) <= MAX_MESSAGE_CHARS, `A message has at most ${MAX_MESSAGE_CHARS} characters.`);

/** What people search titles for; Postgres takes no NUL in a text. */
export const searchWords = z
  .string()
  .max(200, "Search for at most 200 characters.")
  .transform((text) => text.replaceAll("\0", " "));
