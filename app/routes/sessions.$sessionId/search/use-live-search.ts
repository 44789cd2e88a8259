import { useEffect, useState, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { LiveSearch, type SearchState } from "./live-search.ts";
import type { SearchFields } from "./search-context.tsx";
import { SearchThread } from "./search-thread.client.ts";

const nothing: SearchState = {};
const never = () => () => {};

/** Searches while the panel is open; `isReplacing`: what would take the place of each result is wanted, too. */
export function useLiveSearch(ydoc: Y.Doc, fields: SearchFields, isReplacing: boolean) {
  const { text, isCaseSensitive, isWholeWord, isRegExp, replacement } = fields;
  const [live, setLive] = useState<LiveSearch>();
  useEffect(() => {
    const opened = new LiveSearch(ydoc, new SearchThread());
    setLive(opened);
    return () => opened.dispose();
  }, [ydoc]);
  useEffect(() => {
    live?.look({ text, isCaseSensitive, isWholeWord, isRegExp }, isReplacing ? replacement : undefined);
  }, [live, text, isCaseSensitive, isWholeWord, isRegExp, isReplacing, replacement]);
  const state = useSyncExternalStore(live?.state.subscribe ?? never, () => live?.state.value ?? nothing);
  return { live, state };
}
