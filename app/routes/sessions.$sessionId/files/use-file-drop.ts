import { useEffect, useRef, useState } from "react";

/** While something is held over the page, a browser fires an event every 50 ms to 350 ms. */
const HELD_MS = 600;

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** The folder of the session that something is held over; empty elsewhere on the page. */
const folderAt = ({ target }: DragEvent) =>
  target instanceof Element ? (target.closest<HTMLElement>("[data-folder]")?.dataset.folder ?? "") : "";

/**
 * Takes files that are dropped anywhere on the page; otherwise the browser would leave the page to show them. Returns
 * what they are held over, while they are.
 */
export function useFileDrop(onDrop: (data: DataTransfer, folder: string) => void): { folder: string } | undefined {
  const [folder, setFolder] = useState<string>();
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
      setFolder(folderAt(event));
      clearTimeout(timer);
      timer = setTimeout(() => setFolder(undefined), HELD_MS);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(timer);
      setFolder(undefined);
      latest.current(event.dataTransfer, folderAt(event));
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
  return folder === undefined ? undefined : { folder };
}
