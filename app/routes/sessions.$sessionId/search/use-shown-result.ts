import { useState } from "react";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useIsNarrow, useIsPhone, usePanel } from "../layout-context.tsx";
import type { LiveSearch } from "./live-search.ts";
import { keyOf, type ResultRow } from "./result-rows.ts";

/** The result whose place the editor shows, and what shows another: also from the keyboard, wherever the focus is. */
export function useShownResult(live: LiveSearch | undefined, rows: ResultRow[]) {
  const [current, setCurrent] = useState<string>();
  const [shown, setShown] = useState<string>();
  const pane = usePane();
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const { setPanel } = usePanel();

  /** `goesOn`: what is typed next is meant for the file. */
  function show(row: ResultRow, goesOn: boolean) {
    if (row.kind === "folder" || !live) return;
    const { id, fileId, result } = row.file;
    setShown(id);
    pane?.select({ fileId, ...live.placeOf(fileId, result) });
    if (goesOn && !isPhone) pane?.focus();
    // It lies over the code there.
    if (isNarrow) setPanel(undefined);
  }
  /** The next result, or the one before, from the last to the first. */
  function step(by: 1 | -1) {
    const lines = rows.filter(({ kind }) => kind === "file");
    const at = lines.findIndex((row) => keyOf(row) === shown);
    const from = at < 0 && by < 0 ? 0 : at;
    const next = lines[(from + by + lines.length) % lines.length];
    if (!next) return;
    setCurrent(keyOf(next));
    show(next, false);
  }
  const command = (id: string, label: string, keys: string, by: 1 | -1): Command => ({
    id: `search.${id}`,
    group: "Go to",
    label,
    words: "search match found",
    keys: [keys],
    run: () => step(by),
  });
  useCommands(
    rows.length > 0
      ? [command("next", "Next result", "F4", 1), command("previous", "Previous result", "Shift+F4", -1)]
      : [],
  );
  return { current, setCurrent, shown, show, step };
}
