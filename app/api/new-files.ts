import { z } from "../../protocol/zod.ts";
import { isLanguageId } from "../../protocol/layout.ts";
import { MAX_FILES } from "../../protocol/limits.ts";
import { MAX_PATH_CHARS, tidyPath } from "../../protocol/paths.ts";
import { languageOf } from "../languages.ts";
import { nameProblem } from "../name-problem.ts";
import { apiWords } from "../words/api.ts";

/** What is longer is refused before it is tidied. */
const MAX_PATH_INPUT_CHARS = 4 * MAX_PATH_CHARS;

const pathInput = z
  .string({ error: () => nameProblem("") })
  .check(z.maxLength(MAX_PATH_INPUT_CHARS, { error: ({ input }) => nameProblem(String(input)) }));

const newFile = z.pipe(
  z.strictObject({
    path: z
      .pipe(pathInput, z.transform(tidyPath))
      .check(z.refine((path) => nameProblem(path) === undefined, { error: ({ input }) => nameProblem(String(input)) })),
    language: z.optional(
      z
        .string({ error: () => apiWords.fields.languageUnknown })
        .check(z.refine(isLanguageId, { error: () => apiWords.fields.languageUnknown })),
    ),
    content: z.string({ error: () => apiWords.fields.contentMissing }),
  }),
  z.transform(({ path, language: given = languageOf(path), content }) => ({
    path,
    language: given,
    content: content.toWellFormed(),
  })),
);
/** The files of a new session. */
export const newFiles = z
  .array(newFile, { error: () => apiWords.fields.files(MAX_FILES) })
  .check(
    z.minLength(1, { error: () => apiWords.fields.files(MAX_FILES) }),
    z.maxLength(MAX_FILES, { error: () => apiWords.fields.files(MAX_FILES) }),
  );
