import { useEffect } from "react";
import { useCommands } from "../../../commands/use-commands.ts";
import { toast } from "../../../ui/toast.ts";
import { understandingWords } from "../../../words/understanding.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useUnderstanding, useUnderstood } from "./understanding-context.tsx";

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
  useCommands(
    ended.map(({ name, label }) => ({
      id: `understanding.restart.${name}`,
      group: "Code",
      label: words.commands.restart(label),
      run: () => understanding?.restart(name),
    })),
  );
}
