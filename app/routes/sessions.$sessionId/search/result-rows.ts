import { baseName, type TreeRow } from "../files/tree-rows.ts";
import type { FileResults, Result } from "./search-texts.ts";

/** A result as a row. Its id is its place among those of its file: the next one takes that of one that is replaced. */
export type FoundLine = { id: string; fileId: string; result: Result };
export type ResultRow = TreeRow<FoundLine>;

export const keyOf = (row: ResultRow) => (row.kind === "folder" ? row.path : row.file.id);

/** The results as rows from above: each file, with its id as the path, and below it its lines, unless it is closed. */
export function resultRows(
  files: FileResults[],
  pathOf: (fileId: string) => string,
  closed: ReadonlySet<string>,
): ResultRow[] {
  return files.flatMap(({ fileId, results }): ResultRow[] => {
    const isOpen = !closed.has(fileId);
    return [
      { kind: "folder", path: fileId, name: baseName(pathOf(fileId)), level: 1, isOpen },
      ...(isOpen ? results : []).map((result, nth): ResultRow => {
        const id = `${fileId}:${nth}`;
        const { before, match, after } = result.excerpt;
        return { kind: "file", path: id, name: before + match + after, level: 2, file: { id, fileId, result } };
      }),
    ];
  });
}
