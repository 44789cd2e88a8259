import { useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { type Participant, participantSchema } from "../../../../protocol/entities.ts";
import type { PresenceUser } from "../../../../protocol/events.ts";
import { callApi } from "../call-api.ts";
import type { Collab } from "../connection/collab.client.ts";
import type { Peer } from "../connection/peers.client.ts";

/** Somebody in the session, with their connections: two tabs of one person are one entry. */
export type PersonHere = PresenceUser & { clientIds: number[]; idle: boolean; typing: boolean; file?: string | null };

const answer = z.object({ participants: z.array(participantSchema) });
const NOTICE_PAUSE_MS = 3_000;
/** When many come back at once, not everybody asks for everybody each time. */
const ASK_PAUSE_MS = 1_000;
/** Who is there already when the page opens did not just join. */
const SETTLE_MS = 1_500;

/** Everybody who takes part, kept right by the server's events. */
export function useParticipants(sessionId: string, initial: Participant[], collab: Collab | undefined): Participant[] {
  const [participants, setParticipants] = useState(initial);
  useEffect(() => {
    let isCurrent = true;
    let pause: ReturnType<typeof setTimeout> | undefined;
    let hasNews = false;
    const ask = () => {
      hasNews = pause !== undefined;
      if (hasNews) return;
      pause = setTimeout(() => {
        pause = undefined;
        if (hasNews) ask();
      }, ASK_PAUSE_MS);
      callApi("GET", `/api/sessions/${sessionId}/participants`, { answer }).then(
        (page) => isCurrent && setParticipants(page.participants),
        // Without access the socket is closed as well, and says so.
        () => {},
      );
    };
    const stop = collab?.onEvent(({ type }) => {
      if (type === "participants-changed" || type === "refetch") ask();
    });
    return () => {
      isCurrent = false;
      clearTimeout(pause);
      stop?.();
    };
  }, [sessionId, collab]);
  return participants;
}

/** Who is connected now besides oneself, by name. */
export function usePeopleHere(peers: Peer[]): PersonHere[] {
  return useMemo(() => {
    const byUser = new Map<string, PersonHere>();
    for (const { user, clientId, idle, typing, file } of peers) {
      const known = byUser.get(user.id);
      byUser.set(user.id, {
        ...user,
        clientIds: [...(known?.clientIds ?? []), clientId],
        idle: Boolean(idle) && (known?.idle ?? true),
        typing: Boolean(typing) || Boolean(known?.typing),
        file: known?.file ?? file,
      });
    }
    return [...byUser.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }, [peers]);
}

/** Says who joined: merged, and never more than one notice in three seconds. */
export function useJoinNotices(people: PersonHere[], ownId: string, ready: boolean) {
  const known = useRef<Set<string>>(undefined);
  const names = useRef<string[]>([]);
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readyAt = useRef(0);

  useEffect(() => {
    if (!ready) return;
    readyAt.current ||= Date.now();
    const before = known.current ?? new Set([ownId]);
    known.current = before;
    for (const { id, name } of people) {
      if (before.has(id)) continue;
      before.add(id);
      if (Date.now() - readyAt.current > SETTLE_MS) names.current.push(name);
    }
    if (names.current.length === 0 || timer.current) return;
    const wait = Math.max(0, lastAt.current + NOTICE_PAUSE_MS - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      lastAt.current = Date.now();
      toast(joined(names.current.splice(0)), { id: "joined", duration: 3_000 });
    }, wait);
  }, [people, ownId, ready]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

const joined = (names: string[]) =>
  names.length > 3
    ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} others joined`
    : `${new Intl.ListFormat("en").format(names)} joined`;
