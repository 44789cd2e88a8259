import { useMemo, useRef, useState } from "react";
import * as Y from "yjs";
import { findFile } from "../../../../protocol/layout.ts";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useIsNarrow, useIsPhone, usePanel } from "../layout-context.tsx";
import type { LiveSearch } from "./live-search.ts";
import { keyOf, type ResultRow } from "./result-rows.ts";

/** The place that the editor shows, tied to its first character: what is found is found anew with each edit. */
type Shown = { fileId: string; at: Y.RelativePosition };

/** The result whose place the editor shows, and what shows another: also from the keyboard, wherever the focus is. */
export function useShownResult(ydoc: Y.Doc, live: LiveSearch | undefined, rows: ResultRow[]) {
  const [current, setCurrent] = useState<string>();
  const [shown, setShown] = useState<Shown>();
  const lines = useMemo(() => rows.filter((row) => row.kind === "file"), [rows]);
  const shownAt = useMemo(() => {
    const index = shown && Y.createAbsolutePositionFromRelativePosition(shown.at, ydoc)?.index;
    return lines.findIndex(({ file }) => file.fileId === shown?.fileId && file.result.start === index);
  }, [ydoc, lines, shown]);
  const lastAt = useRef(0);
  const pane = usePane();
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const { setPanel } = usePanel();

  /** `goesOn`: what is typed next is meant for the file. */
  function show(row: ResultRow, goesOn: boolean) {
    if (row.kind === "folder" || !live) return;
    const { fileId, result } = row.file;
    const text = findFile(ydoc, fileId)?.text;
    const place = live.placeOf(fileId, result);
    if (!text) return;
    setShown({ fileId, at: Y.createRelativePositionFromTypeIndex(text, place.start) });
    lastAt.current = lines.indexOf(row);
    pane?.select({ fileId, ...place });
    if (goesOn && !isPhone) pane?.focus();
    // It lies over the code there.
    if (isNarrow) setPanel(undefined);
  }
  /** The next result, or the one before, around the end. Where the shown one is gone, the next one has its number. */
  function step(by: 1 | -1) {
    const to = shownAt >= 0 ? shownAt + by : by > 0 ? lastAt.current : lastAt.current - 1;
    const next = lines.at(to % lines.length);
    if (!next) return;
    setCurrent(keyOf(next));
    show(next, false);
  }
  const command = (id: string, label: string, keys: string, by: 1 | -1): Command => ({
    id: `search.${id}`,
    group: "Go to",
    label,
    words: searchPanelWords.alsoCalled.step,
    keys: [keys],
    run: () => step(by),
  });
  useCommands(
    lines.length > 0
      ? [
          command("next", searchPanelWords.next, "F4", 1),
          command("previous", searchPanelWords.previous, "Shift+F4", -1),
        ]
      : [],
  );
  const shownRow = lines[shownAt];
  return { current, setCurrent, shown: shownRow && keyOf(shownRow), show, step };
}
