import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { messageSchema } from "../../../../protocol/entities.ts";
import { MESSAGE_CHANGE_MS } from "../../../../protocol/limits.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { usePanel } from "../layout-context.tsx";
import { usePageData } from "../page-data.ts";
import { complain } from "../people/undo.ts";
import { withdrawChange } from "./kept-changes.ts";
import { merge, type ShownMessage } from "./message-list.ts";
import { useClockAhead } from "./use-clock-ahead.ts";
import { useKeeping } from "./use-keeping.ts";

const answer = z.object({ message: messageSchema });

/** A message whose text is in the composer; `body` is what was written there before a change of it failed. */
export type Editing = { message: ShownMessage; body?: string };

type Messages = { messages: ShownMessage[]; setMessages: Dispatch<SetStateAction<ShownMessage[]>> };

/** Changing and deleting one's own messages: shown at once, and taken back where the server refuses. */
export function useOwnMessages({ messages, setMessages }: Messages) {
  const { session } = usePageData();
  const path = `/api/sessions/${session.id}/messages`;
  const { setPanel } = usePanel();
  const { place } = useKeeping();
  const [editing, setEditing] = useState<Editing>();
  const changeable = useChangeable(messages);
  const put = useCallback(
    (message: ShownMessage) =>
      setMessages((known) =>
        merge(
          known.filter(({ id }) => id !== message.id),
          [message],
        ),
      ),
    [setMessages],
  );

  const change = useCallback(
    async (message: ShownMessage, body: string) => {
      setEditing(undefined);
      if (body === message.body) return withdrawChange(place, message.id);
      const show = (text: string) =>
        setMessages((known) => known.map((each) => (each.id === message.id ? { ...each, body: text } : each)));
      show(body);
      try {
        put((await callApi("PATCH", `${path}/${message.id}`, { body: { body }, answer })).message);
        withdrawChange(place, message.id);
      } catch (error) {
        show(message.body);
        const words = chatWords.failed;
        const isFinal = error instanceof ApiError && [404, 409].includes(error.status);
        toast.error([words.change, error instanceof ApiError && error.message].filter(Boolean).join(" "), {
          duration: Infinity,
          action: isFinal
            ? {
                label: words.copyText,
                onClick: () => {
                  withdrawChange(place, message.id);
                  void copyText(body);
                },
              }
            : {
                label: words.editAgain,
                onClick: () => {
                  setEditing({ message, body });
                  setPanel("chat");
                },
              },
        });
      }
    },
    [path, place, put, setMessages, setPanel],
  );

  const remove = useCallback(
    (message: ShownMessage) => {
      setEditing((current) => (current?.message.id === message.id ? undefined : current));
      withdrawChange(place, message.id);
      setMessages((known) => known.filter(({ id }) => id !== message.id));
      const address = `${path}/${message.id}`;
      const deletion = callApi("DELETE", address);
      const restore = async () => {
        await deletion;
        put((await callApi("POST", `${address}/restore`, { answer })).message);
      };
      const notice = `deleted ${message.id}`;
      toast(chatWords.message.deleted, {
        id: notice,
        duration: UNDO_MS,
        action: { label: chatWords.message.undo, onClick: () => void restore().catch(complain) },
      });
      deletion.catch((error: unknown) => {
        toast.dismiss(notice);
        // It is gone for another reason than this: then it is gone.
        if (error instanceof ApiError && error.status === 404) return;
        put(message);
        complain(error);
      });
    },
    [path, place, put, setMessages],
  );

  /** What was being changed until then is given up. */
  const edit = useCallback(
    (message: ShownMessage | undefined) => {
      if (editing) withdrawChange(place, editing.message.id);
      setEditing(message && { message });
    },
    [editing, place],
  );
  return { editing, edit, resume: setEditing, change, remove, changeable };
}

/** The ids of one's own messages that the server still lets one change, by its clock. */
function useChangeable(messages: ShownMessage[]): ReadonlySet<string> {
  const ownId = useUser().id;
  const ahead = useClockAhead();
  const [time, setTime] = useState<number>();
  const ends = useMemo(
    () =>
      messages
        .filter(({ userId, state }) => userId === ownId && !state)
        .map(({ id, createdAt }) => ({ id, end: Date.parse(createdAt) + MESSAGE_CHANGE_MS })),
    [messages, ownId],
  );
  useEffect(() => {
    const current = Date.now() + ahead;
    setTime(current);
    const next = Math.min(...ends.map(({ end }) => end).filter((end) => end > current));
    if (next === Infinity) return;
    const timer = setTimeout(() => setTime(Date.now() + ahead), next - current + 1);
    return () => clearTimeout(timer);
  }, [ends, ahead]);
  return useMemo(
    () => new Set(time === undefined ? [] : ends.filter(({ end }) => end > time).map(({ id }) => id)),
    [ends, time],
  );
}
