/** HTML: tags and attributes, and the styles in it. Nothing is said of the page's own errors: browsers mend them. */
import { getLanguageService } from "vscode-html-languageservice";
import { CodeActionKind, type Connection, type Position, type Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { styles } from "../css/styles.ts";
import { clientCapabilities, serveDocuments } from "../documents.ts";
import { embeddedStyles, sheetAt } from "./embedded-styles.ts";

export function serveHtml(connection: Connection) {
  const service = getLanguageService({ clientCapabilities });
  const parsed = (document: TextDocument) => service.parseHTMLDocument(document);
  const tagsAt = (document: TextDocument, at: Position) =>
    service.findLinkedEditingRanges(document, at, parsed(document));
  const stylesAt = (document: TextDocument, at: Position) => {
    const sheet = sheetAt(service, document, at);
    return sheet && styles(sheet);
  };

  const { about, listen } = serveDocuments(
    connection,
    {
      completionProvider: { triggerCharacters: [".", ":", "<", '"', "=", "/", "-"] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: { prepareProvider: true },
      linkedEditingRangeProvider: true,
      documentSymbolProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    },
    (document) => embeddedStyles(service, document).flatMap(({ sheet }) => styles(sheet).problems()),
  );
  connection.onCompletion(
    about(
      (document, { position: at }) =>
        stylesAt(document, at)?.complete(at) ?? service.doComplete(document, at, parsed(document)),
    ),
  );
  connection.onHover(
    about((document, { position: at }) => {
      const sheet = stylesAt(document, at);
      return sheet ? sheet.hover(at) : service.doHover(document, at, parsed(document));
    }),
  );
  connection.onDefinition(about((document, { position: at }) => stylesAt(document, at)?.definition(at) ?? null));
  connection.onReferences(about((document, { position: at }) => stylesAt(document, at)?.references(at) ?? null));
  connection.onDocumentHighlight(
    about(
      (document, { position: at }) =>
        stylesAt(document, at)?.highlights(at) ?? service.findDocumentHighlights(document, at, parsed(document)),
    ),
  );
  connection.onPrepareRename(
    about((document, { position: at }) => {
      const sheet = stylesAt(document, at);
      return sheet ? sheet.prepareRename(at) : (tagsAt(document, at)?.find((range) => isIn(range, at)) ?? null);
    }),
  );
  connection.onRenameRequest(
    about(
      (document, { position: at, newName }) =>
        stylesAt(document, at)?.rename(at, newName) ?? service.doRename(document, at, newName, parsed(document)),
    ),
  );
  connection.languages.onLinkedEditingRange(
    about((document, { position: at }) => {
      const ranges = tagsAt(document, at);
      return ranges && { ranges };
    }),
  );
  connection.onDocumentSymbol(about((document) => service.findDocumentSymbols2(document, parsed(document))));
  connection.onCodeAction(
    about(
      (document, { range, context }) => stylesAt(document, range.start)?.actions(range, context.diagnostics) ?? null,
    ),
  );
  listen();
}

/** A tag's name is on one line. */
const isIn = ({ start, end }: Range, { line, character }: Position) =>
  line === start.line && start.character <= character && character <= end.character;
