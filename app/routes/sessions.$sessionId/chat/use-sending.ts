import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef } from "react";
import { z } from "../../../../protocol/zod.ts";
import { messageSchema } from "../../../../protocol/entities.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { newId } from "../../../new-id.ts";
import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { complain } from "../people/undo.ts";
import { keepUnsent, onWithdrawnElsewhere, readUnsent, type Unsent, withdrawUnsent } from "./kept-unsent.ts";
import { merge, type ShownMessage } from "./message-list.ts";
import { useKeeping } from "./use-keeping.ts";

const answer = z.object({ message: messageSchema });

type Messages = { path: string; messages: ShownMessage[]; setMessages: Dispatch<SetStateAction<ShownMessage[]>> };

/**
 * Sends messages: each is shown at once, and kept on this device until the server has it. After a reload those that
 * are still there are failed ones, in every tab of their author, until one of the tabs sends or discards them.
 */
export function useSending({ path, messages, setMessages }: Messages) {
  const user = useUser();
  const { place, mayKeep } = useKeeping();
  const latest = useRef({ messages, mayKeep });
  useEffect(() => {
    latest.current = { messages, mayKeep };
  }, [messages, mayKeep]);

  const toShown = useCallback(
    (unsent: Unsent): ShownMessage => ({
      ...unsent,
      sessionId: place.sessionId,
      userId: user.id,
      userName: user.name,
      editedAt: null,
    }),
    [place, user.id, user.name],
  );

  const unsent = useRef(new Set<string>());
  useEffect(() => {
    const now = new Set(messages.filter(({ state }) => state).map(({ id }) => id));
    for (const id of unsent.current) if (!now.has(id)) withdrawUnsent(place, id);
    unsent.current = now;
  }, [messages, place]);

  useEffect(() => {
    if (!mayKeep) return;
    const known = new Map(latest.current.messages.map((message) => [message.id, message]));
    // After a time without a sign-in nothing is there any more.
    for (const message of known.values()) if (message.state) keepUnsent(place, message);
    const restored: ShownMessage[] = [];
    for (const kept of readUnsent(place)) {
      const before = known.get(kept.id);
      if (!before) restored.push({ ...toShown(kept), state: "failed", isKept: true });
      else if (!before.state) withdrawUnsent(place, kept.id);
    }
    if (restored.length === 0) return;
    setMessages((shown) => {
      const there = new Set(shown.map(({ id }) => id));
      return [...shown, ...restored.filter(({ id }) => !there.has(id))];
    });
    // A new name restores nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [place, mayKeep, setMessages]);

  const discard = useCallback(
    (id: string) => setMessages((known) => known.filter((message) => message.id !== id || message.state !== "failed")),
    [setMessages],
  );
  useEffect(() => onWithdrawnElsewhere(place, discard), [place, discard]);

  const deliver = useCallback(
    async (message: Unsent) => {
      const { id, body } = message;
      const settle = (change: Partial<ShownMessage>) =>
        setMessages((known) => known.map((each) => (each.id === id && each.state ? { ...each, ...change } : each)));
      settle({ state: "sending", problem: undefined });
      // Before it is sent: the page may be reloaded before there is an answer.
      let isKept = latest.current.mayKeep && keepUnsent(place, message);
      try {
        const sent = await callApi("POST", path, { body: { id, body }, answer });
        setMessages((known) => merge(known, [sent.message]));
      } catch (error) {
        // The question stands already: nothing is to be sent again.
        if (error instanceof ApiError && error.code === "already_asked") {
          setMessages((known) => known.filter((each) => each.id !== id));
          return complain(error);
        }
        const isSignedOut = error instanceof ApiError && error.status === 401;
        if (isSignedOut) withdrawUnsent(place, id);
        isKept &&= !isSignedOut;
        settle({
          state: "failed",
          problem: error instanceof ApiError ? error.message : chatWords.failed.unreadable,
          isKept,
        });
      }
    },
    [path, place, setMessages],
  );

  const send = useCallback(
    (body: string) => {
      const message = toShown({ id: newId(), body, createdAt: new Date().toISOString() });
      setMessages((known) => [...known, { ...message, state: "sending" }]);
      void deliver(message);
    },
    [deliver, setMessages, toShown],
  );
  return { send, retry: deliver, discard };
}
