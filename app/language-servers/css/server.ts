import { CodeActionKind, type Connection } from "vscode-languageserver";
import { serveDocuments } from "../documents.ts";
import { styles } from "./styles.ts";

/** CSS, SCSS and Less, by the language of each document. */
export function serveCss(connection: Connection) {
  const { about, listen } = serveDocuments(
    connection,
    {
      completionProvider: { triggerCharacters: ["/", "-", ":"] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    },
    (document) => styles(document).problems(),
  );
  connection.onCompletion(about((document, { position }) => styles(document).complete(position)));
  connection.onHover(about((document, { position }) => styles(document).hover(position)));
  connection.onDefinition(about((document, { position }) => styles(document).definition(position)));
  connection.onReferences(about((document, { position }) => styles(document).references(position)));
  connection.onDocumentHighlight(about((document, { position }) => styles(document).highlights(position)));
  connection.onPrepareRename(about((document, { position }) => styles(document).prepareRename(position)));
  connection.onRenameRequest(about((document, { position, newName }) => styles(document).rename(position, newName)));
  connection.onDocumentSymbol(about((document) => styles(document).symbols()));
  connection.onCodeAction(
    about((document, { range, context }) => styles(document).actions(range, context.diagnostics)),
  );
  listen();
}
