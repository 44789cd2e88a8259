import { useCallback, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { filesOf, MAX_FILES } from "../../../../protocol/layout.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import type { Crowd } from "./crowd-strip.tsx";
import { deleteEmpty, listEmpty } from "./file-actions.ts";
import { useFiles } from "./files-context.tsx";

/** What is to be said of a session with more files than there should be; undefined for any other. */
export function useCrowd(): Crowd | undefined {
  const ydoc = useCollab()?.ydoc;
  const { length } = useFiles();
  const mayEdit = useMayEdit();
  const isCrowd = length > MAX_FILES;
  const empty = useEmptyCount(isCrowd ? ydoc : undefined);
  if (!ydoc || !isCrowd) return;
  return { files: length, empty, deleteEmpty: mayEdit ? () => deleteEmpty(ydoc) : undefined };
}

/** How many files have no text, as it is now; not asked of a document that is not given. */
function useEmptyCount(ydoc: Y.Doc | undefined): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!ydoc) return () => {};
      const files = filesOf(ydoc);
      files.observeDeep(listener);
      return () => files.unobserveDeep(listener);
    },
    [ydoc],
  );
  return useSyncExternalStore(
    subscribe,
    () => (ydoc ? listEmpty(ydoc).length : 0),
    () => 0,
  );
}
