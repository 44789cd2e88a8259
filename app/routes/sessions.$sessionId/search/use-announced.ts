import { useEffect, useRef } from "react";
import { announce } from "../announcer.tsx";

/** Has read out what a search found, once for each query: what others type meanwhile is not worth an interruption. */
export function useAnnounced(summary: string, query: string) {
  const told = useRef("");
  useEffect(() => {
    if (query === "" || summary === "" || told.current === query) return;
    told.current = query;
    announce(summary);
  }, [summary, query]);
}
