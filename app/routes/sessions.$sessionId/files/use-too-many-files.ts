import { useCallback, useSyncExternalStore } from "react";
import { MAX_FILES } from "../../../../protocol/limits.ts";
import type { Collab } from "../connection/collab.client.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { useFiles } from "./files-context.tsx";
import type { TooManyFiles } from "./too-many-files-line.tsx";

/** The numbers of all files and of the empty ones, in a session that has too many; undefined in any other. */
export function useTooManyFiles(): TooManyFiles | undefined {
  const collab = useCollab();
  const { length } = useFiles();
  const mayEdit = useMayEdit();
  const isTooMany = length > MAX_FILES;
  const empty = useEmptyCount(isTooMany ? collab : undefined);
  if (!collab || !isTooMany) return;
  const { ydoc, tools } = collab;
  return { files: length, empty, deleteEmpty: mayEdit ? () => tools.deleteEmpty(ydoc) : undefined };
}

/** How many files have no text now; nothing is counted while `collab` is undefined. */
function useEmptyCount(collab: Collab | undefined): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!collab) return () => {};
      const files = collab.tools.filesOf(collab.ydoc);
      files.observeDeep(listener);
      return () => files.unobserveDeep(listener);
    },
    [collab],
  );
  return useSyncExternalStore(
    subscribe,
    () => (collab ? collab.tools.listEmpty(collab.ydoc).length : 0),
    () => 0,
  );
}
