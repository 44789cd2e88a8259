import { useCallback, useLayoutEffect, useRef, useState } from "react";

const NEAR_END_PX = 24;
/** Scrolling that comes no later than this after a gesture, or after scrolling of that gesture, is somebody's. */
const GESTURE_MS = 500;

/**
 * Keeps the end of a list in view while it grows, until somebody scrolls up. `key`: what is shown in it. A list scrolls
 * by itself as well, when what comes into view gets its real height: only a gesture says that somebody wants it.
 */
export function useEndInView(key: string) {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const movedAt = useRef(-Infinity);
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
  const onGesture = useCallback(() => (movedAt.current = performance.now()), []);
  function onScroll() {
    if (!list.current || performance.now() - movedAt.current > GESTURE_MS) return;
    onGesture();
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    stays.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    setIsAtEnd(stays.current);
  }
  const gestures = { onWheel: onGesture, onTouchMove: onGesture, onKeyDown: onGesture, onPointerDown: onGesture };
  return { list, content, isAtEnd, toEnd, scrolling: { onScroll, ...gestures } };
}
