import { useEffect } from "react";
import type { EditorPane } from "./editor-pane.client.ts";

/**
 * Puts the caret into the editor when it opens a file, for whoever has gone nowhere else meanwhile. On a phone the
 * keyboard would come up over half of the page.
 */
export function useEditorFocus(pane: EditorPane | undefined, fileId: string | undefined, isPhone: boolean) {
  useEffect(() => {
    if (!pane || !fileId || isPhone) return;
    const { activeElement } = document;
    const isNowhere = !activeElement || activeElement === document.body || activeElement.id === "code";
    if (isNowhere) pane.focus();
  }, [pane, fileId, isPhone]);
}
