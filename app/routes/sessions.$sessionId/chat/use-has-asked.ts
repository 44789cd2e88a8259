import { useEffect, useRef, useState } from "react";
import { EDIT_REQUEST_MS } from "../../../../protocol/limits.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useRole } from "../connection/use-access.ts";
import { usePageData } from "../page-data.ts";
import { asksToEdit } from "./edit-request.ts";
import type { ShownMessage } from "./message-list.ts";
import { useClockAhead } from "./use-clock-ahead.ts";

/**
 * Whether this person's question whether they may edit stands, by the server's rule (`findEditRequest`): until it is
 * old, taken back, or answered by another role. What was asked before the page was loaded the server has looked up.
 */
export function useHasAsked(messages: ShownMessage[]): boolean {
  const { editRequest, messages: initial, now } = usePageData();
  const ownId = useUser().id;
  const role = useRole();
  const ahead = useClockAhead();
  /** What was asked until then counts no more: the time of a message, since two clocks are never quite one. */
  const [answeredAt, setAnsweredAt] = useState<string>();
  const before = useRef(role);
  useEffect(() => {
    if (before.current === role) return;
    before.current = role;
    setAnsweredAt(messages.findLast(({ state }) => !state)?.createdAt ?? now);
  }, [role, messages, now]);

  const from = answeredAt ?? now;
  const isThere = ({ id }: { id: string }) => messages.some((message) => message.id === id);
  const isDeleted = editRequest && initial.some(({ id }) => id === editRequest.id) && !isThere(editRequest);
  const last = messages.findLast(
    ({ userId, state, createdAt, ...message }) =>
      userId === ownId && state !== "failed" && (state || createdAt > from) && asksToEdit(message),
  );
  const request = last ?? (answeredAt || isDeleted ? undefined : editRequest);
  const askedAt = request?.createdAt;

  const [isOld, setIsOld] = useState(false);
  useEffect(() => {
    if (!askedAt) return;
    const left = Date.parse(askedAt) + EDIT_REQUEST_MS - Date.now() - ahead;
    setIsOld(left <= 0);
    const timer = setTimeout(() => setIsOld(true), left);
    return () => clearTimeout(timer);
  }, [askedAt, ahead]);
  return askedAt !== undefined && !isOld;
}
