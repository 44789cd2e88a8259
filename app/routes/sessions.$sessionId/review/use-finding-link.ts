import { useEffect, useRef } from "react";
import { useIsReady } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useShowFinding } from "./use-finding-actions.ts";

/** Shows the finding to which the page's address points, once the editor is there. */
export function useFindingLink() {
  const pane = usePane();
  const ready = useIsReady();
  const show = useShowFinding();
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    const [, id] = /^#finding=([\da-f-]{36})$/.exec(location.hash) ?? [];
    if (id && pane && ready) void latest.current(id);
  }, [pane, ready]);
}
