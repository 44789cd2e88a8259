import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { type ChatMessage, messageSchema } from "../../../../protocol/entities.ts";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { newId } from "../../../new-id.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { useServerEvents } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";

/** A message as the list shows it: one of this person's own is there at once, and settled when the server has it. */
export type ShownMessage = ChatMessage & { state?: "sending" | "failed"; problem?: string };

const answer = z.object({ messages: z.array(messageSchema) });
const PAGE = 50;

/** The chat of a session: what the page came with, what others say, and older ones when asked for. */
export function useMessages() {
  const { session, messages: initial } = usePageData();
  const user = useUser();
  const [messages, setMessages] = useState<ShownMessage[]>(initial);
  const [hasOlder, setHasOlder] = useState(initial.length >= PAGE);
  const path = `/api/sessions/${session.id}/messages`;

  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "message-added") setMessages((known) => merge(known, [event.message]));
        if (event.type === "refetch") {
          callApi("GET", path, { answer }).then(
            (page) => setMessages((known) => merge(known, page.messages)),
            // The next reconnect loads them again.
            () => {},
          );
        }
      },
      [path],
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

  const deliver = useCallback(
    async ({ id, body }: { id: string; body: string }) => {
      const settle = (change: Partial<ShownMessage>) =>
        setMessages((known) =>
          known.map((message) => (message.id === id && message.state ? { ...message, ...change } : message)),
        );
      settle({ state: "sending", problem: undefined });
      try {
        const { message } = await callApi("POST", path, {
          body: { id, body },
          answer: z.object({ message: messageSchema }),
        });
        setMessages((known) => merge(known, [message]));
      } catch (error) {
        settle({
          state: "failed",
          problem: error instanceof ApiError ? error.message : "The server's answer could not be read.",
        });
      }
    },
    [path],
  );

  const send = useCallback(
    (body: string) => {
      const message = {
        id: newId(),
        sessionId: session.id,
        userId: user.id,
        userName: user.name,
        body,
        createdAt: new Date().toISOString(),
      };
      setMessages((known) => [...known, { ...message, state: "sending" }]);
      void deliver(message);
    },
    [deliver, session.id, user.id, user.name],
  );

  const loadOlder = useCallback(async () => {
    const first = messages.find(({ state }) => !state);
    if (!first) return;
    const page = await callApi("GET", `${path}?before=${first.id}&limit=${PAGE}`, { answer });
    setHasOlder(page.messages.length >= PAGE);
    setMessages((known) => merge(known, page.messages));
  }, [messages, path]);

  return { messages, send, retry: deliver, loadOlder, hasOlder };
}

/** Each id once; the database's order, with what is still being sent last. */
export function merge(known: ShownMessage[], received: ChatMessage[]): ShownMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of received) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => {
    if (Boolean(a.state) !== Boolean(b.state)) return a.state ? 1 : -1;
    return a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1;
  });
}
