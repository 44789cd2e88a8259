import { useCallback } from "react";
import { flushSync } from "react-dom";
import type { Panel } from "./kept-layout.ts";
import { usePanel } from "./layout-context.tsx";

/** Opens a panel and goes there: into the field for a message, or to the panel itself where it has none. */
export function useOpenPanel(): (panel: Panel) => void {
  const { setPanel } = usePanel();
  return useCallback(
    (panel) => {
      flushSync(() => setPanel(panel));
      const element = document.getElementById("side-panel");
      (element?.querySelector("textarea") ?? element)?.focus();
    },
    [setPanel],
  );
}
