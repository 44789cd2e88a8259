import { z } from "../../../protocol/zod.ts";
import { tidyPath } from "../../../protocol/paths.ts";
import { MAX_TITLE_CHARS } from "../../../protocol/limits.ts";
import type { SessionSettings } from "../../../db/sessions.ts";
import { decodeText, MAX_FILE_BYTES } from "../../decode-text.ts";
import { parseForm } from "../../http.ts";
import { defaultPath, languageLabel, languageOf } from "../../languages.ts";
import { nameProblem } from "../../name-problem.ts";
import { findSample, samples } from "./samples.ts";
import { linkRole, newSessionDefaults, sessionSettings, visibility } from "../../api/session-input.ts";
import { newSessionWords } from "../../words/new-session.ts";

type FirstFile = { path: string; language: string; content: string };
type Parsed =
  | { settings: SessionSettings; file: FirstFile; entered?: undefined; fields?: undefined }
  | { settings?: undefined; file?: undefined; entered: Record<string, string>; fields: Record<string, string> };

const newSessionForm = z.object({
  title: z.pipe(
    z.transform((entered) => (entered === "" ? undefined : entered)),
    z.optional(sessionSettings.title),
  ),
  language: sessionSettings.language,
  visibility,
  linkRole: z._default(linkRole, newSessionDefaults.linkRole),
  template: z._default(z.enum(["empty", "sample", "file"], { error: () => newSessionWords.chooseStart }), "empty"),
  file: z.optional(z.unknown()),
});

/** The form for a new session: its settings and first file, or one sentence per field with what was entered. */
export async function parseNewSession(request: Request): Promise<Parsed> {
  const { form, values, fields } = await parseForm(request, newSessionForm, MAX_FILE_BYTES + 64 * 1024);
  const entered: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") entered[name] = value;
  if (!values) return { entered, fields };

  const { title, language, visibility: seenBy, linkRole: role, template } = values;
  const file =
    template === "file"
      ? await readFile(values.file)
      : template === "sample"
        ? sampleFile(language)
        : { path: defaultPath(language), language, content: "" };
  if (typeof file === "string") return { entered, fields: { [template === "file" ? "file" : "template"]: file } };
  return {
    file,
    settings: {
      title:
        title || (template === "file" ? [...file.path].slice(-MAX_TITLE_CHARS).join("") : newSessionDefaults.title),
      language: file.language,
      visibility: seenBy,
      linkRole: role,
    },
  };
}

/** The sample, or the sentence why there is none. */
function sampleFile(language: string): FirstFile | string {
  const others = Object.keys(samples).map(languageLabel);
  return findSample(language) ?? newSessionWords.noSample(languageLabel(language), others);
}

/** What a chosen file holds, or the sentence why it cannot be taken. */
async function readFile(file: unknown): Promise<FirstFile | string> {
  if (!(file instanceof File) || (file.size === 0 && !file.name)) return newSessionWords.chooseFile;
  if (file.size > MAX_FILE_BYTES) return newSessionWords.fileTooLarge;
  const path = tidyPath(file.name.split(/[\\/]/).pop() ?? "") || defaultPath("plaintext");
  const wrongName = nameProblem(path);
  if (wrongName !== undefined) return wrongName;
  const { text, problem } = decodeText(new Uint8Array(await file.arrayBuffer()));
  return problem === undefined
    ? { path, language: languageOf(path), content: text }
    : newSessionWords.unreadable[problem];
}
