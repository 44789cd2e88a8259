import { useCallback } from "react";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { languages } from "../../../languages.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useIsOver, useMayEditNow } from "../connection/use-access.ts";
import { setFileLanguage } from "../files/file-actions.ts";
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
  useCommands([
    {
      id: "editor.wrap",
      group: "View",
      label: isWrapped ? "Do not wrap long lines" : "Wrap long lines",
      words: "word wrap soft break",
      keys: ["Alt+Z"],
      run: toggle,
    },
    ...(pane
      ? [
          {
            id: "editor.focus",
            group: "Code",
            label: "Write in the code",
            words: "focus editor",
            run: () => pane.focus(),
          } as const,
        ]
      : []),
    ...(isPhone && mayEdit
      ? [
          {
            id: "editor.reading",
            group: "Code",
            label: isReading ? "Edit" : "Done editing",
            run: () => setIsReading(!isReading),
          } as const,
        ]
      : []),
    ...(collab && !isOver
      ? [
          {
            id: "connection.retry",
            group: "Session",
            label: "Connect again now",
            words: "reconnect retry offline",
            run: collab.reconnectNow,
          } as const,
        ]
      : []),
    ...(mayEdit && collab && active
      ? languages.map(({ id, label }): Command => ({
          id: `language.${id}`,
          group: "Language",
          label,
          words: `language mode syntax ${id}`,
          run: () => setFileLanguage(collab.ydoc, active.id, id),
        }))
      : []),
  ]);
}
