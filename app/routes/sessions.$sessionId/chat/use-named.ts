import { useMemo } from "react";
import type { Participant } from "../../../../protocol/entities.ts";
import type { useMessages } from "./use-messages.ts";

/**
 * The chat under the names that people have now: somebody who comes, or takes another name, may change what others are
 * called. Who takes part no longer keeps the name that came with the message.
 */
export function useNamed(
  chat: ReturnType<typeof useMessages>,
  participants: Participant[],
): ReturnType<typeof useMessages> {
  const { messages } = chat;
  const named = useMemo(() => {
    const names = new Map(participants.map(({ userId, name }) => [userId, name]));
    return messages.map((message) => ({ ...message, userName: names.get(message.userId) ?? message.userName }));
  }, [messages, participants]);
  return { ...chat, messages: named };
}
