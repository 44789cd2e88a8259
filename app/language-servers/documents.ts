/** What the servers on the language services of VS Code have in common: open documents, and answers about one. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Check, Diagnose } from "./diagnose.ts";

type Named = { textDocument: { uri: string } };

/**
 * Begins to listen once the caller has set its handlers. `about` makes a handler of what answers about a document: the
 * answer is null where none is open, and where the library fails at what somebody has half typed.
 */
export function serveDocuments(connection: Connection, capabilities: ServerCapabilities, check: Check) {
  const documents = new TextDocuments(TextDocument);
  const diagnose = new Diagnose(connection, documents, check);

  const about =
    <Params extends Named, Answer>(answer: (document: TextDocument, params: Params) => Answer) =>
    async (params: Params, token: CancellationToken): Promise<Awaited<Answer> | ResponseError<void> | null> => {
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled");
      const { uri } = params.textDocument;
      diagnose.named(uri);
      const document = documents.get(uri);
      try {
        return document ? await answer(document, params) : null;
      } catch (error) {
        connection.console.warn(String(error));
        return null;
      }
    };

  connection.onInitialize(() => ({
    capabilities: { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Full }, ...capabilities },
  }));
  documents.listen(connection);
  return {
    about,
    listen: () => connection.listen(),
  };
}

/** What the libraries ask of an editor: ours reads Markdown everywhere. */
export const clientCapabilities = {
  textDocument: {
    completion: { completionItem: { documentationFormat: ["markdown" as const] } },
    hover: { contentFormat: ["markdown" as const] },
  },
};
