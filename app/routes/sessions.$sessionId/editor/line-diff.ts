export type DiffLine = { kind: "same" | "removed" | "added"; text: string };

/** What comparing may cost: so many pairs of lines. */
const MAX_PAIRS = 200_000;
const MAX_SHOWN_LINES = 200;
const MAX_SHOWN_CHARS = 10_000;

/** The beginning of a difference, as much as anybody reads, and how many lines more there are. */
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
 * The lines of two texts, as what goes and what comes: the longest common subsequence stays. Of texts that are too long
 * to compare all goes and all comes.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after === "" ? [] : after.split("\n")];
  if (a.length * b.length > MAX_PAIRS)
    return [
      ...a.map((text) => ({ kind: "removed", text }) as const),
      ...b.map((text) => ({ kind: "added", text }) as const),
    ];
  const longest: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = longest[i] ?? [];
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i++] ?? "" });
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ kind: "removed", text: a[i++] ?? "" });
    else lines.push({ kind: "added", text: b[j++] ?? "" });
  }
  return lines;
}
