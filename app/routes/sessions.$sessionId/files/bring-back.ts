import type * as Y from "yjs";
import { addFile, filesOf, findFile, listFiles } from "../../../../protocol/layout.ts";
import type { DeletedFile } from "../../../deleted-file.ts";
import { languageOf } from "../../../languages.ts";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { isFull } from "./file-actions.ts";
import { freePath } from "./file-names.ts";

/**
 * Puts a lost text back, as an edit of the person: a deleted file under its old id, with its old name or one that is
 * free; into an emptied one its text, which undo takes back. False when there is no room for it.
 */
export function bringBack(
  ydoc: Y.Doc,
  pane: EditorPane,
  { id, path, language, content }: DeletedFile & { content: string },
): boolean {
  if (findFile(ydoc, id)) {
    pane.edits.replaceText(id, content);
    return true;
  }
  if (isFull(ydoc)) return false;
  const free = freePath(path, listFiles(ydoc));
  addFile(ydoc, { id, path: free, language: language || languageOf(free), content });
  return true;
}

/** Takes that back, for a file that had been deleted. */
export const deleteAgain = (ydoc: Y.Doc, ids: string[]) =>
  ydoc.transact(() => ids.forEach((id) => filesOf(ydoc).delete(id)));
