import { useLayoutEffect, useMemo, useRef } from "react";
import { carryOverChat, type Place, removeKeptChats } from "../../../kept-chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useEnding } from "../connection/use-access.ts";
import { usePageData } from "../page-data.ts";

/**
 * Whose chat this device keeps something of, and whether it may: once the sign-in has ended the next person at this
 * browser may be another, who is to find nothing.
 */
export function useKeeping(): { place: Place; mayKeep: boolean } {
  const userId = useUser().id;
  const sessionId = usePageData().session.id;
  const mayKeep = useEnding() !== "signed-out";
  return useMemo(() => ({ place: { userId, sessionId }, mayKeep }), [userId, sessionId, mayKeep]);
}

/**
 * Hands on what guests have left to the user that they became, and removes what is left of others: a tab that heard
 * nothing of their signing out may have kept something since. In a layout effect, before anything of it is read.
 */
export function useCarriedOverChat() {
  const { guestIds } = usePageData();
  const userId = useUser().id;
  const before = useRef<string>(undefined);
  useLayoutEffect(() => {
    const was = before.current;
    if (was === userId) return;
    before.current = userId;
    carryOverChat(was === undefined ? guestIds : [was], userId);
    if (was === undefined) removeKeptChats(userId);
  }, [userId, guestIds]);
}
