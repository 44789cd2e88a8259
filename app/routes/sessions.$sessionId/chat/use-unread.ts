import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { useSession } from "../settings-context.tsx";
import { MAX_COUNTED, shownCount } from "../shown-count.ts";
import { keepSeen, later, onSeenElsewhere, readSeen } from "./kept-seen.ts";
import { mentionsAny } from "./mention.ts";
import type { ShownMessage } from "./message-list.ts";
import { useKeeping } from "./use-keeping.ts";

type Messages = { messages: ShownMessage[]; hasOlder: boolean; loadOlder: () => Promise<void> };

/**
 * What somebody has not read: what others wrote since they last saw the end of the chat, in a tab that is shown, or
 * wrote there themselves. It is counted in the page's title, too. Whoever opens a session for the first time has
 * nothing unread.
 */
export function useUnread({ messages, hasOlder, loadOlder }: Messages) {
  const { id: ownId } = useUser();
  const { guestIds } = usePageData();
  const { title } = useSession();
  const { place, mayKeep } = useKeeping();
  /** Set by the chat itself: its end is in view. */
  const [isReading, setIsReading] = useState(false);
  const last = messages.findLast(({ state }) => !state)?.createdAt ?? "";
  /** Undefined until the page runs in the browser that has kept it. */
  const [seen, setSeen] = useState<string>();
  useLayoutEffect(() => {
    const kept = readSeen(place);
    setSeen((before) => (kept === undefined ? (before ?? last) : later(kept, before ?? "")));
    // Read once for each person; from then on what is kept only follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [place]);
  useEffect(() => onSeenElsewhere(place, (time) => setSeen((before = "") => later(time, before))), [place]);
  useEffect(() => {
    if (isReading) setSeen((before = "") => later(last, before));
  }, [isReading, last]);
  useEffect(() => {
    if (mayKeep && seen !== undefined) keepSeen(place, isReading ? later(last, seen) : seen);
  }, [place, mayKeep, seen, isReading, last]);

  /** Undefined while nothing is unread. */
  const from = useMemo(() => {
    if (isReading || seen === undefined) return;
    const answered = messages.findLast(({ userId, state }) => !state && userId === ownId);
    return later(seen, answered?.createdAt ?? "");
  }, [isReading, messages, ownId, seen]);
  const unread = useMemo(
    () =>
      from === undefined
        ? []
        : messages.filter(({ userId, createdAt, state }) => !state && userId !== ownId && createdAt > from),
    [from, messages, ownId],
  );
  const mention = useMemo(() => {
    const ids = new Set([ownId, ...guestIds]);
    return unread.findLast(({ body }) => mentionsAny(body, ids));
  }, [unread, ownId, guestIds]);

  const count = unread.length;
  const oldest = messages.find(({ state }) => !state);
  const isCountedShort =
    hasOlder &&
    count > 0 &&
    count <= MAX_COUNTED &&
    from !== undefined &&
    oldest !== undefined &&
    oldest.createdAt > from;
  const oldestId = oldest?.id;
  useEffect(() => {
    // Where it fails those that are there are counted; whoever scrolls up loads the others.
    if (isCountedShort) loadOlder().catch(() => {});
  }, [isCountedShort, oldestId, loadOlder]);

  /** The first message that was not read, kept while it is being read. */
  const [newFrom, setNewFrom] = useState<string>();
  const first = unread[0]?.id;
  useEffect(() => {
    if (first || !isReading) setNewFrom(first);
  }, [first, isReading]);

  const hasAnswered = messages.findLast(({ state }) => state !== "failed")?.userId === ownId;
  useEffect(() => {
    if (hasAnswered) setNewFrom(undefined);
  }, [hasAnswered]);

  const isMentioned = mention !== undefined;
  useEffect(() => {
    const counted = shownCount(count);
    const shown = isMentioned ? chatWords.unreadWithMention(counted) : counted;
    document.title = `${count > 0 ? `(${shown}) ` : ""}${title} · Tandem`;
  }, [count, isMentioned, title]);
  return {
    unread: count,
    mention,
    newFrom: first ?? newFrom,
    isSeenKnown: seen !== undefined,
    isReading,
    setIsReading,
  };
}
