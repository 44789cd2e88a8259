import { diffLines } from "../editor/line-diff.ts";

/** Puts `text` in the place of what is from `start` to `end` (UTF-16 offsets, the end not included). */
export type TextEdit = { start: number; end: number; text: string };

/**
 * The edits that make one text of another, line by line, from first to last: what both have is left alone, with the
 * carets and the anchors in it.
 */
export function textEdits(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const [a, b] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < Math.min(a.length, b.length) - 1 && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head - 1 && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = (lines: string[]) => lines.slice(head, lines.length - tail).join("\n");
  const offset = a.slice(0, head).reduce((sum, line) => sum + line.length + 1, 0);
  return lineEdits(middle(a), middle(b)).map(({ start, end, text }) =>
    tight(before, { start: offset + start, end: offset + end, text }),
  );
}

function lineEdits(before: string, after: string): TextEdit[] {
  if (after === "") return [{ start: 0, end: before.length, text: "" }];
  const edits: TextEdit[] = [];
  let at = 0;
  let open: TextEdit | undefined;
  for (const { kind, text } of diffLines(before, after)) {
    if (kind === "same") open = undefined;
    else if (!open) edits.push((open = { start: at, end: at, text: "" }));
    if (kind === "added" && open) open.text += `${text}\n`;
    if (kind !== "added") at += text.length + 1;
    if (kind === "removed" && open) open.end = at;
  }
  return edits.map((edit) => withoutLastEnd(edit, before.length));
}

/** Lines were compared as if each had an end; the last one has none. */
function withoutLastEnd({ start, end, text }: TextEdit, length: number): TextEdit {
  if (end <= length) return { start, end, text };
  if (start > length) return { start: length, end: length, text: `\n${text.slice(0, -1)}` };
  return text === "" ? { start: start - 1, end: length, text } : { start, end: length, text: text.slice(0, -1) };
}

/** Without what both begin and end with, and never half of a surrogate pair. */
function tight(whole: string, { start, end, text }: TextEdit): TextEdit {
  const shorter = Math.min(end - start, text.length);
  let head = 0;
  while (head < shorter && whole[start + head] === text[head]) head++;
  if (head > 0 && isHigh(whole.charCodeAt(start + head - 1))) head--;
  let tail = 0;
  while (tail < shorter - head && whole[end - 1 - tail] === text[text.length - 1 - tail]) tail++;
  if (tail > 0 && isLow(whole.charCodeAt(end - tail))) tail--;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}
const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
