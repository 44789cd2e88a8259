import { type MutableRefObject, type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { chatWords } from "../../../words/chat.ts";
import { usePanel } from "../layout-context.tsx";
import { useSession } from "../settings-context.tsx";
import { createRequiredContext } from "../required-context.ts";
import { editRequestLink } from "./edit-request.ts";
import { useCurrentNames } from "./use-current-names.ts";
import type { LineLink } from "./line-link.ts";
import type { ShownMessage } from "./message-list.ts";
import { useMessages } from "./use-messages.ts";
import { useOwnMessages } from "./use-own-messages.ts";
import { useUnread } from "./use-unread.ts";

type Chat = Omit<ReturnType<typeof useMessages>, "messages" | "setMessages"> & {
  messages: ShownMessage[];
  /** What can be done with one's own messages. */
  own: ReturnType<typeof useOwnMessages>;
  /** How many messages of others came since this person last saw the end of the chat. */
  unread: number;
  /** The last of them that mentions this person. */
  mention: ShownMessage | undefined;
  /** The id of the first of them, also while they are being read. */
  newFrom: string | undefined;
  isReading: boolean;
  /** For the chat itself: whether its end is in view. */
  setIsReading: (isReading: boolean) => void;
  /** A text that another part of the page has put into the composer; a new object each time. */
  draft: { text: string } | undefined;
  /** What is in the composer, which is not there while the chat is closed. */
  written: MutableRefObject<string>;
  /** Lines that the message which is being written links to. */
  links: LineLink[];
  setLinks: (links: LineLink[]) => void;
  /** Opens the chat, where the message that is being written links to these lines. */
  attach: (link: LineLink) => void;
  /** Opens the chat with a text in its composer, which is not sent yet. */
  propose: (text: string) => void;
};
const [Provider, useValue] = createRequiredContext<Chat>("ChatProvider");

/** The messages of the session, and what can be done with them. */
export const useChat = (): Chat => useValue();

/** Asks the owner in the chat whether this person may edit, so that both see the answer there. */
export function useAskToEdit(): () => void {
  const { send } = useChat();
  const { setPanel } = usePanel();
  const sessionId = useSession().id;
  return () => {
    send(`${chatWords.askToEdit} ${editRequestLink(location.origin, sessionId)}`);
    setPanel("chat");
  };
}

export function ChatProvider({ children }: { children: ReactNode }) {
  const { messages: sent, setMessages, send, retry, discard, loadOlder, hasOlder } = useMessages();
  const messages = useCurrentNames(sent);
  const own = useOwnMessages({ messages, setMessages });
  const { unread, mention, newFrom, isReading, setIsReading } = useUnread(messages);
  const [draft, setDraft] = useState<{ text: string }>();
  const written = useRef("");
  const [links, setLinks] = useState<LineLink[]>([]);
  const { setPanel } = usePanel();
  const attach = useCallback(
    (link: LineLink) => {
      setLinks((before) => [...before.filter((each) => JSON.stringify(each) !== JSON.stringify(link)), link]);
      setDraft({ text: "" });
      setPanel("chat");
    },
    [setPanel],
  );
  const propose = useCallback(
    (text: string) => {
      setDraft({ text });
      setPanel("chat");
    },
    [setPanel],
  );
  const value = useMemo(
    () => ({
      ...{ messages, own, send, retry, discard, loadOlder, hasOlder },
      ...{ unread, mention, newFrom, isReading, setIsReading },
      ...{ draft, propose, written, links, setLinks, attach },
    }),
    // What can be done with one's own is made anew where something of it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [
      messages,
      own.editing,
      own.changeable,
      hasOlder,
      unread,
      mention,
      newFrom,
      isReading,
      draft,
      links,
      attach,
      propose,
    ],
  );
  return <Provider value={value}>{children}</Provider>;
}
