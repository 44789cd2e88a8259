import type * as Y from "yjs";
import { filesOf, listFiles } from "../../../../protocol/layout.ts";
import { pathProblem } from "../../../../protocol/paths.ts";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { commonWords } from "../../../words/common.ts";
import { filesWords } from "../../../words/files.ts";
import { checkName } from "./file-names.ts";
import { baseName, folderOf } from "./tree-rows.ts";

/**
 * Moves a file or a whole folder into another folder (empty for the top), in one edit that can be taken back for eight
 * seconds. A notice says why not, where a name is taken or becomes too long.
 */
export function moveInto(ydoc: Y.Doc, path: string, folder: string) {
  if (folder === folderOf(path) || folder === path || folder.startsWith(`${path}/`)) return;
  renamePath(ydoc, path, folder ? `${folder}/${baseName(path)}` : baseName(path));
}

/** Gives a file or a folder another path, with all that is in it. False when something stands in the way. */
export function renamePath(ydoc: Y.Doc, from: string, to: string): boolean {
  const files = listFiles(ydoc);
  const moved = files.filter(({ path }) => path === from || path.startsWith(`${from}/`));
  const ids = new Set(moved.map(({ id }) => id));
  const others = files.filter(({ id }) => !ids.has(id));
  for (const { path } of moved) {
    const checked = checkName(to + path.slice(from.length), others);
    if (checked.problem === undefined) continue;
    toast.error(checked.problem);
    return false;
  }
  const before = moved.map(({ id, path }) => ({ id, path }));
  setPaths(ydoc, new Map(moved.map(({ id, path }) => [id, to + path.slice(from.length)])));
  toast(filesWords.isNow(from, to), {
    duration: UNDO_MS,
    action: {
      label: commonWords.undo,
      onClick: () => setPaths(ydoc, new Map(before.map(({ id, path }) => [id, path]))),
    },
  });
  return true;
}

function setPaths(ydoc: Y.Doc, paths: ReadonlyMap<string, string>) {
  ydoc.transact(() => {
    for (const [id, path] of paths)
      if (pathProblem(path) === undefined && filesOf(ydoc).get(id)?.get("path") !== path)
        filesOf(ydoc).get(id)?.set("path", path);
  });
}
