import { type ReactNode, useCallback, useMemo, useState } from "react";
import { chatWords } from "../../../words/chat.ts";
import { usePanel } from "../layout-context.tsx";
import type { Observable } from "../observable.ts";
import { createRequiredContext } from "../required-context.ts";
import { useSession } from "../settings-context.tsx";
import { editRequestLink } from "./edit-request.ts";
import { useCurrentNames } from "./use-current-names.ts";
import type { LineLink } from "./line-link.ts";
import type { ShownMessage } from "./message-list.ts";
import { useHasAsked } from "./use-has-asked.ts";
import { useCarriedOverChat } from "./use-keeping.ts";
import { useKeptChanges } from "./use-kept-changes.ts";
import { useMessages } from "./use-messages.ts";
import { useOwnMessages } from "./use-own-messages.ts";
import { useUnread } from "./use-unread.ts";
import { useWritten, type Written } from "./use-written.ts";

type Chat = Omit<ReturnType<typeof useMessages>, "messages" | "setMessages"> & {
  messages: ShownMessage[];
  /** What can be done with one's own messages. */
  own: ReturnType<typeof useOwnMessages>;
  /** Whether this person's question whether they may edit stands. */
  hasAsked: boolean;
  /** How many messages of others came since this person last saw the end of the chat. */
  unread: number;
  /** The last of them that mentions this person. */
  mention: ShownMessage | undefined;
  /** The id of the first of them, also while they are being read. */
  newFrom: string | undefined;
  /** Whether it is known yet how far this person had read before. */
  isSeenKnown: boolean;
  isReading: boolean;
  /** For the chat itself: whether its end is in view. */
  setIsReading: (isReading: boolean) => void;
  /** What is in the composer, which is not there while the chat is closed. It changes with each key. */
  written: Observable<Written>;
  /** Another part of the page has put something into the composer, which is to have the focus. */
  wantsComposer: boolean;
  setWantsComposer: (wantsComposer: boolean) => void;
  /** Opens the chat, where the message that is being written links to these lines. */
  attach: (link: LineLink) => void;
  /** Opens the chat with a text in its composer, which is not sent yet. */
  propose: (text: string) => void;
};
const [Provider, useValue] = createRequiredContext<Chat>("ChatProvider");

/** The messages of the session, and what can be done with them. */
export const useChat = (): Chat => useValue();

/** Asks the owner in the chat whether this person may edit, so that both see the answer there; once for a time. */
export function useAskToEdit(): { ask: () => void; hasAsked: boolean } {
  const { send, hasAsked } = useChat();
  const { setPanel } = usePanel();
  const sessionId = useSession().id;
  function ask() {
    if (hasAsked) return;
    send(`${chatWords.askToEdit} ${editRequestLink(location.origin, sessionId)}`);
    setPanel("chat");
  }
  return { ask, hasAsked };
}

export function ChatProvider({ children }: { children: ReactNode }) {
  useCarriedOverChat();
  const { messages: sent, setMessages, send, retry, discard, loadOlder, hasOlder } = useMessages();
  const messages = useCurrentNames(sent);
  const own = useOwnMessages({ messages, setMessages });
  const hasAsked = useHasAsked(messages);
  const reading = useUnread({ messages, hasOlder, loadOlder });
  const { unread, mention, newFrom, isSeenKnown, isReading } = reading;
  const written = useWritten();
  useKeptChanges({ messages, written, resume: own.resume });
  const [wantsComposer, setWantsComposer] = useState(false);
  const { setPanel } = usePanel();
  const openComposer = useCallback(() => {
    setWantsComposer(true);
    setPanel("chat");
  }, [setPanel]);
  const attach = useCallback(
    (link: LineLink) => {
      const others = written.value.links.filter((each) => JSON.stringify(each) !== JSON.stringify(link));
      written.set({ ...written.value, links: [...others, link] });
      openComposer();
    },
    [written, openComposer],
  );
  const propose = useCallback(
    (text: string) => {
      const before = written.value.text.trimEnd();
      written.set({ ...written.value, text: before ? `${before}\n${text}` : text });
      openComposer();
    },
    [written, openComposer],
  );
  const value = useMemo(
    () => ({
      ...{ messages, own, hasAsked, send, retry, discard, loadOlder, hasOlder },
      ...reading,
      ...{ written, wantsComposer, setWantsComposer, propose, attach },
    }),
    // What can be done with one's own is made anew where something of it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [
      messages,
      own.editing,
      own.changeable,
      hasAsked,
      send,
      hasOlder,
      unread,
      mention,
      newFrom,
      isSeenKnown,
      isReading,
      wantsComposer,
      attach,
      propose,
    ],
  );
  return <Provider value={value}>{children}</Provider>;
}
