import { useEffect, useState } from "react";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";

/** Reading all files takes a moment when they are large. */
const PAUSE_MS = 1_000;

/** The hash of all files as they are now, a moment after they change; undefined until it is known. */
export function useCodeHash(): string | undefined {
  const collab = useCollab();
  const isReady = useIsReady();
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    if (!collab || !isReady) return;
    const { ydoc, tools } = collab;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      setHash(tools.contentHash(ydoc));
    };
    const onUpdate = () => (timer ??= setTimeout(read, PAUSE_MS));
    read();
    ydoc.on("update", onUpdate);
    return () => {
      clearTimeout(timer);
      ydoc.off("update", onUpdate);
    };
  }, [collab, isReady]);
  return hash;
}
