import { useEffect, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { type Session, sessionSchema } from "../../../protocol/entities.ts";
import { ApiError, callApi } from "./call-api.ts";
import type { Collab } from "./connection/collab.client.ts";
import type { CollabState } from "./connection/collab-state.ts";

const answer = z.object({ session: sessionSchema });

/** The session's settings, with the role that the server last said; changed here and by others. */
export function useSession(initial: Session, collab: Collab | undefined, state: CollabState) {
  const [session, setSession] = useState(initial);
  const path = `/api/sessions/${initial.id}`;

  useEffect(
    () =>
      collab?.onEvent((event) => {
        if (event.type === "session-changed") setSession((known) => ({ ...known, ...event.session }));
        // Access that ended meanwhile closes the socket, which says so.
        if (event.type === "refetch")
          callApi("GET", path, { answer }).then(
            ({ session: read }) => (setSession(read), collab.setRole(read.role)),
            () => {},
          );
        if (event.type === "role-changed") {
          toast(event.role === "viewer" ? "You can only view this session now." : "You can edit this session now.");
        }
      }),
    [collab, path],
  );

  async function rename(title: string) {
    const before = session.title;
    setSession((known) => ({ ...known, title }));
    try {
      await callApi("PATCH", path, { body: { title }, answer });
    } catch (error) {
      setSession((known) => ({ ...known, title: before }));
      toast.error(error instanceof ApiError ? error.message : "The title was not changed.");
    }
  }

  return { session: { ...session, role: state.role }, setSession, rename };
}
