import { type ReactNode, useCallback, useMemo, useState } from "react";
import { z } from "../../../protocol/zod.ts";
import type { ServerEvent } from "../../../protocol/events.ts";
import { type Session, sessionSchema } from "../../../protocol/entities.ts";
import { ApiError, callApi } from "../../call-api.ts";
import { toast } from "../../ui/toast.ts";
import { sessionPageWords } from "../../words/session-page.ts";
import { useCollab, useServerEvents } from "./connection/collab-context.tsx";
import { useRole } from "./connection/use-access.ts";
import { usePageData } from "./page-data.ts";
import { createRequiredContext } from "./required-context.ts";

const answer = z.object({ session: sessionSchema });

type Value = {
  session: Session;
  setSession: (session: Session) => void;
  rename: (title: string) => Promise<void>;
};
const [Provider, useValue] = createRequiredContext<Value>("SettingsProvider");

/** The session's title, who may come in, and this person's role in it. */
export const useSession = (): Session => useValue().session;

/** Gives the session another title: here at once, and back to the old one with a notice why when the server refuses. */
export const useRename = () => useValue().rename;

/** Takes over settings that the server has just answered with. */
export const useSetSession = () => useValue().setSession;

/** The session's settings, with the role that the server last sent; changed here and by others. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const collab = useCollab();
  const role = useRole();
  const [session, setSession] = useState<Session>(usePageData().session);
  const path = `/api/sessions/${session.id}`;

  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "session-changed") setSession((known) => ({ ...known, ...event.session }));
        // If access ended meanwhile, the socket is closed, and the page says so.
        if (event.type === "refetch")
          callApi("GET", path, { answer }).then(
            ({ session: read }) => (setSession(read), collab?.setRole(read.role)),
            () => {},
          );
      },
      [collab, path],
    ),
  );

  const before = session.title;
  const rename = useCallback(
    async (title: string) => {
      setSession((known) => ({ ...known, title }));
      try {
        await callApi("PATCH", path, { body: { title }, answer });
      } catch (error) {
        setSession((known) => ({ ...known, title: before }));
        toast.error(error instanceof ApiError ? error.message : sessionPageWords.titleNotChanged);
      }
    },
    [path, before],
  );

  const value = useMemo(() => ({ session: { ...session, role }, setSession, rename }), [session, role, rename]);
  return <Provider value={value}>{children}</Provider>;
}
