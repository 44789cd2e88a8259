import type * as Y from "yjs";
import { addFile, filesOf, findFile, listFiles } from "../../../../protocol/layout.ts";
import { MAX_FILES } from "../../../../protocol/limits.ts";
import { languageOf } from "../../../languages.ts";
import { newId } from "../../../new-id.ts";
import { later } from "../../../ui/later.ts";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { commonWords } from "../../../words/common.ts";
import { filesWords } from "../../../words/files.ts";
import { siteWords } from "../../../words/site.tsx";
import { safePart } from "./zip-names.ts";

const zip = later(() => import("./zip-files.ts"));

/** Whether there is no room for another file; shows a notice if so. */
export function isFull(ydoc: Y.Doc): boolean {
  if (filesOf(ydoc).size < MAX_FILES) return false;
  toast.error(filesWords.isFull(MAX_FILES));
  return true;
}

/** Adds a file with a language by its name. Returns its id, or undefined when the session is full. */
export function createFile(ydoc: Y.Doc, path: string, content = ""): string | undefined {
  if (isFull(ydoc)) return;
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

export const setFileLanguage = (ydoc: Y.Doc, id: string, language: string) =>
  filesOf(ydoc).get(id)?.set("language", language);

/** The empty files of a session that has too many; one of them is left out where all are empty. */
export function listEmpty(ydoc: Y.Doc): string[] {
  const files = listFiles(ydoc);
  const empty = files.filter(({ text }) => text.length === 0).map(({ id }) => id);
  return empty.length === files.length ? empty.slice(1) : empty;
}

/** Deletes empty files, in one edit. */
export function deleteEmpty(ydoc: Y.Doc) {
  const empty = listEmpty(ydoc);
  ydoc.transact(() => empty.forEach((id) => filesOf(ydoc).delete(id)));
  toast(filesWords.emptyDeleted(empty.length));
}

/**
 * Deletes files in one edit, with eight seconds to take it back by a notice that says `done`. The last file stays: a
 * session always has a text.
 */
export function deleteFiles(ydoc: Y.Doc, ids: string[], done: string, onRestored: (id: string) => void) {
  const files = ids.map((id) => findFile(ydoc, id)).filter((file) => file !== undefined);
  if (files.length === 0) return;
  if (listFiles(ydoc).length <= files.length) {
    toast.error(filesWords.isLast);
    return;
  }
  const kept = files.map(({ text, ...file }) => ({ ...file, content: text.toString() }));
  ydoc.transact(() => kept.forEach(({ id }) => filesOf(ydoc).delete(id)));
  toast(done, {
    duration: UNDO_MS,
    action: {
      label: commonWords.undo,
      onClick: () => {
        const [first] = kept.filter((file) => bringBackFile(ydoc, file));
        if (first) onRestored(first.id);
      },
    },
  });
}

/** Brings back a file under its id, once: somebody else may have done it. False when there is no room for it. */
export function bringBackFile(
  ydoc: Y.Doc,
  file: { id: string; path: string; language: string; content: string },
): boolean {
  if (filesOf(ydoc).has(file.id)) return true;
  if (isFull(ydoc)) return false;
  addFile(ydoc, file);
  return true;
}

export function downloadFile(ydoc: Y.Doc, id: string) {
  const file = findFile(ydoc, id);
  if (file) download(safePart(file.path.split("/").at(-1) ?? ""), file.text.toString());
}

/**
 * All files in one ZIP, under their paths, or under other names where those would not unpack everywhere. A single file
 * is not zipped.
 */
export async function downloadAll(ydoc: Y.Doc, title: string) {
  const files = listFiles(ydoc);
  const [first] = files;
  if (files.length === 1 && first) return downloadFile(ydoc, first.id);
  const loaded = await zip.load().catch(() => undefined);
  if (!loaded) return void toast.error(siteWords.notLoaded);
  const { renamedSentence, zipFiles } = loaded;
  const { bytes, renamed } = zipFiles(files.map(({ id, path, text }) => ({ id, path, content: text.toString() })));
  // A browser removes dots at the beginning of a name.
  const name = title.replace(/^[. ]+/, "");
  download(`${name ? safePart(name) : "session"}.zip`, bytes, "application/zip");
  const sentence = renamedSentence(renamed);
  if (sentence) toast(sentence, { duration: UNDO_MS });
}

export function download(name: string, content: string | Uint8Array<ArrayBuffer>, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
