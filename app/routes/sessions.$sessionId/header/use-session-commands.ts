import { flushSync } from "react-dom";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.ts";
import { useAskToEdit } from "../chat/chat-context.tsx";
import { useIsOver, useRole } from "../connection/use-access.ts";
import { useDuplicate } from "../connection/use-duplicate.ts";
import { usePane } from "../editor/editor-context.tsx";
import { panels } from "../kept-layout.ts";
import { useDialog, usePanel } from "../layout-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { headerWords } from "../../../words/header.tsx";

/** What is about the session as a whole, and the panels beside the code. */
export function useSessionCommands() {
  const session = useSession();
  const isOver = useIsOver();
  const role = useRole();
  const { ask, hasAsked } = useAskToEdit();
  const copying = useDuplicate();
  const share = useDialog("share");
  const doctor = useDialog("connection");
  const { panel, setPanel } = usePanel();
  const openPanel = useOpenPanel();
  const pane = usePane();

  async function copyLink() {
    if (await copyText(`${location.origin}/sessions/${session.id}`)) toast(headerWords.linkCopied);
    else toast.error(headerWords.linkNotCopied);
  }
  const words = headerWords.commands;
  const command = (id: string, { label, typed }: { label: string; typed: string }, run: () => void): Command => ({
    id: `session.${id}`,
    group: "Session",
    label,
    words: typed,
    run,
  });
  useCommands([
    // The search is opened by what one looks for (`use-search-commands.ts`).
    ...panels
      .filter((name) => name !== "search" || panel === name)
      .map((name): Command => ({
        id: `panel.${name}`,
        group: "Chat and review",
        label: (panel === name ? words.panels.close : words.panels.open)[name],
        words: words.panels.typed[name],
        ...(name === "problems" && { keys: ["Mod+Shift+M"] }),
        run() {
          if (panel === name) setPanel(undefined);
          else openPanel(name);
        },
      })),
    ...(panel
      ? [
          {
            id: "panel.none",
            group: "Chat and review",
            label: words.showCode.label,
            words: words.showCode.typed[panel],
            run() {
              flushSync(() => setPanel(undefined));
              pane?.focus();
            },
          } as const,
        ]
      : []),
    command("connection", words.connection, () => doctor.setOpen(true)),
    command("copy-link", words.copyLink, () => void copyLink()),
    ...(isOver ? [] : [command("share", words.share, () => share.setOpen(true))]),
    ...(isOver || role !== "owner"
      ? []
      : [command("rename", words.rename, () => document.getElementById("session-title")?.click())]),
    ...(copying ? [command("duplicate", words.duplicate, copying.duplicate)] : []),
    ...(isOver || role !== "viewer" || hasAsked ? [] : [command("ask-to-edit", words.askToEdit, ask)]),
  ]);
}
