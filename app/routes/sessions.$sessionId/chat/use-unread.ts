import { useEffect, useMemo, useState } from "react";
import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { useSession } from "../settings-context.tsx";
import { mentionsAny } from "./mention.ts";
import type { ShownMessage } from "./message-list.ts";

/**
 * What somebody has not read: what others wrote since they last saw the end of the chat, in a tab that is shown. It is
 * counted in the page's title, too.
 */
export function useUnread(messages: ShownMessage[]) {
  const { id: ownId } = useUser();
  const { guestIds } = usePageData();
  const { title } = useSession();
  /** Set by the chat itself: its end is in view. */
  const [isReading, setIsReading] = useState(false);
  const last = messages.findLast(({ state }) => !state)?.createdAt ?? "";
  const [seen, setSeen] = useState(last);
  useEffect(() => {
    if (isReading) setSeen(last);
  }, [isReading, last]);
  const unread = useMemo(
    () =>
      isReading
        ? []
        : messages.filter(({ userId, createdAt, state }) => !state && userId !== ownId && createdAt > seen),
    [isReading, messages, ownId, seen],
  );
  const mention = useMemo(() => {
    const ids = new Set([ownId, ...guestIds]);
    return unread.findLast(({ body }) => mentionsAny(body, ids));
  }, [unread, ownId, guestIds]);

  /** The first message that was not read, kept while it is being read. */
  const [newFrom, setNewFrom] = useState<string>();
  const first = unread[0]?.id;
  useEffect(() => {
    if (first || !isReading) setNewFrom(first);
  }, [first, isReading]);

  const hasAnswered = messages.at(-1)?.userId === ownId;
  useEffect(() => {
    if (hasAnswered) setNewFrom(undefined);
  }, [hasAnswered]);

  const count = unread.length;
  const isMentioned = mention !== undefined;
  useEffect(() => {
    const shown = isMentioned ? chatWords.unreadWithMention(count) : count;
    document.title = `${count > 0 ? `(${shown}) ` : ""}${title} · Tandem`;
  }, [count, isMentioned, title]);
  return { unread: count, mention, newFrom, isReading, setIsReading };
}
