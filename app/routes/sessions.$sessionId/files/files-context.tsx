import { type ReactNode, useCallback, useMemo } from "react";
import { createRequiredContext } from "../required-context.ts";
import { type GoneFile, useChosenFile } from "./use-chosen-file.ts";
import { type FileEntry, useFileList } from "./use-file-list.ts";

type Value = {
  files: FileEntry[];
  active: FileEntry | undefined;
  gone: GoneFile | undefined;
  open: (id: string | undefined) => void;
  leave: (id: string) => void;
};
const [Provider, useValue] = createRequiredContext<Value>("FilesProvider");

/** Knows the document's files, and which of them is open here. */
export function FilesProvider({ children }: { children: ReactNode }) {
  const files = useFileList();
  const { active, gone, open, leave } = useChosenFile(files);
  const value = useMemo(() => ({ files, active, gone, open, leave }), [files, active, gone, open, leave]);
  return <Provider value={value}>{children}</Provider>;
}

/** The document's files, in the order of their tabs. */
export const useFiles = (): FileEntry[] => useValue().files;

/** The file that is open; undefined where it was deleted, and nothing else was chosen yet. */
export const useActiveFile = (): FileEntry | undefined => useValue().active;

/** The file that somebody else deleted while it was open here. */
export const useGoneFile = (): GoneFile | undefined => useValue().gone;

/** Opens a file, by its id. */
export const useShowFile = () => useValue().open;

/** Opens a neighbour of a file that this page is about to delete, if that file is open. */
export const useLeaveFile = () => useValue().leave;

/**
 * What files are called on this page, by their ids; undefined for those that are not there any more.
 *
 * @example
 * const pathOf = usePathOf();
 * const path = pathOf(finding.fileId) ?? review.path;
 */
export function usePathOf(): (fileId: string) => string | undefined {
  const files = useFiles();
  return useCallback((fileId) => files.find(({ id }) => id === fileId)?.label, [files]);
}
