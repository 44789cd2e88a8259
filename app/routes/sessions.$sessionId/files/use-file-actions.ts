import { filesWords } from "../../../words/files.tsx";
import { useCollab } from "../connection/collab-context.tsx";
import { createFile, deleteFiles, renameFile } from "./file-actions.ts";
import { useFiles, useLeaveFiles, useShowFile } from "./files-context.tsx";
import { moveInto, renamePath } from "./move-files.ts";

/** Adds, renames, moves and deletes files, and shows what follows from it. */
export function useFileActions() {
  const ydoc = useCollab()?.ydoc;
  const files = useFiles();
  const showFile = useShowFile();
  const leaveFiles = useLeaveFiles();
  function remove(ids: string[], done: string) {
    if (!ydoc) return;
    if (ids.length < files.length) leaveFiles(ids);
    deleteFiles(ydoc, ids, done, showFile);
  }
  return {
    add(path: string) {
      const id = ydoc && createFile(ydoc, path);
      if (id) showFile(id);
    },
    rename(id: string, path: string) {
      if (ydoc) renameFile(ydoc, id, path);
    },
    renameFolder(from: string, to: string) {
      if (ydoc) renamePath(ydoc, from, to);
    },
    /** Moves a file or a folder into a folder; an empty one is the top. */
    move(path: string, folder: string) {
      if (ydoc) moveInto(ydoc, path, folder);
    },
    remove(id: string) {
      remove([id], filesWords.deleted(files.find((file) => file.id === id)?.path ?? ""));
    },
    removeFolder(folder: string) {
      const ids = files.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ id }) => id);
      remove(ids, filesWords.folderDeleted(folder, ids.length));
    },
  };
}
