/** JSON: what is malformed, keys that are there twice, and what a key or value may be by those around it. */
import { getLanguageService } from "vscode-json-languageservice";
import type { Connection } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { clientCapabilities, serveDocuments } from "../documents.ts";

/** Those whose own tools read comments, and commas at the end. */
const WITH_COMMENTS = /\.jsonc$|\/(ts|js)config[^/]*\.json$|\/\.(eslintrc|babelrc)(\.json)?$/i;

export function serveJson(connection: Connection) {
  // Schemas would come from anywhere on the web: none is asked for.
  const service = getLanguageService({ clientCapabilities });
  const parsed = (document: TextDocument) => service.parseJSONDocument(document);

  const { about, listen } = serveDocuments(
    connection,
    {
      completionProvider: { triggerCharacters: ['"', ":"], resolveProvider: true },
      hoverProvider: true,
      documentSymbolProvider: true,
    },
    (document) => {
      const severity = WITH_COMMENTS.test(decodeURIComponent(document.uri)) ? "ignore" : "error";
      return service.doValidation(document, parsed(document), {
        comments: severity,
        trailingCommas: severity,
        schemaRequest: "ignore",
      });
    },
  );
  connection.onCompletion(about((document, { position }) => service.doComplete(document, position, parsed(document))));
  connection.onCompletionResolve((item) => service.doResolve(item));
  connection.onHover(about((document, { position }) => service.doHover(document, position, parsed(document))));
  connection.onDocumentSymbol(about((document) => service.findDocumentSymbols2(document, parsed(document))));
  listen();
}
