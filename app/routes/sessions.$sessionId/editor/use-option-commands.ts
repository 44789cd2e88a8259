import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { editorWords } from "../../../words/editor.ts";
import { useIsPhone } from "../layout-context.tsx";
import { changeOption, offered, tabSizes } from "./kept-options.ts";
import { useFontSize } from "./use-font-size.ts";
import { useOptions } from "./use-options.ts";

/** How one wants the editor, as commands. */
export function useOptionCommands() {
  const options = useOptions();
  const isPhone = useIsPhone();
  const { larger, smaller } = useFontSize();
  const words = editorWords.options;
  const command = (id: string, label: string, typed: string, run: () => void): Command => ({
    id: `option.${id}`,
    group: "View",
    label,
    words: typed,
    run,
  });
  useCommands([
    ...offered(isPhone).map((name) => {
      const { on, off, typed } = words.switches[name];
      return command(name, options[name] ? off : on, typed, () => changeOption(name, !options[name]));
    }),
    ...(larger ? [command("larger", words.larger, words.fontTyped, larger)] : []),
    ...(smaller ? [command("smaller", words.smaller, words.fontTyped, smaller)] : []),
    ...tabSizes
      .filter((size) => size !== options.tabSize)
      .map((size) =>
        command(`tab-size-${size}`, words.tabSizeOf(size), words.tabTyped, () => changeOption("tabSize", size)),
      ),
  ]);
}
