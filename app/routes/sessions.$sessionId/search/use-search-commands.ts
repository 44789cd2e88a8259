import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { searchWords } from "../../../words/search.ts";
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
    command("find", searchWords.findInAll, searchWords.alsoCalled.find, "Mod+Shift+F", () => open()),
    ...(mayEdit
      ? [
          command("replace", searchWords.replaceInAll, searchWords.alsoCalled.replace, "Mod+Shift+H", () =>
            open({ isReplacing: true }),
          ),
        ]
      : []),
  ]);
}
