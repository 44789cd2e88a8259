import { useEffect, useState } from "react";
import { useIsPhone } from "./layout-context.tsx";

/** More than a browser's own bars take when they come and go, less than any keyboard. */
const MIN_KEYBOARD_PX = 160;

/**
 * How much of a phone's screen is left above its keyboard, in pixels; undefined while there is none. Not every browser
 * makes the page smaller for it, so it is seen by what the browser shows, compared with the most that it has shown.
 */
export function useHeightAboveKeyboard(): number | undefined {
  const isPhone = useIsPhone();
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const view = window.visualViewport;
    if (!isPhone || !view) return;
    let width = 0;
    let tallest = 0;
    const measure = () => {
      // As if nobody had zoomed in.
      const now = { width: Math.round(view.width * view.scale), height: Math.round(view.height * view.scale) };
      // Turned around, it is another screen.
      tallest = now.width === width ? Math.max(tallest, now.height) : now.height;
      width = now.width;
      setHeight(tallest - now.height >= MIN_KEYBOARD_PX ? now.height : undefined);
    };
    measure();
    view.addEventListener("resize", measure);
    return () => {
      view.removeEventListener("resize", measure);
      setHeight(undefined);
    };
  }, [isPhone]);
  return height;
}
