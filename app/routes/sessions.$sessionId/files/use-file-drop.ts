import { useEffect, useRef, useState } from "react";

/** While something is held over the page, a browser fires an event every 50 ms to 350 ms. */
const HELD_MS = 600;

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/**
 * Takes files that are dropped anywhere on the page; otherwise the browser would leave the page to show them. True
 * while files are held over it.
 */
export function useFileDrop(onDrop: (data: DataTransfer) => void): boolean {
  const [isHeld, setIsHeld] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hold = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setIsHeld(true);
      clearTimeout(timer);
      timer = setTimeout(() => setIsHeld(false), HELD_MS);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(timer);
      setIsHeld(false);
      latest.current(event.dataTransfer);
    };
    // Before Monaco, which would insert a name or a picture.
    const first = { capture: true };
    addEventListener("dragenter", hold, first);
    addEventListener("dragover", hold, first);
    addEventListener("drop", drop, first);
    return () => {
      clearTimeout(timer);
      removeEventListener("dragenter", hold, first);
      removeEventListener("dragover", hold, first);
      removeEventListener("drop", drop, first);
    };
  }, []);
  return isHeld;
}
