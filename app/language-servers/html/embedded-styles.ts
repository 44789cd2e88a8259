/** What stands in `<style>` elements, each as a sheet of its own. */
import { type LanguageService, TokenType } from "vscode-html-languageservice";
import type { Position } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

type Embedded = { start: number; end: number; sheet: TextDocument };

/** A place in a sheet is the same place in the page: all before it is blank, line by line. */
export function embeddedStyles(service: LanguageService, page: TextDocument): Embedded[] {
  const text = page.getText();
  const scanner = service.createScanner(text);
  const found: Embedded[] = [];
  for (let token = scanner.scan(); token !== TokenType.EOS; token = scanner.scan()) {
    if (token !== TokenType.Styles) continue;
    const [start, end] = [scanner.getTokenOffset(), scanner.getTokenEnd()];
    const padded = text.slice(0, start).replace(/[^\n]/g, " ") + text.slice(start, end);
    found.push({ start, end, sheet: TextDocument.create(page.uri, "css", page.version, padded) });
  }
  return found;
}

/** The sheet around a place, if there is one. */
export function sheetAt(service: LanguageService, page: TextDocument, at: Position): TextDocument | undefined {
  const offset = page.offsetAt(at);
  return embeddedStyles(service, page).find(({ start, end }) => start <= offset && offset <= end)?.sheet;
}
