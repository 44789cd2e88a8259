import { useEffect, useRef, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { sessionSchema } from "../../../../protocol/entities.ts";
import { callApi } from "../../../call-api.ts";
import { useSession, useSetSession } from "../settings-context.tsx";
import { type LinkSettings, type Question, questionOf, whatItTook } from "./link-change.ts";
import { useParticipants } from "./people-context.tsx";
import { complain } from "./undo.ts";
import type { Offer } from "./use-undoable.ts";

type Change = Partial<LinkSettings>;

/**
 * Who may open the session by its link, and what changes that. What a change would take from people is asked first;
 * what it has taken can be undone, through `offer`.
 */
export function useLinkSettings(offer: (offer: Offer | undefined) => void) {
  const session = useSession();
  const setSession = useSetSession();
  const participants = useParticipants();
  const [asked, setAsked] = useState<Question & { change: Change }>();
  /** On their way to the server. */
  const [sent, setSent] = useState<Change>({});
  const turn = useRef(Promise.resolve());
  const settled = useRef<LinkSettings>(session);
  useEffect(() => {
    settled.current = session;
  }, [session]);

  async function set(body: Change) {
    const { session: changed } = await callApi("PATCH", `/api/sessions/${session.id}`, {
      body,
      answer: z.object({ session: sessionSchema }),
    });
    setSession(changed);
    return changed;
  }

  /** One change waits for another: what it is undone to is what the one before it has led to. */
  function send(body: Change) {
    setSent((known) => ({ ...known, ...body }));
    const mine = (turn.current = turn.current.then(async () => {
      const { visibility, linkRole } = settled.current;
      try {
        const changed = await set(body);
        const sentence = whatItTook({ visibility, linkRole }, changed, participants);
        settled.current = changed;
        offer(sentence ? { sentence, undo: () => void set({ visibility, linkRole }).catch(complain) } : undefined);
      } catch (error) {
        complain(error);
      }
      if (mine === turn.current) setSent({});
    }));
  }

  const now = { ...session, ...sent };
  return {
    settings: { ...now, ...asked?.change },
    asked,
    choose(change: Change) {
      const question = questionOf(now, { ...now, ...change }, participants);
      setAsked(question && { ...question, change });
      if (!question) send(change);
    },
    confirm() {
      if (asked) send(asked.change);
      setAsked(undefined);
    },
    cancel: () => setAsked(undefined),
  };
}
