import { z } from "../../protocol/zod.ts";
import { linkRoles, visibilities } from "../../protocol/entities.ts";
import { MAX_MESSAGE_CHARS, MAX_TITLE_CHARS } from "../../protocol/limits.ts";
import { withoutDirections } from "../../db/plain-text.ts";
import type { SessionSettings } from "../../db/sessions.ts";
import { isLanguage, type LanguageId } from "../languages.ts";
import { apiWords } from "../words/api.ts";
import { commonWords } from "../words/common.ts";
import { cleanMessage } from "./message-input.ts";

/** What people enter about a session and in its chat: the pages and the JSON addresses read it by the same rules. */

const chars = (text: string) => [...text].length;

/** One line of text as it is stored: NFC, without control and direction characters, inner space folded. */
const cleanLine = (text: string) =>
  withoutDirections(text.normalize("NFC"))
    .replace(/[\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\p{Cc}\p{Cs}]/gu, "")
    .trim();

/** What is longer is refused before it is cleaned. */
const MAX_TITLE_INPUT_CHARS = 100 * MAX_TITLE_CHARS;

const titleInput = z
  .string({ error: () => apiWords.fields.titleMissing })
  .check(z.maxLength(MAX_TITLE_INPUT_CHARS, { error: () => apiWords.fields.titleTooLong(MAX_TITLE_CHARS) }));

export const title = z.pipe(titleInput, z.transform(cleanLine)).check(
  z.refine((text) => text.length > 0, { error: () => apiWords.fields.titleMissing }),
  z.refine((text) => chars(text) <= MAX_TITLE_CHARS, { error: () => apiWords.fields.titleTooLong(MAX_TITLE_CHARS) }),
);

export const language = z
  .string({ error: () => apiWords.fields.languageMissing })
  .check(z.refine(isLanguage, { error: () => apiWords.fields.languageUnknown })) as z.ZodMiniType<LanguageId>;
export const visibility = z.enum(visibilities, { error: () => apiWords.fields.visibility });
export const linkRole = z.enum(linkRoles, { error: () => apiWords.fields.linkRole });

export const sessionSettings = {
  title,
  language,
  visibility,
  linkRole,
  viewersRun: z.boolean({ error: () => apiWords.fields.viewersRun }),
};

export const newSessionDefaults: SessionSettings = {
  /** In the language of whoever makes the session. */
  get title() {
    return commonWords.untitledSession;
  },
  language: "typescript",
  visibility: "private",
  linkRole: "editor",
};

/** A message as it is stored, without characters that turn its direction. */
export const messageBody = z
  .pipe(
    z.string({ error: () => apiWords.fields.messageMissing }),
    z.transform((text) => cleanMessage(withoutDirections(text.toWellFormed()))),
  )
  .check(
    z.refine((text) => text.length > 0, { error: () => apiWords.fields.messageMissing }),
    z.refine((text) => chars(text) <= MAX_MESSAGE_CHARS, {
      error: () => apiWords.fields.messageTooLong(MAX_MESSAGE_CHARS),
    }),
  );

const MAX_SOUGHT_CHARS = 200;

/** What people search titles for; Postgres takes no NUL in a text. */
export const soughtText = z.pipe(
  z.string().check(z.maxLength(MAX_SOUGHT_CHARS, { error: () => apiWords.fields.searchTooLong(MAX_SOUGHT_CHARS) })),
  z.transform((text) => text.replaceAll("\0", " ")),
);
