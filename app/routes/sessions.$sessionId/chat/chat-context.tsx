import { type ReactNode, useCallback, useMemo, useState } from "react";
import { usePanel } from "../layout-context.tsx";
import { createRequiredContext } from "../required-context.ts";
import { useCurrentNames } from "./use-current-names.ts";
import type { ShownMessage } from "./message-list.ts";
import { useMessages } from "./use-messages.ts";
import { useOwnMessages } from "./use-own-messages.ts";
import { useUnreadCount } from "./use-unread.ts";

type Chat = Omit<ReturnType<typeof useMessages>, "messages" | "setMessages"> & {
  messages: ShownMessage[];
  /** What can be done with one's own messages. */
  own: ReturnType<typeof useOwnMessages>;
  /** How many messages of others came while the chat was closed. */
  unread: number;
  /** Words that another part of the page has put into the composer; a new object each time. */
  draft: { text: string } | undefined;
  /** Opens the chat with words in its composer, which are not sent yet. */
  propose: (text: string) => void;
};
const [Provider, useValue] = createRequiredContext<Chat>("ChatProvider");

/** The messages of the session, and what can be done with them. */
export const useChat = (): Chat => useValue();

/** Asks the owner in the chat whether this person may edit, so that both see the answer there. */
export function useAskToEdit(): () => void {
  const { send } = useChat();
  const { setPanel } = usePanel();
  return () => {
    send("May I edit this session?");
    setPanel("chat");
  };
}

export function ChatProvider({ children }: { children: ReactNode }) {
  const { messages: sent, setMessages, send, retry, discard, loadOlder, hasOlder } = useMessages();
  const messages = useCurrentNames(sent);
  const own = useOwnMessages({ messages, setMessages });
  const unread = useUnreadCount(messages);
  const [draft, setDraft] = useState<{ text: string }>();
  const { setPanel } = usePanel();
  const propose = useCallback(
    (text: string) => {
      setDraft({ text });
      setPanel("chat");
    },
    [setPanel],
  );
  const value = useMemo(
    () => ({ messages, own, send, retry, discard, loadOlder, hasOlder, unread, draft, propose }),
    // What can be done with one's own is made anew where something of it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [messages, own.editing, own.changeable, send, retry, discard, loadOlder, hasOlder, unread, draft, propose],
  );
  return <Provider value={value}>{children}</Provider>;
}
