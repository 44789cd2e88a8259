/** Edits that a language server proposes: of many files at once, as one step of undo. */
import type { TextEdit as ServerTextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import type { TextEdit } from "../files/text-edits.ts";
import { toTextEdits } from "./text-edits.ts";

type Documents = {
  fileIdOf(uri: string): string | undefined;
  /** The text for which the server has made its edits. */
  textOf(fileId: string): string | undefined;
};

/**
 * The edits of each file, by its id. Undefined where one of the texts is another one by now, or is none of the
 * session's: half of a change is worse than none.
 */
export function editsOf(
  { changes, documentChanges }: WorkspaceEdit,
  documents: Documents,
  textNow: (fileId: string) => string | undefined,
): Map<string, TextEdit[]> | undefined {
  const byUri = new Map<string, ServerTextEdit[]>(Object.entries(changes ?? {}));
  for (const change of documentChanges ?? []) {
    if (!("textDocument" in change)) return;
    byUri.set(change.textDocument.uri, [
      ...(byUri.get(change.textDocument.uri) ?? []),
      ...(change.edits as ServerTextEdit[]),
    ]);
  }
  const edits = new Map<string, TextEdit[]>();
  for (const [uri, those] of byUri) {
    const fileId = documents.fileIdOf(uri);
    const text = fileId === undefined ? undefined : documents.textOf(fileId);
    if (fileId === undefined || text === undefined || text !== textNow(fileId)) return;
    edits.set(fileId, toTextEdits(text, those));
  }
  return edits;
}
