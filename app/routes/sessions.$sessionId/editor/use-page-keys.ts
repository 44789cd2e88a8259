import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { isComposing } from "../../../ui/is-composing.ts";
import { useIsOver } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";
import type { EditorPane } from "./editor-pane.client.ts";

const regions = ["code", "side-panel", "header"];

/**
 * Keys of the whole page: F1 the palette, F6 the next region, ? the list of keys, Ctrl+S a notice instead of a file
 * dialog, Escape the end of following, wherever the focus is.
 */
export function usePageKeys() {
  const pane = usePane();
  const isOver = useIsOver();
  const { setOpen } = useDialog("keys");
  const latest = useRef({ pane, isOver, setOpen });
  useEffect(() => {
    latest.current = { pane, isOver, setOpen };
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (isComposing(event)) return;
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.matches("input, textarea, select, .monaco-editor *"));
      if (letterOf(event) === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        toast(
          latest.current.isOver
            ? "This page is no longer connected, so nothing can be saved from it. You can download the text."
            : "No need to save: everything you type goes to the server by itself.",
          { id: "save" },
        );
      } else if (event.key === "F1" && !event.defaultPrevented && latest.current.pane) {
        event.preventDefault();
        latest.current.pane.commands.openPalette();
      } else if (event.key === "F6") {
        event.preventDefault();
        nextRegion(event.shiftKey ? -1 : 1, latest.current.pane);
      } else if (event.key === "Escape" && !event.defaultPrevented) latest.current.pane?.following.follow(undefined);
      else if (event.key === "?" && !isTyping) latest.current.setOpen(true);
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The letter of a key, even with Caps Lock; where the layout has no Latin letters, the Latin letter at that place. */
const letterOf = ({ key, code }: KeyboardEvent) =>
  (/^[\p{L}\p{M}]$/u.test(key) && !/^\p{Script=Latin}$/u.test(key) ? code.replace(/^Key/, "") : key).toLowerCase();

function nextRegion(step: number, pane: EditorPane | undefined) {
  const present = regions.map((id) => document.getElementById(id)).filter((element) => element !== null);
  const at = present.findIndex((element) => element.contains(document.activeElement));
  const next = present[(at + step + present.length) % present.length];
  if (next?.id === "code" && pane) pane.focus();
  else next?.focus();
}
