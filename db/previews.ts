/** What a link shows to anybody who has it, without signing in: messengers ask, and have no cookie. */
import type { Database } from "./client.ts";
import { findInvite } from "./invites.ts";
import { decideRole, type Standing } from "./participants.ts";

const STRANGER = { role: null, via: null, removed_at: null, left_at: null } as const;

/** Whether a session's link alone lets anybody in. */
export const isForAnybody = (session: Pick<Standing, "visibility" | "link_role">): boolean =>
  decideRole({ ...session, ...STRANGER }) !== undefined;

/**
 * The title of a session whose link lets anybody in. Undefined for one that is private, deleted or not there, which
 * nobody outside may tell apart; `sessionId` must be a UUID.
 */
export async function titleForAnybody(db: Database, sessionId: string): Promise<string | undefined> {
  const session = await db
    .selectFrom("code_sessions")
    .select(["title", "visibility", "link_role"])
    .where("id", "=", sessionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return session && isForAnybody(session) ? session.title : undefined;
}

/** The title of the session that an invite lets anybody into; undefined for one that is void. */
export async function titleOfInvite(db: Database, token: string): Promise<string | undefined> {
  const invite = await findInvite(db, token);
  return invite && typeof invite.effect !== "string" ? invite.title : undefined;
}
