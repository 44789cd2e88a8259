import type { Ending } from "../../../../protocol/close-codes.ts";
import type { Role } from "../../../../protocol/entities.ts";
import { usePageData } from "../page-data.ts";
import { useCollabState, useIsReady } from "./collab-context.tsx";

/** The person's role in the session, as the server last sent it. */
export const useRole = (): Role => useCollabState(({ role }) => role);

/** Why the session is over for this page; undefined while it is not. */
export const useEnding = (): Ending | undefined => useCollabState(({ ending }) => ending);

/** Whether the session is over for this page: it then gets no more events and can change nothing. */
export const useIsOver = (): boolean => useEnding() !== undefined;

/** Whether part of the stored text cannot be read: then nobody may change it. */
export function useIsDamaged(): boolean {
  const wasDamaged = usePageData().isDamaged;
  return useCollabState(({ isDamaged }) => Boolean(isDamaged)) || wasDamaged;
}

/** Whether this person may change the text, now and on this page. */
export function useMayEdit(): boolean {
  const [role, isOver, isDamaged] = [useRole(), useIsOver(), useIsDamaged()];
  return role !== "viewer" && !isOver && !isDamaged;
}

/** The same, once the document is there to be changed. */
export function useMayEditNow(): boolean {
  const [mayEdit, isReady] = [useMayEdit(), useIsReady()];
  return mayEdit && isReady;
}
