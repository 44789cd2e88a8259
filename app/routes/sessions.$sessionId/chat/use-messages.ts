import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { messageSchema } from "../../../../protocol/entities.ts";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { callApi } from "../../../call-api.ts";
import { useServerEvents } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { merge, type ShownMessage, withoutMissing } from "./message-list.ts";
import { useSending } from "./use-sending.ts";

const answer = z.object({ messages: z.array(messageSchema) });
const PAGE = 50;

/** The chat of a session: what the page came with, what others say, and older ones when asked for. */
export function useMessages() {
  const { session, messages: initial } = usePageData();
  const user = useUser();
  const [messages, setMessages] = useState<ShownMessage[]>(initial);
  const [hasOlder, setHasOlder] = useState(initial.length >= PAGE);
  const path = `/api/sessions/${session.id}/messages`;
  const latest = useRef(messages);
  useEffect(() => {
    latest.current = messages;
  }, [messages]);
  /** Answers that were on their way when a message was deleted still have it. */
  const deleted = useRef(new Set<string>());
  const isThere = useCallback(({ id }: { id: string }) => !deleted.current.has(id), []);

  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "message-added" || event.type === "message-changed") {
          deleted.current.delete(event.message.id);
          setMessages((known) => merge(known, [event.message]));
        }
        if (event.type === "message-deleted") {
          deleted.current.add(event.messageId);
          setMessages((known) => known.filter(isThere));
        }
        if (event.type === "refetch") {
          const asked = latest.current;
          callApi("GET", path, { answer }).then(
            ({ messages: newest }) =>
              setMessages((known) =>
                merge(withoutMissing(known, { asked, newest, isAll: newest.length < PAGE }), newest.filter(isThere)),
              ),
            // The next reconnect loads them again.
            () => {},
          );
        }
      },
      [path, isThere],
    ),
  );

  const before = useRef(user.id);
  useEffect(() => {
    // A guest who became a user: the guest's messages are the user's.
    const was = before.current;
    if (was === user.id) return;
    before.current = user.id;
    setMessages((known) =>
      known.map((message) => (message.userId === was ? { ...message, userId: user.id, userName: user.name } : message)),
    );
  }, [user.id, user.name]);

  const { send, retry, discard } = useSending({ path, messages, setMessages });

  const loadOlder = useCallback(async () => {
    const first = latest.current.find(({ state }) => !state);
    if (!first) return;
    const page = await callApi("GET", `${path}?before=${first.id}&limit=${PAGE}`, { answer });
    setHasOlder(page.messages.length >= PAGE);
    setMessages((known) => merge(known, page.messages.filter(isThere)));
  }, [path, isThere]);

  return { messages, setMessages, send, retry, discard, loadOlder, hasOlder };
}
