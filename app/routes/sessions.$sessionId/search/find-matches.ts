import type { Pattern } from "./query.ts";

/** A match, where it stands in the text (UTF-16 offsets), and its line, counted from 1. */
export type Match = { found: RegExpExecArray; start: number; end: number; line: number; lineStart: number };

/** All matches in a text, from first to last; none overlaps the one before. */
export function* findMatches(text: string, { regExp, isByLine }: Pattern): Iterable<Match> {
  if (isByLine) {
    let lineStart = 0;
    let line = 1;
    for (const content of text.split("\n")) {
      for (const found of matchesOf(regExp, content)) {
        const start = lineStart + found.index;
        yield { found, start, end: start + found[0].length, line, lineStart };
      }
      lineStart += content.length + 1;
      line++;
    }
    return;
  }
  let line = 1;
  let lineStart = 0;
  let lineEnd = endOfLine(text, 0);
  for (const found of matchesOf(regExp, text)) {
    while (lineEnd < found.index) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = endOfLine(text, lineStart);
    }
    yield { found, start: found.index, end: found.index + found[0].length, line, lineStart };
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

function* matchesOf(regExp: RegExp, text: string): Iterable<RegExpExecArray> {
  regExp.lastIndex = 0;
  for (let found = regExp.exec(text); found; found = regExp.exec(text)) {
    yield found;
    // An empty match stays where it is. The next one is behind a whole character, which may have two units.
    if (found[0] === "") regExp.lastIndex += (text.codePointAt(found.index) ?? 0) > 0xffff ? 2 : 1;
  }
}
