import { diffArrays } from "diff";

export type DiffLine = { kind: "same" | "removed" | "added"; text: string };

/** The time to compare grows with the square of what differs. */
const MAX_CHANGED_LINES = 1_000;
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

/**
 * The lines of two texts as removed, added or kept. Where texts differ too much to compare, all of the one is removed
 * and all of the other added.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after === "" ? [] : after.split("\n")];
  const changes = diffArrays(a, b, { maxEditLength: MAX_CHANGED_LINES }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  return changes.flatMap(({ value, removed, added }) =>
    value.map((text): DiffLine => ({ kind: removed ? "removed" : added ? "added" : "same", text })),
  );
}
