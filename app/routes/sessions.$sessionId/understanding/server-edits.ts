/** Edits that a language server proposes: of many files at once, as one step of undo. */
import type { TextEdit as ServerTextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import type { TextEdit } from "../files/text-edits.ts";
import { pathOf } from "./document-uri.ts";
import { toTextEdits } from "./text-edits.ts";

/** What a server had of the files when it was asked, by their ids: for these texts is what it answers. */
export type Asked = ReadonlyMap<string, { uri: string; text: string }>;

/** The file that a server names so. */
export function fileIdIn(files: Asked, uri: string): string | undefined {
  const path = pathOf(uri);
  if (path === undefined) return;
  for (const [fileId, known] of files) if (pathOf(known.uri) === path) return fileId;
}

/**
 * The edits of each file, by its id. Undefined where one of the texts is another one by now, or is none of the
 * session's: half of a change is worse than none.
 */
export function editsOf(
  { changes, documentChanges }: WorkspaceEdit,
  asked: Asked,
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
    const fileId = fileIdIn(asked, uri);
    const text = fileId === undefined ? undefined : asked.get(fileId)?.text;
    if (fileId === undefined || text === undefined || text !== textNow(fileId)) return;
    edits.set(fileId, toTextEdits(text, those));
  }
  return edits;
}
