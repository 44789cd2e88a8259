import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

const NEAR_END_PX = 60;
/** Room above the line where the new messages begin. */
const ABOVE_PX = 48;

type Log = {
  firstId: string | undefined;
  lastId: string | undefined;
  /** The last message is one's own. */
  isOwnLast: boolean;
  newFrom: string | undefined;
  /** Whether it is known yet where the new ones begin. */
  isSeenKnown: boolean;
};

const subscribeVisible = (listener: () => void) => {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
};

/** Keeps the list of messages at its end until somebody reads further up, and then still, also when older ones come. */
export function useLogScroll({ firstId, lastId, isOwnLast, newFrom, isSeenKnown }: Log) {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(false);
  const isVisible = useSyncExternalStore(
    subscribeVisible,
    () => document.visibilityState === "visible",
    () => true,
  );
  const stays = useRef(true);
  /** It is where its reader left off; before, what is in view says nothing about what they have seen. */
  const isPlaced = useRef(false);
  const kept = useRef<{ firstId: string | undefined; lastId: string; lastTop: number }>(undefined);

  const measure = () => {
    const element = list.current;
    if (!element || !isPlaced.current) return;
    const { scrollHeight, scrollTop, clientHeight } = element;
    stays.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    // Where the screen has no room for it, the panel is there for a moment and has no height.
    setIsAtEnd(stays.current && clientHeight > 0);
  };
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const toNew = () => {
    const line = list.current?.querySelector<HTMLElement>("[data-new]");
    if (!line) return toEnd();
    list.current?.scrollTo({ top: line.offsetTop - ABOVE_PX });
  };
  const articleOf = (id: string) => list.current?.querySelector<HTMLElement>(`[data-message="${id}"]`);

  /** Where the last message is: with older ones above it, everything down to it has moved as far as itself. */
  const keep = () => {
    const lastTop = lastId && articleOf(lastId)?.offsetTop;
    kept.current = typeof lastTop === "number" && lastId ? { firstId, lastId, lastTop } : undefined;
  };
  const latestKeep = useRef(keep);
  useEffect(() => {
    // The end stays in view while a line grows or the composer takes more room.
    const observer = new ResizeObserver(() => {
      if (stays.current) toEnd();
      measure();
      latestKeep.current();
    });
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (!isPlaced.current && newFrom) toNew();
    else if (stays.current || isOwnLast) toEnd();
    isPlaced.current = isSeenKnown;
    measure();
    // Only a new last message moves the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastId, isSeenKnown]);
  useLayoutEffect(() => {
    // Whoever comes back to the tab goes on reading where they left off.
    if (isVisible && newFrom) toNew();
    measure();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isVisible]);
  useLayoutEffect(() => {
    // Older messages came in above: what is being read stays where it is. The first one may have lost its name to them.
    const before = kept.current;
    const moved = before && before.firstId !== firstId && articleOf(before.lastId);
    if (moved && list.current && !stays.current) list.current.scrollTop += moved.offsetTop - before.lastTop;
    latestKeep.current = keep;
    keep();
  });
  return { list, content, isReading: isAtEnd && isVisible, isAtEnd, toEnd, toNew, measure };
}
