import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { runningWords } from "../../../words/running.ts";
import type { Table } from "./run-log.ts";

/** Cells that are drawn at once; the page would stand still for all of a large table. */
const STEP_CELLS = 2_000;
const NULL = "NULL";

/** What a query found. */
export function OutputTable({ table: { columns, rows, more } }: { table: Table }) {
  const stepRows = Math.max(1, Math.floor(STEP_CELLS / Math.max(1, columns.length)));
  const [shown, setShown] = useState(stepRows);
  const words = runningWords.table;
  const hidden = rows.length - shown;
  return (
    <div className="my-1.5 font-sans whitespace-normal">
      <div className="max-w-full overflow-x-auto">
        <table aria-label={words.label} className="border-collapse text-start text-xs tabular-nums">
          <thead>
            <tr>
              {columns.map((column, nth) => (
                <th
                  key={nth}
                  scope="col"
                  dir="auto"
                  className="border border-ink-3 bg-ink-1 px-2 py-1 text-start font-semibold text-ink-10"
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, nth) => (
              <tr key={nth}>
                {row.map((cell, column) => (
                  <td
                    key={column}
                    dir="auto"
                    className={`max-w-md border border-ink-3 px-2 py-1 align-top whitespace-pre-wrap wrap-anywhere ${cell === null ? "text-ink-7 italic" : "text-ink-9"}`}
                  >
                    {cell ?? NULL}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="py-1 text-xs text-ink-7">{words.none}</p>}
      {hidden > 0 && (
        <Button size="small" kind="quiet" onClick={() => setShown(shown + stepRows)}>
          {words.showMore(Math.min(hidden, stepRows))}
        </Button>
      )}
      {hidden <= 0 && more > 0 && <p className="py-1 text-xs text-ink-7">{words.more(more)}</p>}
    </div>
  );
}
