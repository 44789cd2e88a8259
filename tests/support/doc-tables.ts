import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.ts";

/** A page of the documentation, by its path from the project's folder. */
export const readPage = (page: string) => readFileSync(path.join(root, page), "utf8");

/** The first table under a heading: its rows without the head, each as its cells. */
export function readTable(page: string, heading: string): string[][] {
  const lines = readPage(page).split("\n");
  const at = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === heading);
  const start = at < 0 ? -1 : lines.findIndex((line, i) => i > at && line.startsWith("|"));
  if (start < 0) throw new Error(`${page} has no table under "${heading}".`);
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"));
  return lines.slice(start + 2, end < 0 ? undefined : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The first words in code of a column's cells; `?` at their end, for what may be absent, is left out. */
export const codeIn = (rows: string[][], column = 0) =>
  rows.map((cells) => (/`([^`]+)`/.exec(cells[column] ?? "")?.[1] ?? cells[column] ?? "").replace(/\?$/, ""));
