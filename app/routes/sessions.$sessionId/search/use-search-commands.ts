import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { useOpenSearch } from "./search-context.tsx";

/** Opening the search. */
export function useSearchCommands() {
  const open = useOpenSearch();
  const mayEdit = useMayEditNow();
  const command = (id: string, label: string, words: string, keys: string, run: () => void): Command => ({
    id: `search.${id}`,
    group: "Files",
    label,
    words,
    keys: [keys],
    run,
  });
  useCommands([
    command("find", "Find in all files", "search grep global text everywhere", "Mod+Shift+F", () => open()),
    ...(mayEdit
      ? [
          command("replace", "Replace in all files", "search and replace substitute everywhere", "Mod+Shift+H", () =>
            open({ isReplacing: true }),
          ),
        ]
      : []),
  ]);
}
