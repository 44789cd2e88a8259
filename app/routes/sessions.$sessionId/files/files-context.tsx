import { type ReactNode, useCallback, useMemo } from "react";
import { createRequiredContext } from "../required-context.ts";
import { NamingProvider } from "./naming-context.tsx";
import { type GoneFile, useChosenFile } from "./use-chosen-file.ts";
import { type FileEntry, useFileList } from "./use-file-list.ts";
import { type Tabs, useTabs } from "./use-tabs.ts";

type Value = {
  files: FileEntry[];
  active: FileEntry | undefined;
  gone: GoneFile | undefined;
  open: (id: string | undefined) => void;
  leave: (ids: string[]) => void;
  tabs: Tabs;
};
const [Provider, useValue] = createRequiredContext<Value>("FilesProvider");

/** Knows the document's files, which of them is open here, and which have tabs. */
export function FilesProvider({ children }: { children: ReactNode }) {
  const files = useFileList();
  const { active, gone, open } = useChosenFile(files);
  const tabs = useTabs(files, active?.id, open);
  const leave = useCallback(
    (ids: string[]) => {
      if (!active || !ids.includes(active.id)) return;
      for (const list of [tabs.tabs, files]) {
        const at = list.findIndex(({ id }) => id === active.id);
        const stays = ({ id }: FileEntry) => !ids.includes(id);
        const neighbour = list.slice(at + 1).find(stays) ?? list.slice(0, Math.max(0, at)).findLast(stays);
        if (neighbour) return open(neighbour.id);
      }
    },
    [active, tabs, files, open],
  );
  const value = useMemo(() => ({ files, active, gone, open, leave, tabs }), [files, active, gone, open, leave, tabs]);
  return (
    <Provider value={value}>
      <NamingProvider>{children}</NamingProvider>
    </Provider>
  );
}

/** The document's files, in the order of their paths. */
export const useFiles = (): FileEntry[] => useValue().files;

/** The file that is open; undefined where it was deleted, and nothing else was chosen yet. */
export const useActiveFile = (): FileEntry | undefined => useValue().active;

/** The file that somebody else deleted while it was open here. */
export const useGoneFile = (): GoneFile | undefined => useValue().gone;

/** Opens a file, by its id. */
export const useShowFile = () => useValue().open;

/** Opens a neighbour of files that this page is about to delete, if one of them is open. */
export const useLeaveFiles = () => useValue().leave;

/** The files that have tabs, and what changes them. */
export const useFileTabs = (): Tabs => useValue().tabs;

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
