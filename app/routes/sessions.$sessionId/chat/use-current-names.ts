import { useMemo } from "react";
import { useParticipants } from "../people/people-context.tsx";
import type { ShownMessage } from "./message-list.ts";

/**
 * Messages under the names that people have now: somebody who comes, or takes another name, may change what others are
 * called. Those who no longer take part keep the name that came with the message.
 */
export function useCurrentNames(messages: ShownMessage[]): ShownMessage[] {
  const participants = useParticipants();
  return useMemo(() => {
    const names = new Map(participants.map(({ userId, name }) => [userId, name]));
    return messages.map((message) => ({ ...message, userName: names.get(message.userId) ?? message.userName }));
  }, [messages, participants]);
}
