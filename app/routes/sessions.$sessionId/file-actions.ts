import { toast } from "sonner";
import type * as Y from "yjs";
import { addFile, filesOf, findFile, listFiles, MAX_FILES, pathProblem, tidyPath } from "../../../collab/layout.ts";
import { languageOf } from "../../languages.ts";
import { newId } from "../../new-id.ts";
import { toEntries } from "./use-collab.ts";

const UNDO_MS = 8_000;
const MAX_UPLOAD_BYTES = 1024 * 1024;

/** A file's name as it is stored, or the sentence that says what is wrong with it. */
export function checkPath(input: string): { path: string; problem?: undefined } | { problem: string } {
  const path = tidyPath(input);
  const problem = pathProblem(path);
  return problem === undefined ? { path } : { problem };
}

/** Adds a file with a language by its name. Returns its id, or undefined when the session is full. */
export function createFile(ydoc: Y.Doc, path: string, content = ""): string | undefined {
  if (filesOf(ydoc).size >= MAX_FILES) {
    toast.error(`A session holds at most ${MAX_FILES} files.`);
    return;
  }
  const id = newId();
  addFile(ydoc, { id, path, language: languageOf(path), content });
  return id;
}

/** Renames a file; its language follows the new name where the name says one. */
export function renameFile(ydoc: Y.Doc, id: string, path: string) {
  const entry = filesOf(ydoc).get(id);
  if (!entry) return;
  ydoc.transact(() => {
    entry.set("path", path);
    const language = languageOf(path);
    if (language !== "plaintext") entry.set("language", language);
  });
}

export const setFileLanguage = (ydoc: Y.Doc, id: string, language: string) => filesOf(ydoc).get(id)?.set("language", language);

/** Deletes a file, with eight seconds to take it back. The last one stays: a session always has a text. */
export function deleteFile(ydoc: Y.Doc, id: string, onRestored: (id: string) => void) {
  const file = findFile(ydoc, id);
  if (!file || listFiles(ydoc).length < 2) return;
  const kept = { id, path: file.path, language: file.language, content: file.text.toString() };
  filesOf(ydoc).delete(id);
  toast(`${file.path} deleted`, {
    duration: UNDO_MS,
    action: {
      label: "Undo",
      onClick: () => {
        addFile(ydoc, kept);
        onRestored(id);
      },
    },
  });
}

/** Adds files that were dropped or chosen; what is not text, or too large, is named and left out. */
export async function uploadFiles(ydoc: Y.Doc, files: Iterable<File>): Promise<string | undefined> {
  let last: string | undefined;
  for (const file of files) {
    const checked = checkPath(file.name);
    const path = checked.problem === undefined ? checked.path : undefined;
    const bytes = file.size <= MAX_UPLOAD_BYTES ? await file.arrayBuffer() : undefined;
    const content = bytes && decodeText(bytes);
    if (!path || content === undefined) {
      toast.error(bytes ? `${file.name} is not a text file.` : `${file.name} is larger than 1 MB.`);
      continue;
    }
    last = createFile(ydoc, path, content) ?? last;
  }
  return last;
}

function decodeText(bytes: ArrayBuffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

export function downloadFile(ydoc: Y.Doc, id: string) {
  const file = findFile(ydoc, id);
  if (file) download(file.path.split("/").at(-1) ?? "file.txt", file.text.toString());
}

/** All files in one ZIP, under their paths; where two are equal the later one gets a number. A single file comes as it is. */
export async function downloadAll(ydoc: Y.Doc, title: string) {
  const files = toEntries(listFiles(ydoc));
  const [first] = files;
  if (files.length === 1 && first) return downloadFile(ydoc, first.id);
  const { strToU8, zipSync } = await import("fflate");
  const entries = files.map(({ id, label }) => [label, strToU8(findFile(ydoc, id)?.text.toString() ?? "")] as const);
  const name = title.replace(/[^\p{L}\p{N} ._-]/gu, "").trim() || "session";
  download(`${name}.zip`, new Uint8Array(zipSync(Object.fromEntries(entries))), "application/zip");
}

export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
