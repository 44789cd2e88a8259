import { readdirSync, readFileSync } from "node:fs";
import type { TestProcess } from "../support/process.ts";

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** How much values are of bare Hocuspocus' in the same rounds: the middle of the rounds' ratios, and their range. */
export function overBare(values: number[], bare: number[]) {
  const ratios = values.map((value, round) => value / (bare[round] ?? NaN));
  return { "÷ bare": median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}

/**
 * The CPU time that processes have used, all their threads together, in ms. From Linux' scheduler, to the microsecond.
 */
export function cpuMs(processes: TestProcess[]): number {
  const nanoseconds = processes.flatMap(({ pid }) =>
    readdirSync(`/proc/${pid()}/task`).map((task) =>
      Number(readFileSync(`/proc/${pid()}/task/${task}/schedstat`, "utf8").split(" ")[0]),
    ),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** The memory of processes that is in use, in kB. */
export const memoryKb = (processes: TestProcess[]) =>
  processes.reduce(
    (sum, { pid }) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid()}/status`, "utf8"))?.[1]),
    0,
  );

/** The CPU time of this process, in which the clients run, in ms. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What one line of a table says. */
export type Row = Record<string, string | number>;

/** Rows as a Markdown table. */
export function toTable(rows: Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => show(row[column] ?? "")))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const toLine = (line: string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [toLine(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(toLine)].join("\n");
}

/** A number with three digits, or as many as it has before the point; a dash where nothing was measured. */
const show = (value: string | number) =>
  typeof value === "string"
    ? value
    : Number.isNaN(value)
      ? "–"
      : value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
