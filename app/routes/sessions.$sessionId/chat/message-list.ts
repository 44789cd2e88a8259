import type { ChatMessage } from "../../../../protocol/entities.ts";

/**
 * A message as the list shows it: one of this person's own is there at once, and settled when the server has it. Where
 * that failed, `isKept` says whether this device has it.
 */
export type ShownMessage = ChatMessage & { state?: "sending" | "failed"; problem?: string; isKept?: boolean };

/**
 * Each id once; the database's order, with what is still being sent last. Of two versions of a message the later stays:
 * an answer may be older than an event that came before it.
 */
export function merge(known: ShownMessage[], received: ChatMessage[]): ShownMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of received) {
    const before = byId.get(message.id);
    if (!before || before.state || (before.editedAt ?? "") <= (message.editedAt ?? "")) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => {
    if (Boolean(a.state) !== Boolean(b.state)) return a.state ? 1 : -1;
    return a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1;
  });
}

/**
 * Without the messages that were deleted while nothing arrived here: those that were known when the newest ones were
 * asked for, and belong between them, but are not there. `isAll` says that there are no older ones than these.
 */
export function withoutMissing(
  known: ShownMessage[],
  { asked, newest, isAll }: { asked: ShownMessage[]; newest: ChatMessage[]; isAll: boolean },
): ShownMessage[] {
  const there = new Set(newest.map(({ id }) => id));
  const from = isAll ? "" : (newest[0]?.createdAt ?? "");
  const missing = new Set(
    asked.filter(({ id, state, createdAt }) => !state && createdAt > from && !there.has(id)).map(({ id }) => id),
  );
  return missing.size === 0 ? known : known.filter(({ id, state }) => state || !missing.has(id));
}
