import type { Piece } from "../../../protocol/runs.ts";

/** Fewer than a piece may have. They are not imported, since zod would come along into the worker. */
const MAX_SHOWN_ROWS = 200;
export const MAX_SHOWN_COLUMNS = 100;
/** Of all cells of a table, and of one: a batch of output has to hold them. */
const MAX_TABLE_CHARS = 40_000;
export const MAX_CELL_CHARS = 2_000;

/** What a query found; of many rows the first, and how many more there are. */
export function tableOf(columns: string[], found: Iterable<(string | null)[]>): Piece {
  const rows: (string | null)[][] = [];
  let chars = 0;
  let more = 0;
  for (const values of found) {
    if (rows.length === MAX_SHOWN_ROWS || chars > MAX_TABLE_CHARS) {
      more += 1;
      continue;
    }
    const row = values.slice(0, MAX_SHOWN_COLUMNS).map((value) => (value === null ? null : cut(value)));
    chars += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (rows.length > 0 && chars > MAX_TABLE_CHARS) more += 1;
    else rows.push(row);
  }
  return { kind: "table", columns: columns.slice(0, MAX_SHOWN_COLUMNS).map(cut), rows, more };
}

const cut = (text: string) => (text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS)}…` : text);
