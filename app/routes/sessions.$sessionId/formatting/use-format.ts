import { useEffect, useRef } from "react";
import { useCommands } from "../../../commands/use-commands.ts";
import { later } from "../../../ui/later.ts";
import { toast } from "../../../ui/toast.ts";
import { formattingWords } from "../../../words/formatting.ts";
import { siteWords } from "../../../words/site.tsx";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useActiveFile } from "../files/files-context.tsx";
import { formatKind } from "./format-kind.ts";

export const FORMAT_KEYS = "Shift+Alt+F";

const script = later(() => import("./format-file.client.ts"));

/** Formats the open file; undefined where it cannot be formatted, or not by this person. */
export function useFormat(): (() => void) | undefined {
  const pane = usePane();
  const collab = useCollab();
  const mayEdit = useMayEditNow();
  const active = useActiveFile();
  const kind = active && formatKind(active);
  const writable = useRef(pane);
  useEffect(() => {
    writable.current = mayEdit ? pane : undefined;
    return () => {
      writable.current = undefined;
    };
  });
  if (!pane || !collab || !mayEdit || !active || !kind) return;
  const { id, path } = active;
  return () =>
    void script.load().then(
      ({ formatFile }) =>
        formatFile({ pane, ydoc: collab.ydoc, file: { id, path, kind }, mayWrite: () => writable.current === pane }),
      () => toast.error(siteWords.notLoaded),
    );
}

/** The command, and its line in the menu of the code. */
export function useFormatCommand() {
  const pane = usePane();
  const format = useFormat();
  const isPossible = format !== undefined;
  const latest = useRef(format);
  useEffect(() => {
    latest.current = format;
  });
  useEffect(() => {
    if (!isPossible) return;
    const { format: label } = formattingWords;
    const command = pane?.commands.add({ id: "format", label, isInMenu: true, run: () => latest.current?.() });
    return () => command?.dispose();
  }, [pane, isPossible]);
  useCommands(
    format
      ? [
          {
            // As the editor calls what its menu has: one line in the palette.
            id: "editor:tandem.format",
            group: "Code",
            label: formattingWords.format,
            words: formattingWords.typed,
            keys: [FORMAT_KEYS],
            run: format,
          },
        ]
      : [],
  );
}
