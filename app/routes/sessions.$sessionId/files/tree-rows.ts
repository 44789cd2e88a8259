/** The files as a tree of folders, as rows from above. Folders come first, then files. */
import { comparePaths } from "../../../../protocol/paths.ts";

export type FolderRow = { kind: "folder"; path: string; name: string; level: number; isOpen: boolean };
export type FileRow<File> = { kind: "file"; path: string; name: string; level: number; file: File };
export type TreeRow<File> = FolderRow | FileRow<File>;

type Folder<File> = { folders: Map<string, Folder<File>>; files: { name: string; file: File }[] };

/** What is in closed folders has no row. Levels begin with 1. */
export function treeRows<File extends { path: string; label: string }>(
  files: File[],
  closedFolders: ReadonlySet<string>,
): TreeRow<File>[] {
  const root: Folder<File> = { folders: new Map(), files: [] };
  for (const file of files) {
    const folders = file.path.split("/").slice(0, -1);
    let at = root;
    for (const name of folders) {
      const next = at.folders.get(name) ?? { folders: new Map(), files: [] };
      at.folders.set(name, next);
      at = next;
    }
    at.files.push({ name: baseName(file.label), file });
  }
  const rows: TreeRow<File>[] = [];
  function add(folder: Folder<File>, above: string, level: number) {
    for (const [first, outer] of [...folder.folders].sort(([a], [b]) => comparePaths(a, b))) {
      const [name, inner] = joined(first, outer);
      const path = above + name;
      const isOpen = !closedFolders.has(path);
      rows.push({ kind: "folder", path, name, level, isOpen });
      if (isOpen) add(inner, `${path}/`, level + 1);
    }
    for (const { name, file } of folder.files.sort((a, b) => comparePaths(a.name, b.name)))
      rows.push({ kind: "file", path: file.path, name, level, file });
  }
  add(root, "", 1);
  return rows;
}

/** A folder with nothing in it but another folder is one row with it: `src/main`. */
function joined<File>(name: string, folder: Folder<File>): [name: string, folder: Folder<File>] {
  const [only] = folder.folders;
  if (!only || folder.folders.size > 1 || folder.files.length > 0) return [name, folder];
  return joined(`${name}/${only[0]}`, only[1]);
}

export const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** The folder of a path, without its slash; empty at the top. */
export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** All folders above a path, the outermost first. */
export const foldersAbove = (path: string): string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, nth, parts) => parts.slice(0, nth + 1).join("/"));
