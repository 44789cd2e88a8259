import { inspect } from "node-inspect-extracted";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What `console.table` prints of a list or an object, in boxes; undefined for anything else. */
export function drawTable(data: unknown, wanted?: string[]): string | undefined {
  if (!isRecord(data)) return undefined;
  const entries =
    data instanceof Map
      ? [...data].map(([key, value], nth) => [String(nth), { Key: key as unknown, Values: value as unknown }] as const)
      : data instanceof Set
        ? [...data].map((value, nth) => [String(nth), value as unknown] as const)
        : Object.entries(data);
  const keys = wanted ?? [...new Set(entries.flatMap(([, row]) => (isRecord(row) ? Object.keys(row) : [])))];
  const hasValues = !wanted && entries.some(([, row]) => !isRecord(row));
  const show = (value: unknown) => inspect(value, { depth: 0, compact: 3, breakLength: Infinity });
  const head = ["(index)", ...keys, ...(hasValues ? ["Values"] : [])];
  const rows = entries.map(([key, row]) => [
    key,
    ...keys.map((name) => (isRecord(row) && name in row ? show(row[name]) : "")),
    ...(hasValues ? [isRecord(row) ? "" : show(row)] : []),
  ]);
  const widths = head.map(
    (name, nth) => rows.reduce((most, row) => Math.max(most, widthOf(row[nth] ?? "")), widthOf(name)) + 2,
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const cells = (row: string[]) =>
    `│${row.map((cell, nth) => ` ${cell}${" ".repeat((widths[nth] ?? 0) - widthOf(cell) - 1)}`).join("│")}│`;
  return [rule("┌", "┬", "┐"), cells(head), rule("├", "┼", "┤"), ...rows.map(cells), rule("└", "┴", "┘")].join("\n");
}

const widthOf = (text: string) => [...text].length;
