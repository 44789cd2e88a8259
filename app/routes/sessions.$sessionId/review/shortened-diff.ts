import type { DiffLine } from "../editor/line-diff.ts";

const MAX_SHOWN_LINES = 200;
const MAX_SHOWN_CHARS = 10_000;

/** The beginning of a difference, as much as anybody would read, and how many more lines there are. */
export function shortened(lines: DiffLine[]): { shown: DiffLine[]; more: number } {
  const shown: DiffLine[] = [];
  let left = MAX_SHOWN_CHARS;
  for (const line of lines) {
    if (shown.length === MAX_SHOWN_LINES || left <= 0) break;
    shown.push(line.text.length > left ? { ...line, text: `${line.text.slice(0, left)}…` } : line);
    left -= line.text.length;
  }
  return { shown, more: lines.length - shown.length };
}
