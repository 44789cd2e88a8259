import { useEffect } from "react";
import { useCommandLayers, useCommands } from "../../../commands/use-commands.ts";
import type { Command } from "../../../commands/command.ts";
import { toast } from "../../../ui/toast.ts";
import { understandingWords } from "../../../words/understanding.tsx";
import { useSpoken } from "../announcer.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { usePathOf } from "../files/files-context.tsx";
import { useUnderstanding, useUnderstood } from "./understanding-context.tsx";
import type { Named } from "./understanding.client.ts";

/** A whole function is too much to select. */
const startOf = ({ startLineNumber: line, startColumn: column }: Named["range"]) => ({
  startLineNumber: line,
  startColumn: column,
  endLineNumber: line,
  endColumn: column,
});

/** Changing a name, and starting again what has stopped. */
export function useUnderstandingCommands() {
  const pane = usePane();
  const mayEdit = useMayEditNow();
  const { understanding, setRenaming } = useUnderstanding();
  const canRename = useUnderstood(({ shown }) => shown?.canRename ?? false);
  const ended = useUnderstood((state) => state.ended);
  const words = understandingWords;
  useEffect(() => {
    if (!pane || !understanding || !canRename || !mayEdit) return;
    const action = pane.commands.add({
      id: "rename-symbol",
      label: words.commands.rename.label,
      isInMenu: true,
      keys: "F2",
      run: () =>
        void understanding.prepareRename().then(
          (renaming) => (renaming ? setRenaming(renaming) : toast(words.rename.nothingHere, { id: "rename" })),
          (problem: unknown) =>
            toast(problem instanceof Error ? problem.message : words.rename.nothingHere, { id: "rename" }),
        ),
    });
    return () => action.dispose();
  }, [pane, understanding, canRename, mayEdit, setRenaming, words]);
  const { registry, openPalette } = useCommandLayers();
  const pathOf = usePathOf();
  useEffect(() => {
    if (!pane || !understanding) return;
    registry.findSymbols = async (query) =>
      (await understanding.symbols(query)).map(({ fileId, name, within, range }, nth): Command => ({
        id: `symbol:${nth}`,
        group: "Go to",
        label: name,
        detail: [within, `${pathOf(fileId)}:${range.startLineNumber}`].filter(Boolean).join(" · "),
        run: () => pane.selectRange(fileId, startOf(range)),
      }));
    return () => {
      registry.findSymbols = undefined;
    };
  }, [pane, understanding, registry, pathOf]);
  useCommands(
    understanding
      ? [
          {
            id: "understanding.symbols",
            group: "Go to",
            label: words.commands.symbols.label,
            words: words.commands.symbols.typed,
            run: () => openPalette("symbols"),
          },
        ]
      : [],
  );
  useSpoken(ended.map(({ label }) => words.stopped(label)).join(" "));
  useCommands(
    ended.map(({ name, label }) => ({
      id: `understanding.restart.${name}`,
      group: "Code",
      label: words.commands.restart(label),
      run: () => understanding?.restart(name),
    })),
  );
}
