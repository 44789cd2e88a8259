import { useCallback, useEffect, useRef } from "react";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useActiveFile } from "../files/files-context.tsx";
import { useIsPhone, usePanel } from "../layout-context.tsx";
import { useChat } from "./chat-context.tsx";
import { type LineLink, linesIn } from "./line-link.ts";

/** Shows linked lines where they are now. */
export function useShowLines(): (link: LineLink) => void {
  const collab = useCollab();
  const pane = usePane();
  const isPhone = useIsPhone();
  const { setPanel } = usePanel();
  return (link) => {
    const where = collab?.tools.followLines(collab.ydoc, link);
    if (!where) return void toast(chatWords.lines.gone, { id: "lines deleted" });
    pane?.revealLines(where);
    // On a phone the panel lies over the code.
    if (isPhone) setPanel(undefined);
  };
}

/** Shows the lines to which the page's address points, once the editor is there. */
export function useLinesLink() {
  const pane = usePane();
  const ready = useIsReady();
  const show = useShowLines();
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    const link = linesIn(location.hash);
    if (link && pane && ready) latest.current(link);
  }, [pane, ready]);
}

/** Offers a link to the selected lines, or the caret's, in the editor's palette and menu. */
export function useLinesCommand() {
  const collab = useCollab();
  const pane = usePane();
  const { attach } = useChat();
  const fileId = useActiveFile()?.id;
  const run = useCallback(() => {
    const selection = pane?.editor.getSelection();
    if (!collab || !selection || !fileId) return;
    const { startLineNumber: startLine, endLineNumber, endColumn } = selection;
    const endLine = endColumn === 1 && endLineNumber > startLine ? endLineNumber - 1 : endLineNumber;
    const link = collab.tools.linkLines(collab.ydoc, { fileId, startLine, endLine });
    if (link) attach(link);
  }, [collab, pane, attach, fileId]);
  useEffect(() => {
    const command = pane?.commands.add({
      id: "link-lines",
      label: chatWords.lines.command,
      isInMenu: true,
      run,
    });
    return () => command?.dispose();
  }, [pane, run]);
}
