import { filesWords } from "../../../words/files.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useFiles, useLeaveFiles, useShowFile } from "./files-context.tsx";

/** Adds, renames, moves and deletes files, and shows what follows from it. */
export function useFileActions() {
  const collab = useCollab();
  const files = useFiles();
  const showFile = useShowFile();
  const leaveFiles = useLeaveFiles();
  function remove(ids: string[], done: string) {
    if (!collab) return;
    if (ids.length < files.length) leaveFiles(ids);
    collab.tools.deleteFiles(collab.ydoc, ids, done, showFile);
  }
  return {
    add(path: string) {
      const id = collab?.tools.createFile(collab.ydoc, path);
      if (id) showFile(id);
    },
    rename(id: string, path: string) {
      collab?.tools.renameFile(collab.ydoc, id, path);
    },
    renameFolder(from: string, to: string) {
      collab?.tools.renamePath(collab.ydoc, from, to);
    },
    /** Moves a file or a folder into a folder; an empty one is the top. */
    move(path: string, folder: string) {
      collab?.tools.moveInto(collab.ydoc, path, folder);
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
