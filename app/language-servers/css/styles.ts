/** CSS, SCSS and Less by the language services of VS Code; HTML asks it for its styles, too. */
import {
  type CodeAction,
  getCSSLanguageService,
  getLESSLanguageService,
  getSCSSLanguageService,
  type Range,
} from "vscode-css-languageservice";
import { CodeActionKind, type Diagnostic, type Position, type TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { clientCapabilities } from "../documents.ts";

const css = getCSSLanguageService({ clientCapabilities });
const services = new Map([
  ["css", css],
  ["scss", getSCSSLanguageService({ clientCapabilities })],
  ["less", getLESSLanguageService({ clientCapabilities })],
]);

/** A sheet as it is now, and what there is to say of it. */
export function styles(document: TextDocument) {
  const service = services.get(document.languageId) ?? css;
  const sheet = service.parseStylesheet(document);
  return {
    problems: () => service.doValidation(document, sheet),
    complete: (at: Position) => service.doComplete(document, at, sheet),
    hover: (at: Position) => service.doHover(document, at, sheet),
    definition: (at: Position) => service.findDefinition(document, at, sheet),
    references: (at: Position) => service.findReferences(document, at, sheet),
    highlights: (at: Position) => service.findDocumentHighlights(document, at, sheet),
    prepareRename: (at: Position) => service.prepareRename(document, at, sheet) ?? null,
    rename: (at: Position, newName: string) => service.doRename(document, at, newName, sheet),
    symbols: () => service.findDocumentSymbols2(document, sheet),
    actions: (range: Range, diagnostics: Diagnostic[]) =>
      service
        .doCodeActions2(document, range, { diagnostics: diagnostics.map(asPlainText) }, sheet)
        .map(plainEdit)
        .map(preferOnly),
  };
}

/** The library knows an older protocol, in which messages are no Markdown; its own never are. */
const asPlainText = (diagnostic: Diagnostic) => ({ ...diagnostic, message: String(diagnostic.message) });

/** The library names the version of what it edits; our editor takes edits by document alone. */
function plainEdit(action: CodeAction): CodeAction {
  const changes: Record<string, TextEdit[]> = {};
  for (const change of action.edit?.documentChanges ?? []) {
    if ("edits" in change) changes[change.textDocument.uri] = change.edits as TextEdit[];
  }
  return { ...action, kind: CodeActionKind.QuickFix, edit: { changes } };
}

/** Where there is but one way to put it right. */
function preferOnly(action: CodeAction, _index: number, all: CodeAction[]): CodeAction {
  return all.length === 1 ? { ...action, isPreferred: true } : action;
}
