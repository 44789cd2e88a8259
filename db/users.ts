import { sql } from "kysely";
import type { Database } from "./client.ts";
import type { UserRow } from "./schema.ts";
import { caretColors } from "../protocol/entities.ts";
import { cleanName, nameSkeleton } from "./names.ts";

export type User = { id: string; name: string; color: string; avatarUrl: string | null; guest: boolean };

export const userColumns = ["users.id", "users.name", "users.color", "users.avatar_url", "users.github_id"] as const;

/** A row as the rest of the code knows it. */
export function toUser(row: Pick<UserRow, "id" | "name" | "color" | "avatar_url" | "github_id">): User {
  return { id: row.id, name: row.name, color: row.color, avatarUrl: row.avatar_url, guest: row.github_id === null };
}

const randomColor = () => caretColors[Math.floor(Math.random() * caretColors.length)] ?? caretColors[0];

/** Adds a guest: a person known by `name` alone, which must have come through `cleanName`. */
export async function createGuest(db: Database, name: string): Promise<User> {
  const row = await db
    .insertInto("users")
    .values({ name, name_skeleton: nameSkeleton(name), color: randomColor() })
    .returning(["id", "name", "color", "avatar_url", "github_id"])
    .executeTakeFirstOrThrow();
  return toUser(row);
}

/** Changes a user's name, which must have come through `cleanName`. */
export async function renameUser(db: Database, userId: string, name: string): Promise<void> {
  await db
    .updateTable("users")
    .set({ name, name_skeleton: nameSkeleton(name), named_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", userId)
    .where("name", "!=", name)
    .execute();
}

/** The ids under which a user was a guest before signing in with GitHub, the latest first, at most 20. */
export async function listAdoptedGuests(db: Database, user: Pick<User, "id" | "guest">): Promise<string[]> {
  if (user.guest) return [];
  const rows = await db
    .selectFrom("adopted_guests")
    .select("guest_id")
    .where("user_id", "=", user.id)
    .orderBy("created_at", "desc")
    .limit(20)
    .execute();
  return rows.map((row) => row.guest_id);
}

export type GitHubProfile = { id: string; login: string; name: string; avatarUrl: string | null };

/**
 * The user of a GitHub account: added at the first sign-in, brought up to date at each later one (the name only at the
 * first).
 */
export async function upsertGitHubUser(db: Database, profile: GitHubProfile): Promise<User> {
  const name = cleanName(profile.name) || profile.login;
  const row = await db
    .insertInto("users")
    .values({
      name,
      name_skeleton: nameSkeleton(name),
      color: randomColor(),
      github_id: profile.id,
      github_login: profile.login,
      avatar_url: profile.avatarUrl,
    })
    .onConflict((oc) =>
      oc.column("github_id").doUpdateSet({ github_login: profile.login, avatar_url: profile.avatarUrl }),
    )
    .returning(["id", "name", "color", "avatar_url", "github_id"])
    .executeTakeFirstOrThrow();
  return toUser(row);
}

/**
 * Decides which of two rows of one person in one session counts: anybody who was removed stays out, unless invited or
 * the owner.
 */
const standing = (row: "own" | "guests") => sql<number>`case
  when ${sql.ref(row)}.role = 'owner' then 0
  when ${sql.ref(row)}.removed_at is not null then 3
  when ${sql.ref(row)}.left_at is not null then 5
  when ${sql.ref(row)}.via = 'link' then 4
  when ${sql.ref(row)}.role = 'editor' then 1
  else 2 end`;

/**
 * Makes everything of a guest a user's own: sessions, roles (the better one where both have one), messages, runs,
 * invites. The guest and their sign-ins are gone afterwards. Does nothing when `guestId` is no guest.
 * Every table that refers to users needs its line here.
 */
export async function adoptGuest(db: Database, guestId: string, userId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // The lock keeps others from adding rows of the guest meanwhile.
    const guest = await trx
      .selectFrom("users")
      .select("id")
      .where("id", "=", guestId)
      .where("id", "!=", userId)
      .where("github_id", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!guest) return;
    await trx.updateTable("code_sessions").set({ owner_id: userId }).where("owner_id", "=", guestId).execute();
    await sql`
      update participants own set role = guests.role, via = guests.via, removed_at = guests.removed_at,
        invite_id = guests.invite_id, left_at = guests.left_at,
        role_set_at = greatest(own.role_set_at, guests.role_set_at)
      from participants guests
      where own.user_id = ${userId} and guests.user_id = ${guestId} and own.session_id = guests.session_id
        and ${standing("guests")} < ${standing("own")}
    `.execute(trx);
    await trx
      .deleteFrom("participants")
      .where("user_id", "=", guestId)
      .where("session_id", "in", trx.selectFrom("participants").select("session_id").where("user_id", "=", userId))
      .execute();
    await trx.updateTable("participants").set({ user_id: userId }).where("user_id", "=", guestId).execute();
    await trx.updateTable("chat_messages").set({ user_id: userId }).where("user_id", "=", guestId).execute();
    await trx.updateTable("document_updates").set({ author_id: userId }).where("author_id", "=", guestId).execute();
    await trx.updateTable("document_history").set({ author_id: userId }).where("author_id", "=", guestId).execute();
    await trx.updateTable("reviews").set({ user_id: userId }).where("user_id", "=", guestId).execute();
    await trx.updateTable("findings").set({ claimed_by: userId }).where("claimed_by", "=", guestId).execute();
    await trx.updateTable("runs").set({ user_id: userId }).where("user_id", "=", guestId).execute();
    await trx.updateTable("invites").set({ created_by: userId }).where("created_by", "=", guestId).execute();
    await trx.insertInto("adopted_guests").values({ guest_id: guestId, user_id: userId }).execute();
    await trx.deleteFrom("presence").where("user_id", "=", guestId).execute();
    await trx.deleteFrom("sign_ins").where("user_id", "=", guestId).execute();
    await trx.deleteFrom("users").where("id", "=", guestId).execute();
  });
}
