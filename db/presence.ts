import { sql } from "kysely";
import type { Database } from "./client.ts";
import { shownName } from "./shown-name.ts";

/** How long a row counts after its node wrote it: when a node dies, its people disappear after this time. */
const PRESENCE_TTL_SECONDS = 30;

export type Present = { sessionId: string; userId: string };

/**
 * Says who is connected to this node in the sessions `within` (in all, when it is undefined): their rows are renewed,
 * and this node's rows of everybody else are deleted. Call it when somebody came or left. People of sessions that were
 * purged meanwhile are skipped. In the case of all sessions it also removes rows that dead nodes left behind an hour
 * ago.
 */
export async function replacePresence(
  db: Database,
  nodeId: string,
  present: Present[],
  within?: string[],
): Promise<void> {
  const sessions = present.map(({ sessionId }) => sessionId);
  const users = present.map(({ userId }) => userId);
  const concerned = within ? sql<boolean>`session_id = any(${within}::uuid[])` : sql<boolean>`true`;
  await sql`
    with here as (
      select distinct here.session_id, here.user_id
      from unnest(${sessions}::uuid[], ${users}::uuid[]) as here (session_id, user_id)
      join code_sessions on code_sessions.id = here.session_id
      join users on users.id = here.user_id
    ), gone as (
      delete from presence
      where ${concerned}
        and ((node_id = ${nodeId} and (session_id, user_id) not in (select session_id, user_id from here))
          or until < now() - interval '1 hour')
    )
    insert into presence (node_id, session_id, user_id, until)
    select ${nodeId}, session_id, user_id, now() + make_interval(secs => ${PRESENCE_TTL_SECONDS}) from here
    on conflict (node_id, session_id, user_id) do update set until = excluded.until
  `.execute(db);
}

/**
 * Renews the rows of all who are connected to this node; call it at least every ten seconds. Returns how many there
 * are.
 */
export async function renewPresence(db: Database, nodeId: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable("presence")
    .set({ until: sql<Date>`now() + make_interval(secs => ${PRESENCE_TTL_SECONDS})` })
    .where("node_id", "=", nodeId)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Who is connected now to any of the sessions, one row per person. */
export async function listPresent(db: Database, sessionIds: string[]) {
  if (sessionIds.length === 0) return [];
  return db
    .selectFrom("presence")
    .innerJoin("users", "users.id", "presence.user_id")
    .innerJoin("participants", (join) =>
      join
        .onRef("participants.session_id", "=", "presence.session_id")
        .onRef("participants.user_id", "=", "presence.user_id"),
    )
    .select(["presence.session_id", "users.id", "users.avatar_url", "participants.color"])
    .select(shownName("presence.session_id").as("name"))
    .distinct()
    .where("presence.session_id", "in", sessionIds)
    .where("presence.until", ">", sql<Date>`now()`)
    .where("participants.removed_at", "is", null)
    .where("participants.left_at", "is", null)
    .execute();
}
