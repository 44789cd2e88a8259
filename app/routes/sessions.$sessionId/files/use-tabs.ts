import { useCallback, useEffect, useMemo, useState } from "react";
import { useSession } from "../settings-context.tsx";
import { keepFiles, readKeptFiles } from "./kept-files.ts";
import type { FileEntry } from "./use-file-list.ts";

/** With more files than this, tabs are only for those that one has opened. */
export const HANDFUL = 6;

export type Tabs = {
  tabs: FileEntry[];
  /** With a handful of files each of them has a tab. */
  canClose: boolean;
  move: (id: string, to: number) => void;
  close: (id: string) => void;
};

/**
 * The tabs of this page, in the person's own order. When a session grows beyond a handful, those that were there stay.
 */
export function useTabs(files: FileEntry[], activeId: string | undefined, open: (id: string) => void): Tabs {
  const sessionId = useSession().id;
  const [order, setOrder] = useState<string[]>([]);
  const [isRead, setIsRead] = useState(false);
  const canClose = files.length > HANDFUL;
  useEffect(() => {
    setOrder(readKeptFiles(sessionId).tabs);
    setIsRead(true);
  }, [sessionId]);

  const tabs = useMemo(() => {
    const byId = new Map(files.map((file) => [file.id, file]));
    const ordered = order.flatMap((id) => byId.get(id) ?? []);
    const rest = files.filter(({ id }) => !order.includes(id) && (!canClose || id === activeId));
    return [...ordered, ...rest];
  }, [files, order, canClose, activeId]);
  useEffect(() => {
    const shown = tabs.map(({ id }) => id);
    if (!isRead || shown.join() === order.join()) return;
    // A file that was deleted and comes back comes back to its place.
    const gone = order.filter((id) => !shown.includes(id));
    if (shown.some((id) => !order.includes(id))) setOrder([...shown, ...gone]);
  }, [tabs, order, isRead]);
  useEffect(() => {
    if (isRead && order.length > 0) keepFiles(sessionId, { tabs: order });
  }, [sessionId, order, isRead]);

  const move = useCallback(
    (id: string, to: number) => {
      const others = tabs.map((tab) => tab.id).filter((other) => other !== id);
      setOrder([...others.slice(0, to), id, ...others.slice(to)]);
    },
    [tabs],
  );
  const close = useCallback(
    (id: string) => {
      const at = tabs.findIndex((tab) => tab.id === id);
      const neighbour = tabs[at + 1] ?? tabs[at - 1];
      if (!canClose || at < 0 || !neighbour) return;
      if (id === activeId) open(neighbour.id);
      setOrder((known) => known.filter((other) => other !== id));
    },
    [tabs, canClose, activeId, open],
  );
  return useMemo(() => ({ tabs, canClose, move, close }), [tabs, canClose, move, close]);
}
