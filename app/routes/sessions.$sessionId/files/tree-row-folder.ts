import { folderOf, type TreeRow } from "./tree-rows.ts";
import type { FileEntry } from "./use-file-list.ts";

export type Row = TreeRow<FileEntry>;

/** The folder itself, or the one that a file is in; empty at the top. */
export const folderOfRow = (row: Row) => (row.kind === "folder" ? row.path : folderOf(row.path));
