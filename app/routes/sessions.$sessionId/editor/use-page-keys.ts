import { useEffect, useRef } from "react";
import { useCommands } from "../../../commands/use-commands.ts";
import { isComposing } from "../../../ui/is-composing.ts";
import { editorWords } from "../../../words/editor.ts";
import { usePane } from "./editor-context.tsx";
import type { EditorPane } from "./editor-pane.client.ts";
import { useSaveNotice } from "./use-save-notice.ts";

const regions = ["files", "code", "preview", "output", "side-panel", "status", "header"];

/**
 * Keys of the whole page: F6 the next region, Ctrl+S a notice instead of a file dialog, Escape the end of following,
 * wherever the focus is.
 */
export function usePageKeys() {
  const pane = usePane();
  const save = useSaveNotice();
  const { commands: labels, alsoCalled } = editorWords;
  useCommands([
    {
      id: "page.save",
      group: "Session",
      label: labels.save,
      keys: ["Mod+S"],
      run: save,
    },
    {
      id: "page.next-region",
      group: "View",
      label: labels.nextPart,
      words: alsoCalled.part,
      keys: ["F6"],
      run: () => nextRegion(1, pane),
    },
    {
      id: "page.previous-region",
      group: "View",
      label: labels.previousPart,
      words: alsoCalled.part,
      keys: ["Shift+F6"],
      run: () => nextRegion(-1, pane),
    },
  ]);
  const latest = useRef(pane);
  useEffect(() => {
    latest.current = pane;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
      latest.current?.following.stop();
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

function nextRegion(step: number, pane: EditorPane | undefined) {
  const present = regions
    .map((id) => document.getElementById(id))
    .filter((element) => element !== null)
    .filter((element) => element.checkVisibility());
  const at = present.findIndex((element) => element.contains(document.activeElement));
  const next = present[(at + step + present.length) % present.length];
  if (next?.id === "code" && pane) pane.focus();
  else next?.focus();
}
