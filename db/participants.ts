import { sql, type Transaction } from "kysely";
import { caretColors, currentColor, type Participant } from "../protocol/entities.ts";
import type { Database } from "./client.ts";
import type { CodeSessionRow, LinkRole, ParticipantsTable, Role, Schema } from "./schema.ts";
import { shownNames } from "./shown-name.ts";
import type { User } from "./users.ts";

export type Access = {
  session: CodeSessionRow;
  role: Role;
  /** Nothing but the link lets them in. */
  isByLink: boolean;
  /** Their caret's colour in this session; undefined until they have joined. */
  color: string | undefined;
};

/**
 * The one place (`decideRole`) that decides what a user may do in a session. Undefined means none: the session is not
 * there, deleted, private, or they were removed; nobody outside may tell these apart. Those who came by link have the
 * link's role while there is a link; owners and the invited keep their own.
 */
export async function accessTo(db: Database, user: Pick<User, "id">, sessionId: string): Promise<Access | undefined> {
  const row = await db
    .selectFrom("code_sessions")
    .leftJoin("participants", (join) =>
      join.onRef("participants.session_id", "=", "code_sessions.id").on("participants.user_id", "=", user.id),
    )
    .selectAll("code_sessions")
    .select([
      "participants.role",
      "participants.via",
      "participants.color",
      "participants.removed_at",
      "participants.left_at",
    ])
    .where("code_sessions.id", "=", sessionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!row) return;
  const { role: given, via, color, removed_at, left_at, ...session } = row;
  const role = decideRole({ ...session, role: given, via, removed_at, left_at });
  const isByLink = given === null || via === "link" || left_at !== null;
  return role && { session, role, isByLink, color: (!left_at && color) || undefined };
}

/**
 * The same decision for several users at once, as their roles by id; a user who is missing has no access. Undefined
 * when there is no such session any more.
 */
export async function rolesIn(
  db: Database,
  sessionId: string,
  userIds: string[],
): Promise<Map<string, Role> | undefined> {
  const rows = await db
    .selectFrom("code_sessions")
    .leftJoin("participants", (join) =>
      join.onRef("participants.session_id", "=", "code_sessions.id").on("participants.user_id", "in", userIds),
    )
    .select([
      "visibility",
      "link_role",
      "participants.user_id",
      "participants.role",
      "participants.via",
      "participants.removed_at",
      "participants.left_at",
    ])
    .where("code_sessions.id", "=", sessionId)
    .where("deleted_at", "is", null)
    .execute();
  const [session] = rows;
  if (!session) return;
  const known = new Map(rows.map((row) => [row.user_id, row]));
  const { visibility, link_role } = session;
  return new Map(
    userIds.flatMap((id) => {
      const role = decideRole(
        known.get(id) ?? { visibility, link_role, role: null, via: null, removed_at: null, left_at: null },
      );
      return role ? [[id, role]] : [];
    }),
  );
}

/** A session's settings and a user's row in it, as far as they say what the user may do. */
export type Standing = Pick<CodeSessionRow, "visibility" | "link_role"> & {
  role: Role | null;
  via: ParticipantsTable["via"] | null;
  removed_at: Date | null;
  left_at: Date | null;
};

/**
 * The resulting role; undefined for none. Somebody who left is treated like anybody with the link, but gets no more
 * than the owner had given them.
 */
export function decideRole({ visibility, link_role, role, via, removed_at, left_at }: Standing): Role | undefined {
  if (removed_at) return;
  const isGiven = role && via !== "link";
  if (isGiven && !left_at) return role;
  if (visibility === "private") return;
  return isGiven ? role : link_role;
}

/**
 * Makes a user who came by link a participant, if they are none; their colour is the one that the fewest here have.
 * Call it only after `accessTo` let them in. Returns their colour in this session.
 */
export async function joinByLink(db: Database, user: User, sessionId: string): Promise<string> {
  const joined = await db
    .insertInto("participants")
    .values({
      session_id: sessionId,
      user_id: user.id,
      role: "viewer",
      via: "link",
      color: await pickColor(db, sessionId, user),
    })
    .onConflict((oc) =>
      oc
        .columns(["session_id", "user_id"])
        .doUpdateSet({ left_at: null })
        .where("participants.removed_at", "is", null)
        .where("participants.left_at", "is not", null),
    )
    .returning("color")
    .executeTakeFirst();
  if (joined) return joined.color;
  const there = await db
    .selectFrom("participants")
    .select("color")
    .where("session_id", "=", sessionId)
    .where("user_id", "=", user.id)
    .executeTakeFirst();
  return there?.color ?? user.color;
}

