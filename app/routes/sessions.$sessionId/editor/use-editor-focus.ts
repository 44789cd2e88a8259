import { useEffect } from "react";
import { useActiveFile } from "../files/files-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";

/**
 * Focuses the editor when it opens a file, unless the focus has gone elsewhere meanwhile. On a phone the keyboard would
 * come up over half of the page.
 */
export function useEditorFocus() {
  const pane = usePane();
  const fileId = useActiveFile()?.id;
  const isPhone = useIsPhone();
  useEffect(() => {
    if (!pane || !fileId || isPhone) return;
    const { activeElement } = document;
    const isNowhere = !activeElement || activeElement === document.body || activeElement.id === "code";
    if (isNowhere) pane.focus();
  }, [pane, fileId, isPhone]);
}
