import { useCollab } from "../connection/collab-context.tsx";
import { createFile, deleteFile, renameFile } from "./file-actions.ts";
import { useFiles, useLeaveFile, useShowFile } from "./files-context.tsx";

/** Adds, renames and deletes files, and shows what follows from it. */
export function useFileActions() {
  const collab = useCollab();
  const files = useFiles();
  const showFile = useShowFile();
  const leaveFile = useLeaveFile();
  return {
    add(path: string) {
      const id = collab && createFile(collab.ydoc, path);
      if (id) showFile(id);
    },
    rename(id: string, path: string) {
      if (collab) renameFile(collab.ydoc, id, path);
    },
    remove(id: string) {
      if (!collab || files.length < 2) return;
      leaveFile(id);
      deleteFile(collab.ydoc, id, showFile);
    },
  };
}
