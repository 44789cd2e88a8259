import { useEffect, useState } from "react";

/** Where something that scrolls sideways goes on. */
export type More = "none" | "left" | "right" | "both";

/** @example const { ref, more } = useScrollEdges(); <div ref={ref} data-more={more} className="overflow-x-auto" /> */
export function useScrollEdges() {
  const [element, ref] = useState<HTMLElement | null>(null);
  const [more, setMore] = useState<More>("none");
  useEffect(() => {
    if (!element) return;
    const measure = () => {
      const isLeft = element.scrollLeft > 1;
      const isRight = element.scrollLeft + element.clientWidth < element.scrollWidth - 1;
      setMore(isLeft && isRight ? "both" : isLeft ? "left" : isRight ? "right" : "none");
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [element]);
  return { ref, more };
}