/** The user's own colour where nobody has it yet, else the first of the least used. */
export async function pickColor(db: Database | Transaction<Schema>, sessionId: string, user: User): Promise<string> {
  const rows = await db
    .selectFrom("participants")
    .select(["color", sql<string>`count(*)`.as("uses")])
    .where("session_id", "=", sessionId)
    .where("removed_at", "is", null)
    .where("left_at", "is", null)
    .groupBy("color")
    .execute();
  const uses = new Map<string, number>();
  for (const row of rows) {
    const color = currentColor(row.color);
    uses.set(color, (uses.get(color) ?? 0) + Number(row.uses));
  }
  const own = currentColor(user.color);
  if (!uses.has(own)) return own;
  const usesOf = (color: string) => uses.get(color) ?? 0;
  return caretColors.reduce((best, color) => (usesOf(color) < usesOf(best) ? color : best), caretColors[0]);
}

/** Everybody in a session, in the order of joining, the owner first, with who is connected now. */
export async function listParticipants(db: Database, sessionId: string): Promise<Participant[]> {
  const rows = await db
    .selectFrom("participants")
    .innerJoin("users", "users.id", "participants.user_id")
    .innerJoin("code_sessions", "code_sessions.id", "participants.session_id")
    .innerJoin(shownNames(sessionId).as<"named">("named"), "named.user_id", "participants.user_id")
    .select(["users.id", "named.shown as name", "users.avatar_url", "users.github_id"])
    .select([
      "participants.color",
      "participants.role",
      "participants.via",
      "code_sessions.link_role",
      "code_sessions.visibility",
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("presence")
          .select(sql`1`.as("one"))
          .whereRef("presence.session_id", "=", "participants.session_id")
          .whereRef("presence.user_id", "=", "participants.user_id")
          .where("presence.until", ">", sql<Date>`now()`),
      ).as("online"),
    )
    .where("participants.session_id", "=", sessionId)
    .where("participants.removed_at", "is", null)
    .where("participants.left_at", "is", null)
    .where((eb) => eb.or([eb("participants.via", "!=", "link"), eb("code_sessions.visibility", "!=", "private")]))
    .orderBy(sql`participants.role = 'owner'`, "desc")
    .orderBy("participants.joined_at")
    .orderBy("users.id")
    .execute();
  return rows.map((row) => ({
    userId: row.id,
    name: row.name,
    color: row.color,
    avatarUrl: row.avatar_url,
    role: row.via === "link" ? row.link_role : row.role,
    guest: row.github_id === null,
    byLink: row.via === "link",
    online: Boolean(row.online),
  }));
}

/**
 * Gives a participant a role of their own, which the link no longer changes, and no older invite raises. False when
 * they are none, or the owner.
 */
export async function setRole(db: Database, sessionId: string, userId: string, role: LinkRole): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("participants")
    .set({ role, via: "invite", role_set_at: sql<Date>`clock_timestamp()` })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("role", "!=", "owner")
    .where("removed_at", "is", null)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Takes somebody out of a session: they stay out, even by link and by older invites, until invited anew or restored.
 * The owner cannot be removed.
 */
export async function removeParticipant(db: Database, sessionId: string, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("participants")
    .set({ removed_at: sql<Date>`clock_timestamp()` })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("role", "!=", "owner")
    .where("removed_at", "is", null)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a removal back as if it had never happened, with the role that they had. False when they were not removed. */
export async function restoreParticipant(db: Database, sessionId: string, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("participants")
    .set({ removed_at: null })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("removed_at", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Leaves a session. A link or an invite lets them in again, with what these give; only somebody whom the owner made a
 * viewer stays one, so the row is kept. The owner cannot leave.
 */
export async function leaveSession(db: Database, sessionId: string, userId: string): Promise<boolean> {
  const isOwnersWord = sql<boolean>`(via <> 'link' and role = 'viewer' and role_set_at is not null)`;
  const { numUpdatedRows } = await db
    .updateTable("participants")
    .set({
      left_at: sql<Date>`clock_timestamp()`,
      role: sql`case when ${isOwnersWord} then role else 'viewer' end`,
      via: sql`case when ${isOwnersWord} then via else 'link' end`,
    })
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("role", "!=", "owner")
    .where("removed_at", "is", null)
    .where("left_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
