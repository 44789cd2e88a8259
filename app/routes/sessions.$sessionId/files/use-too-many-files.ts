import { useCallback, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { filesOf } from "../../../../protocol/layout.ts";
import { MAX_FILES } from "../../../../protocol/limits.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { deleteEmpty, listEmpty } from "./file-actions.ts";
import { useFiles } from "./files-context.tsx";
import type { TooManyFiles } from "./too-many-files-strip.tsx";

/** The numbers of all files and of the empty ones, in a session that has too many; undefined in any other. */
export function useTooManyFiles(): TooManyFiles | undefined {
  const ydoc = useCollab()?.ydoc;
  const { length } = useFiles();
  const mayEdit = useMayEdit();
  const isTooMany = length > MAX_FILES;
  const empty = useEmptyCount(isTooMany ? ydoc : undefined);
  if (!ydoc || !isTooMany) return;
  return { files: length, empty, deleteEmpty: mayEdit ? () => deleteEmpty(ydoc) : undefined };
}

/** How many files have no text now; nothing is counted while `ydoc` is undefined. */
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
