/**
 * What browser, web and collab agree on about a document: where its files are, and what is in them. Everyone may import
 * it; where Yjs is too much for that, `paths.ts` and `limits.ts` are enough.
 */
import * as Y from "yjs";
import type { Anchor } from "./entities.ts";
import { comparePaths, MAX_PATH_CHARS, pathProblem, tidyPath } from "./paths.ts";

/** A file's key in the document: a UUID, in documents that Tandem made. */
export const isFileId = (id: string) => /^[A-Za-z0-9-]{1,64}$/.test(id);

/** One of Monaco's language ids, or a text that may become one. */
export const isLanguageId = (language: unknown): language is string =>
  typeof language === "string" && /^[a-z][a-z0-9+#.-]{0,39}$/.test(language);

/** Files by id, so that a rename never moves text. */
export type File = { id: string; path: string; language: string; text: Y.Text };

/** A document's files by their ids, as the shared map itself; `findFile` and `listFiles` read what is in it. */
export const filesOf = (ydoc: Y.Doc) => ydoc.getMap<Y.Map<unknown>>("files");

/**
 * One file of a document, or undefined where there is no text under this id. A document may hold what was taken before
 * there were rules: a name that breaks them is read as the nearest one that they allow, and a language that does as
 * plain text.
 */
export function findFile(ydoc: Y.Doc, id: string): File | undefined {
  const entry: unknown = filesOf(ydoc).get(id);
  if (!(entry instanceof Y.Map)) return;
  const [text, path, language] = ["text", "path", "language"].map((key) => entry.get(key) as unknown);
  if (!isText(text)) return;
  return { id, path: readablePath(path, id), language: isLanguageId(language) ? language : "plaintext", text };
}

/** An XmlText is a Text to `instanceof`, but reads as something else. */
const isText = (value: unknown): value is Y.Text => value instanceof Y.Text && !(value instanceof Y.XmlText);

function readablePath(path: unknown, id: string): string {
  if (typeof path === "string" && pathProblem(path) === undefined) return path;
  const parts = (typeof path === "string" ? tidyPath(path.slice(0, 4 * MAX_PATH_CHARS)) : "")
    .split(/[/\\]/)
    .map((part) => part.replace(/^[A-Za-z]:/, "").trim())
    .filter((part) => pathProblem(part) === undefined);
  while (parts.join("/").length > MAX_PATH_CHARS) parts.shift();
  return parts.join("/") || `untitled-${id.slice(0, 8)}`;
}

/** All files, in the order of their paths; for entries that are not files see `listUnsound`. */
export function listFiles(ydoc: Y.Doc): File[] {
  return [...filesOf(ydoc).keys()]
    .map((id) => findFile(ydoc, id))
    .filter((file) => file !== undefined)
    .sort((a, b) => comparePaths(a.path, b.path) || compare(a.id, b.id));
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What two copies of a document have in common when people see the same in both, to be hashed: names, languages and
 * texts of all files as JSON, in UTF-8, in the order of their ids.
 */
export function contentToHash(ydoc: Y.Doc): Uint8Array {
  const files = listFiles(ydoc)
    .sort((a, b) => compare(a.id, b.id))
    .map(({ id, path, language, text }) => [id, path, language, text.toString()]);
  return new TextEncoder().encode(JSON.stringify(files));
}

/** Something in a document that is no part of its layout: it takes room, and nobody sees it. */
export type Unsound = {
  kind: "entry" | "key" | "root";
  /** The entry's id, the key with its entry's id before it, or the root's name. */
  name: string;
};

/** What a document holds besides its files: entries that are not files, keys that no file has, and other roots. */
export function listUnsound(ydoc: Y.Doc): Unsound[] {
  const found: Unsound[] = [];
  for (const [name, root] of ydoc.share) if (name !== "files" && !isEmpty(root)) found.push({ kind: "root", name });
  for (const [id, value] of filesOf(ydoc).entries()) {
    const entry: unknown = value;
    if (!(entry instanceof Y.Map) || !isText(entry.get("text"))) found.push({ kind: "entry", name: id });
    else for (const key of entry.keys()) if (!layoutKeys.has(key)) found.push({ kind: "key", name: `${id} ${key}` });
  }
  return found;
}
export const layoutKeys = new Set(["path", "language", "text"]);

/** Removes what `listUnsound` finds, in one transaction. */
export function removeUnsound(ydoc: Y.Doc): void {
  ydoc.transact((transaction) => {
    for (const { kind, name } of listUnsound(ydoc)) {
      if (kind === "entry") filesOf(ydoc).delete(name);
      else if (kind === "key")
        filesOf(ydoc)
          .get(name.slice(0, name.indexOf(" ")))
          ?.delete(name.slice(name.indexOf(" ") + 1));
      else for (const item of itemsOf(ydoc.get(name))) if (!item.deleted) item.delete(transaction);
    }
  });
}

/**
 * Removes from the files' texts everything that is not a character: to Yjs it has a length but to an editor it has
 * none, so that what is typed behind it would land elsewhere in the stored text. Returns whether there was any. One
 * transaction; deletions alone, so that it does no harm where several do it at once.
 */
export function removeForeignContent(ydoc: Y.Doc): boolean {
  const foreign = listFiles(ydoc).flatMap(({ text }) =>
    itemsOf(text).filter(
      ({ deleted, content, parentSub }) => !deleted && (parentSub !== null || !(content instanceof Y.ContentString)),
    ),
  );
  if (foreign.length > 0) ydoc.transact((transaction) => foreign.forEach((item) => item.delete(transaction)));
  return foreign.length > 0;
}

/** The items right below a type of any kind. */
function itemsOf(type: AnyType): Y.Item[] {
  const items = [...type._map.values()];
  for (let item = type._start; item; item = item.right) items.push(item);
  return items;
}
const isEmpty = (type: AnyType) => itemsOf(type).every((item) => item.deleted);
type AnyType = Pick<Y.Text, "_map" | "_start">;

/** Adds a file in one transaction. Line ends become `\n`, the only ones a text holds. */
export function addFile(
  ydoc: Y.Doc,
  file: { id: string; path: string; language: string; content: string },
  origin?: unknown,
) {
  ydoc.transact(() => {
    const entry = new Y.Map<unknown>();
    filesOf(ydoc).set(file.id, entry);
    entry.set("path", file.path);
    entry.set("language", file.language);
    entry.set("text", new Y.Text(withLineFeeds(file.content)));
  }, origin);
}

/** `\r\n` and lone `\r` become `\n`. */
export const withLineFeeds = (text: string) => text.replace(/\r\n?/g, "\n");

/**
 * Ties the text from `start` to `end` (UTF-16 offsets, the end not included) to its first and its last character:
 * what is written before the first or behind the last is outside. The text between must not be empty.
 */
export const anchorAt = (text: Y.Text, start: number, end: number): Anchor => ({
  start: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, start, 0)) as Anchor["start"],
  end: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, end, -1)) as Anchor["end"],
});

/**
 * Where anchored text is now, as UTF-16 offsets. Undefined once all of it is deleted, or where the anchor is of another
 * text. What an undo brings back are other characters to Yjs. Only the document in which somebody undid knows which
 * ones, so they are not followed: the result would differ from page to page.
 */
export function anchoredRange(ydoc: Y.Doc, text: Y.Text, anchor: Anchor): { start: number; end: number } | undefined {
  try {
    const at = (json: Anchor["start"]) =>
      Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), ydoc, false);
    const [start, end] = [at(anchor.start), at(anchor.end)];
    if (start?.type !== text || end?.type !== text || start.index >= end.index) return;
    return { start: start.index, end: end.index };
  } catch {
    // Yjs throws for what it cannot have made itself.
    return;
  }
}
