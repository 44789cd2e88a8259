import { type ReactNode, useEffect, useMemo, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { type Participant, participantSchema } from "../../../../protocol/entities.ts";
import type { PresenceUser } from "../../../../protocol/events.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { useCollab, usePeers } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { lastUsed, type Peer } from "../connection/peers.ts";
import { useIsOver, useRole } from "../connection/use-access.ts";
import { usePageData } from "../page-data.ts";
import { createRequiredContext } from "../required-context.ts";

/** Somebody in the session, by however many connections: two tabs of one person are one entry. */
export type PersonHere = PresenceUser & {
  connections: number;
  /** In all of them. */
  idle: boolean;
  /** In one of them. */
  typing: boolean;
  /** The one in the tab that they used last. */
  file?: string | null;
};

const answer = z.object({ participants: z.array(participantSchema) });
/** When many come back at once, a page does not load the list again for each of them. */
const ASK_PAUSE_MS = 1_000;
/** From an answer that did not come until the page asks again. */
const RETRY_MS = 3_000;

const [ParticipantsProvider, useParticipantsValue] = createRequiredContext<Participant[]>("PeopleProvider");
const [ConnectedProvider, useConnectedValue] = createRequiredContext<PersonHere[]>("PeopleProvider");

/** Everybody who takes part, whether they are here now or not. */
export const useParticipants = (): Participant[] => useParticipantsValue();

/** Who is connected now, by name, oneself in another tab included; the same list while nothing but carets moves. */
export const useConnected = (): PersonHere[] => useConnectedValue();

/** Who is connected now besides oneself, by name. */
export function usePeopleHere(): PersonHere[] {
  const ownId = useUser().id;
  const connected = useConnected();
  return useMemo(() => connected.filter(({ id }) => id !== ownId), [connected, ownId]);
}

/** Who may only view, for the owner, who may let them edit; nobody for anybody else, or when the session is over. */
export function useViewersToManage(): Participant[] {
  const participants = useParticipants();
  const [isOwner, isOver] = [useRole() === "owner", useIsOver()];
  return useMemo(
    () => (isOwner && !isOver ? participants.filter(({ role }) => role === "viewer") : []),
    [participants, isOwner, isOver],
  );
}

/** The colour of each participant, by their user id. */
export function useColors(): ReadonlyMap<string, string> {
  const participants = useParticipants();
  return useMemo(() => new Map(participants.map(({ userId, color }) => [userId, color])), [participants]);
}

/** The person whom this page belongs to, in the colour that they have in this session. */
export function useOwnPerson() {
  const user = useUser();
  const page = usePageData();
  const color = useColors().get(user.id) ?? (user.id === page.user.id ? page.color : user.color);
  return { ...user, color };
}

/** Knows who takes part and who is here. */
export function PeopleProvider({ children }: { children: ReactNode }) {
  const participants = useKnownParticipants();
  const connected = byPerson(usePeers());
  const key = JSON.stringify(connected);
  // The list is made anew with each rendering, and peers are others at each move of a caret.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const kept = useMemo(() => connected, [key]);
  return (
    <ParticipantsProvider value={participants}>
      <ConnectedProvider value={kept}>{children}</ConnectedProvider>
    </ParticipantsProvider>
  );
}

/** Everybody who takes part, kept right by the server's events. */
function useKnownParticipants(): Participant[] {
  const collab = useCollab();
  const { session, participants: initial } = usePageData();
  const [participants, setParticipants] = useState(initial);
  useEffect(() => {
    let isCurrent = true;
    let pause: ReturnType<typeof setTimeout> | undefined;
    let isOutdated = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let asked = 0;
    let shown = 0;
    const ask = () => {
      isOutdated = pause !== undefined;
      if (isOutdated) return;
      clearTimeout(retry);
      pause = setTimeout(() => {
        pause = undefined;
        if (isOutdated) ask();
      }, ASK_PAUSE_MS);
      const nth = ++asked;
      callApi("GET", `/api/sessions/${session.id}/participants`, { answer }).then(
        (page) => {
          // An answer may be overtaken by a later one.
          if (!isCurrent || nth < shown) return;
          shown = nth;
          setParticipants(page.participants);
        },
        (error: unknown) => {
          // Without access the socket is closed as well, and says so.
          if (isCurrent && nth === asked && mayPass(error)) retry = setTimeout(ask, RETRY_MS);
        },
      );
    };
    const stop = collab?.onEvent(({ type }) => {
      if (type === "participants-changed" || type === "refetch") ask();
    });
    return () => {
      isCurrent = false;
      clearTimeout(pause);
      clearTimeout(retry);
      stop?.();
    };
  }, [session.id, collab]);
  return participants;
}

/** The server was not reached, or could not answer just now. */
const mayPass = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500);

function byPerson(peers: Peer[]): PersonHere[] {
  const used = lastUsed(peers);
  const byUser = new Map<string, PersonHere>();
  for (const { user, idle, typing } of peers) {
    const known = byUser.get(user.id);
    byUser.set(user.id, {
      ...user,
      connections: (known?.connections ?? 0) + 1,
      idle: Boolean(idle) && (known?.idle ?? true),
      typing: Boolean(typing) || Boolean(known?.typing),
      file: used.get(user.id)?.file,
    });
  }
  return [...byUser.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}
