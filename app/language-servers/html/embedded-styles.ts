/** What stands in `<style>` elements, each as a sheet of its own. */
import { type LanguageService, TokenType } from "vscode-html-languageservice";
import type { Position } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

type Embedded = { start: number; end: number; sheet: TextDocument };

export function embeddedStyles(service: LanguageService, page: TextDocument): Embedded[] {
  const scanner = service.createScanner(page.getText());
  const found: Embedded[] = [];
  for (let token = scanner.scan(); token !== TokenType.EOS; token = scanner.scan()) {
    if (token !== TokenType.Styles) continue;
    const [start, end] = [scanner.getTokenOffset(), scanner.getTokenEnd()];
    found.push({ start, end, sheet: sheetIn(page, start, end) });
  }
  return found;
}

/** Its text alone: a page may have thousands of them. Its places are those of the page, in lines and columns. */
function sheetIn(page: TextDocument, start: number, end: number): TextDocument {
  const text = page.getText().slice(start, end);
  return {
    uri: page.uri,
    languageId: "css",
    version: page.version,
    lineCount: page.lineCount,
    getText: (range) => (range ? page.getText(range) : text),
    getLineRange: (line) => page.getLineRange(line),
    getEOLCharacters: (line) => page.getEOLCharacters(line),
    positionAt: (offset) => page.positionAt(start + Math.min(Math.max(offset, 0), text.length)),
    offsetAt: (position) => Math.min(Math.max(page.offsetAt(position) - start, 0), text.length),
  };
}

/** The sheet around a place, if there is one. */
export function sheetAt(service: LanguageService, page: TextDocument, at: Position): TextDocument | undefined {
  const offset = page.offsetAt(at);
  return embeddedStyles(service, page).find(({ start, end }) => start <= offset && offset <= end)?.sheet;
}
