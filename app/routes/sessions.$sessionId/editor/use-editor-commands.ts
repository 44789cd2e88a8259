import { useCallback } from "react";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { languages } from "../../../languages.ts";
import { editorWords } from "../../../words/editor.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useIsOver, useMayEditNow } from "../connection/use-access.ts";
import { useActiveFile } from "../files/files-context.tsx";
import { useIsPhone, useReading } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";
import { useWrap } from "./use-wrap.ts";

/** What the editor itself can do, the languages, and what is about the connection. */
export function useEditorCommands() {
  const pane = usePane();
  const collab = useCollab();
  const isOver = useIsOver();
  const mayEdit = useMayEditNow();
  const isPhone = useIsPhone();
  const { isReading, setIsReading } = useReading();
  const active = useActiveFile();
  // Made when somebody asks: which of them can be run depends on where the caret is.
  useCommands(useCallback(() => pane?.commands.list() ?? [], [pane]));
  const { isWrapped, toggle } = useWrap();
  const { commands: labels, alsoCalled } = editorWords;
  useCommands([
    {
      id: "editor.wrap",
      group: "View",
      label: isWrapped ? labels.doNotWrap : labels.wrap,
      words: alsoCalled.wrap,
      keys: ["Alt+Z"],
      run: toggle,
    },
    ...(pane
      ? [
          {
            id: "editor.focus",
            group: "Code",
            label: labels.focus,
            words: alsoCalled.focus,
            run: () => pane.focus(),
          } as const,
        ]
      : []),
    ...(isPhone && mayEdit
      ? [
          {
            id: "editor.reading",
            group: "Code",
            label: isReading ? editorWords.edit : labels.doneEditing,
            run: () => setIsReading(!isReading),
          } as const,
        ]
      : []),
    ...(collab && !isOver
      ? [
          {
            id: "connection.retry",
            group: "Session",
            label: labels.connectNow,
            words: alsoCalled.connectNow,
            run: collab.reconnectNow,
          } as const,
        ]
      : []),
    ...(mayEdit && collab && active
      ? languages.map(({ id, label }): Command => ({
          id: `language.${id}`,
          group: "Language",
          label,
          words: alsoCalled.language(id),
          run: () => collab.tools.setFileLanguage(collab.ydoc, active.id, id),
        }))
      : []),
  ]);
}
