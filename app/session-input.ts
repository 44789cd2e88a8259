import { z } from "zod";
import { linkRoles, MAX_MESSAGE_CHARS, MAX_TITLE_CHARS, visibilities } from "../collab/protocol.ts";
import type { SessionSettings } from "../db/sessions.ts";
import { isLanguage, type LanguageId } from "./languages.ts";

/** What people enter about a session and in its chat: the pages and the JSON addresses read it by the same rules. */

const chars = (text: string) => [...text].length;

/** One line of text as it is stored: NFC, without control and direction characters, inner space folded. */
const cleanLine = (text: string) =>
  text.normalize("NFC").replace(/[\p{Zl}\p{Zp}\s]+/gu, " ").replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "").trim();

export const title = z
  .string("Give it a title.")
  .transform(cleanLine)
  .refine((text) => text.length > 0, "Give it a title.")
  .refine((text) => chars(text) <= MAX_TITLE_CHARS, `A title has at most ${MAX_TITLE_CHARS} characters.`);

export const language = z.string("Choose a language.").refine(isLanguage, "This language is not known here.") as z.ZodType<LanguageId>;
export const visibility = z.enum(visibilities, "Choose who may come in: private, link or public.");
export const linkRole = z.enum(linkRoles, "Choose editor or viewer.");

export const sessionSettings = { title, language, visibility, linkRole };

export const newSessionDefaults: SessionSettings = {
  title: "Untitled session",
  language: "typescript",
  visibility: "private",
  linkRole: "editor",
};

/** A message as it is stored: `\n` only, no other control characters but tabs. */
export const messageBody = z
  .string("Write something.")
  .transform((text) => text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "").trim())
  .refine((text) => text.length > 0, "Write something.")
  .refine((text) => chars(text) <= MAX_MESSAGE_CHARS, `A message has at most ${MAX_MESSAGE_CHARS} characters.`);

/** The title of a copy, cut to what fits. */
export const copyTitle = (original: string) => [...`Copy of ${original}`].slice(0, MAX_TITLE_CHARS).join("");
