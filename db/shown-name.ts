/**
 * What a person is called in a session. Anybody may give any name, so of those in one session whose names look alike
 * the first keeps it and the others get a number: the owner before people with an account, these before guests, and
 * among equals the one who has had the name here for longer. It is computed from the rows wherever a name is read, so
 * that lists, messages, reviews and carets say the same.
 */
import { type RawBuilder, sql } from "kysely";
import type { Database } from "./client.ts";

/** The order among people of one name, of a row of `participants` and its `users`. */
const order = (participant: string, user: string) =>
  sql`(${sql.ref(`${participant}.role`)} <> 'owner', ${sql.ref(`${user}.github_id`)} is null,
    greatest(${sql.ref(`${participant}.joined_at`)}, ${sql.ref(`${user}.named_at`)}), ${sql.ref(`${participant}.user_id`)})`;

const withNumber = (user: string, nth: RawBuilder<unknown>) =>
  sql<string>`${sql.ref(`${user}.name`)} || case when ${nth} > 1
    then ' (' || case when ${sql.ref(`${user}.github_id`)} is null then 'guest ' else '' end || ${nth} || ')' else '' end`;

/** What the user of the query's `users` is called in the session that `session` refers to, for single rows. */
export const shownName = (session: string): RawBuilder<string> => sql<string>`(
  select ${withNumber("users", sql`(count(namesake.id) + 1)`)}
  from participants me
  join participants other on other.session_id = me.session_id and other.user_id <> me.user_id
  join users namesake on namesake.id = other.user_id and namesake.name_skeleton = users.name_skeleton
  where me.session_id = ${sql.ref(session)} and me.user_id = users.id and ${order("other", "namesake")} < ${order("me", "users")}
)`;

/** What everybody who ever took part in a session is called there, in one pass: columns `user_id` and `shown`. */
export const shownNames = (sessionId: string) => sql<{ user_id: string; shown: string }>`(
  select user_id, ${withNumber("numbered", sql.ref("nth"))} as shown from (
    select participants.user_id, users.name, users.github_id,
      case when users.name_skeleton is null then 1
        else row_number() over (partition by users.name_skeleton order by ${order("participants", "users")}) end as nth
    from participants join users on users.id = participants.user_id
    where participants.session_id = ${sessionId}
  ) numbered
)`;

/** What some users are called in a session, by their ids; those who never took part are missing. */
export async function listShownNames(db: Database, sessionId: string, userIds: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ user_id: string; shown: string }>`
    select user_id, shown from ${shownNames(sessionId)} named where user_id = any(${userIds}::uuid[])
  `.execute(db);
  return new Map(rows.map(({ user_id, shown }) => [user_id, shown]));
}
