import { flushSync } from "react-dom";
import { toast } from "sonner";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { useAskToEdit } from "../chat/chat-context.tsx";
import { useIsOver, useRole } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { type Panel, panels } from "../kept-layout.ts";
import { useDialog, usePanel } from "../layout-context.tsx";
import { useSession } from "../settings-context.tsx";

const panelWords: Record<Panel, { label: string; words: string }> = {
  chat: { label: "chat", words: "messages write talk" },
  people: { label: "people", words: "participants who is here members roles" },
  review: { label: "review", words: "ai review the code findings static checks" },
  search: { label: "search", words: "find replace" },
};

/** What is about the session as a whole, and the panels beside the code. */
export function useSessionCommands() {
  const session = useSession();
  const isOver = useIsOver();
  const role = useRole();
  const askToEdit = useAskToEdit();
  const share = useDialog("share");
  const doctor = useDialog("connection");
  const { panel, setPanel } = usePanel();
  const pane = usePane();

  async function copyLink() {
    if (await copyText(`${location.origin}/sessions/${session.id}`)) toast("Link copied");
    else toast.error("The browser did not allow copying. Copy the address of this page.");
  }
  const command = (id: string, label: string, words: string, run: () => void): Command => ({
    id: `session.${id}`,
    group: "Session",
    label,
    words,
    run,
  });
  useCommands([
    // The search is opened by what one looks for (`use-search-commands.ts`).
    ...panels
      .filter((name) => name !== "search" || panel === name)
      .map((name): Command => ({
        id: `panel.${name}`,
        group: "Chat and review",
        label: `${panel === name ? "Close" : "Open"} the ${panelWords[name].label}`,
        words: panelWords[name].words,
        run() {
          flushSync(() => setPanel(panel === name ? undefined : name));
          if (panel !== name) focusPanel();
        },
      })),
    ...(panel
      ? [
          {
            id: "panel.none",
            group: "Chat and review",
            label: "Show the code",
            words: `close the panel ${panel} editor`,
            run() {
              flushSync(() => setPanel(undefined));
              pane?.focus();
            },
          } as const,
        ]
      : []),
    command("connection", "Check the connection", "session doctor round trip latency ping server node status", () =>
      doctor.setOpen(true),
    ),
    command("copy-link", "Copy the link to this session", "share url address invite", () => void copyLink()),
    ...(isOver
      ? []
      : [command("share", "Share", "invite people link roles access public private", () => share.setOpen(true))]),
    ...(isOver || role !== "owner"
      ? []
      : [
          command("rename", "Rename this session", "title name", () =>
            document.getElementById("session-title")?.click(),
          ),
        ]),
    ...(isOver || role !== "viewer" ? [] : [command("ask-to-edit", "Ask to edit", "request access", askToEdit)]),
  ]);
}

/** Into the field for a message, or to the panel itself where it has none. */
function focusPanel() {
  const panel = document.getElementById("side-panel");
  (panel?.querySelector("textarea") ?? panel)?.focus();
}
