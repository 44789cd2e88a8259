import { useEffect, useMemo, useRef } from "react";
import { useCommands } from "../../../commands/use-commands.ts";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { peopleWords } from "../../../words/people.ts";
import { useViewersToManage } from "../people/people-context.tsx";
import { setRole } from "../people/set-role.ts";
import { useSession } from "../settings-context.tsx";
import { useChat } from "./chat-context.tsx";
import { asksToEdit } from "./edit-request.ts";

const noticeOf = (userId: string) => `ask-to-edit:${userId}`;

/** Tells the owner who asks whether they may edit, until that is settled; each question once. */
export function useEditRequests() {
  const sessionId = useSession().id;
  const { messages } = useChat();
  const viewers = useViewersToManage();
  const asked = useMemo(() => {
    const requests = messages.filter((message) => !message.state && asksToEdit(message));
    return viewers.flatMap((viewer) => {
      const last = requests.findLast(({ userId }) => userId === viewer.userId);
      return last ? [{ ...viewer, messageId: last.id, askedAt: last.createdAt }] : [];
    });
  }, [messages, viewers]);

  // What was asked before is in the chat, with the same button.
  const openedAt = useRef(messages.findLast(({ state }) => !state)?.createdAt ?? "");
  /** The people whose notices are shown. */
  const shown = useRef(new Set<string>());
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const userId of shown.current) {
      if (asked.some((request) => request.userId === userId)) continue;
      toast.dismiss(noticeOf(userId));
      shown.current.delete(userId);
    }
    for (const { userId, name, messageId, askedAt } of asked) {
      if (askedAt <= openedAt.current || told.current.has(messageId)) continue;
      told.current.add(messageId);
      shown.current.add(userId);
      toast(chatWords.asksToEdit(name), {
        id: noticeOf(userId),
        duration: Infinity,
        action: { label: peopleWords.manage.make.editor, onClick: () => void setRole(sessionId, userId, "editor") },
        cancel: { label: chatWords.notNow, onClick: () => {} },
      });
    }
  }, [asked, sessionId]);

  useCommands(
    asked.map(({ userId, name }) => ({
      id: `make-editor:${userId}`,
      group: "People" as const,
      label: peopleWords.manage.makeEditor(name),
      words: chatWords.asksToEdit(name),
      run: () => void setRole(sessionId, userId, "editor"),
    })),
  );
}
