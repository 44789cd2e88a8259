import { useEffect, useState } from "react";
import { useUser } from "../connection/identity-context.tsx";
import { usePanel } from "../layout-context.tsx";
import { useSession } from "../settings-context.tsx";
import type { ShownMessage } from "./message-list.ts";

/** How many messages of others came while the chat was closed; also in the page's title. */
export function useUnreadCount(messages: ShownMessage[]): number {
  const ownId = useUser().id;
  const { title } = useSession();
  const isChatOpen = usePanel().panel === "chat";
  const [seen, setSeen] = useState(() => messages.at(-1)?.createdAt ?? "");
  const unread = isChatOpen
    ? 0
    : messages.filter(({ userId, createdAt, state }) => !state && userId !== ownId && createdAt > seen).length;
  const last = messages.findLast(({ state }) => !state)?.createdAt ?? "";
  useEffect(() => {
    if (isChatOpen) setSeen(last);
  }, [isChatOpen, last]);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title} · Tandem`;
  }, [unread, title]);
  return unread;
}
