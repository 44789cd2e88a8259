import { useCallback, useLayoutEffect, useRef, useState } from "react";

const NEAR_END_PX = 24;

/** Keeps the end of a list in view while it grows, until somebody scrolls up. `key`: what is shown in it. */
export function useEndInView(key: string) {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    stays.current = true;
    setIsAtEnd(true);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, []);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => stays.current && toEnd());
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, [toEnd]);
  useLayoutEffect(toEnd, [toEnd, key]);
  function onScroll() {
    if (!list.current) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    stays.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    setIsAtEnd(stays.current);
  }
  return { list, content, isAtEnd, toEnd, onScroll };
}
