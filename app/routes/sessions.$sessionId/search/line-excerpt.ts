/** What of a line is shown around a match: `before` and `after` are cut where they are long, and marked with `…`. */
export type Excerpt = { before: string; match: string; after: string };

/** A narrow panel has room for this and the match, or for less of it and what takes the match's place. */
const MAX_BEFORE_CHARS = 26;
const MAX_BEFORE_TWO_CHARS = 13;
const MAX_MATCH_CHARS = 250;
const MAX_AFTER_CHARS = 250;

/** `start` and `end` are the match's, `lineStart` is where its first line begins; of more lines only that is shown. */
export function excerptOf(
  text: string,
  { start, end, lineStart }: { start: number; end: number; lineStart: number },
  isReplacing = false,
): Excerpt {
  const maxBefore = isReplacing ? MAX_BEFORE_TWO_CHARS : MAX_BEFORE_CHARS;
  const indented = text.slice(lineStart, start).trimStart();
  const before = indented.length > maxBefore ? `…${tailOf(indented, maxBefore - 1)}` : indented;
  const found = text.slice(start, Math.min(end, start + MAX_MATCH_CHARS + 1));
  const [firstLine = ""] = found.split("\n", 1);
  const isCut = firstLine.length < end - start;
  const match = isCut ? `${headOf(firstLine, MAX_MATCH_CHARS)}…` : firstLine;
  if (isCut) return { before, match, after: "" };
  const [after = ""] = text.slice(end, end + MAX_AFTER_CHARS).split("\n", 1);
  return { before, match, after: headOf(after, MAX_AFTER_CHARS) };
}

/** The first so many units, without half of a character. */
const headOf = (text: string, length: number) => text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
const tailOf = (text: string, length: number) => text.slice(-length).replace(/^[\udc00-\udfff]/, "");
