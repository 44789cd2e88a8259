import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { onSignIn } from "../../../auth/sign-in-channel.client.ts";
import { callApi } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { connectionWords } from "../../../words/connection.ts";
import { usePageData } from "../page-data.ts";
import { createRequiredContext } from "../required-context.ts";
import { useCollab } from "./collab-context.tsx";
import { useEnding } from "./use-access.ts";

export type Identity = { id: string; name: string; color: string; avatarUrl: string | null; guest: boolean };

const identitySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  color: z.string(),
  avatarUrl: z.nullable(z.string()),
  guest: z.boolean(),
});
const answer = z.object({ user: identitySchema, guestIds: z.array(z.uuid()) });

/** The cookie of a sign-in in another tab arrives a moment after the old sign-in has ended. */
const ASK_AGAIN_MS = [0, 300, 1_500];
/** A page that is signed out again within this time does not ask at once. */
const PAUSE_MS = 10_000;

type Value = { user: Identity; other: Identity | undefined };
const [Provider, useValue] = createRequiredContext<Value>("IdentityProvider");

/** Who this page belongs to. */
export const useUser = (): Identity => useValue().user;

/** The name of somebody else who has signed in in this browser since this page was signed out. */
export const useSignedInAs = (): string | undefined => useValue().other?.name;

/**
 * Knows who this page belongs to. When its sign-in has ended it goes on by itself as soon as the same person is signed
 * in in this browser again, or the user that this page's guest has become. If it is somebody else, their name is shown,
 * and the two are never mixed up.
 */
export function IdentityProvider({ children }: { children: ReactNode }) {
  const collab = useCollab();
  const ending = useEnding();
  const [user, setUser] = useState<Identity>(usePageData().user);
  const [other, setOther] = useState<Identity>();
  const wentOnAt = useRef(-Infinity);

  useEffect(() => {
    if (!collab || ending !== "signed-out") return;
    let isOver = false;
    async function ask() {
      // Nobody is signed in, or the server does not answer: the next time the page is used, it asks again.
      const found = await callApi("GET", "/api/user", { answer }).catch(() => undefined);
      if (isOver || !collab || !found) return;
      const { user: signedIn, guestIds } = found;
      if (signedIn.id !== user.id && !guestIds.includes(user.id)) return setOther(signedIn);
      isOver = true;
      wentOnAt.current = performance.now();
      await collab.goOnAs(signedIn.id, guestIds);
      setOther(undefined);
      setUser(signedIn);
      if (signedIn.id !== user.id) toast(connectionWords.nowSignedInAs(signedIn.name));
    }
    const wantsToAsk = performance.now() - wentOnAt.current > PAUSE_MS;
    const timers = wantsToAsk ? ASK_AGAIN_MS.map((ms) => setTimeout(() => void ask(), ms)) : [];
    const onSeen = () => document.visibilityState === "visible" && void ask();
    const stop = onSignIn(() => void ask());
    addEventListener("focus", onSeen);
    addEventListener("online", onSeen);
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      isOver = true;
      timers.forEach(clearTimeout);
      stop();
      removeEventListener("focus", onSeen);
      removeEventListener("online", onSeen);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [collab, ending, user.id]);

  const value = useMemo(() => ({ user, other }), [user, other]);
  return <Provider value={value}>{children}</Provider>;
}
