import type { Database } from "./client.ts";
import type { UserRow } from "./schema.ts";
import { caretColors, MAX_NAME_CHARS } from "../collab/protocol.ts";

export type User = { id: string; name: string; color: string; avatarUrl: string | null; guest: boolean };

export const userColumns = ["users.id", "users.name", "users.color", "users.avatar_url", "users.github_id"] as const;

/** A row as the rest of the code knows it. */
export function toUser(row: Pick<UserRow, "id" | "name" | "color" | "avatar_url" | "github_id">): User {
  return { id: row.id, name: row.name, color: row.color, avatarUrl: row.avatar_url, guest: row.github_id === null };
}

/**
 * A name as it is stored: NFC, without control and direction characters, inner space folded, at most 64 characters.
 * Empty when nothing readable is left.
 */
export function cleanName(input: string): string {
  const readable = input
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  return [...readable].slice(0, MAX_NAME_CHARS).join("").trim();
}

const randomColor = () => caretColors[Math.floor(Math.random() * caretColors.length)] ?? caretColors[0];

/** Adds a guest: a person known by `name` alone, which must have come through `cleanName`. */
export async function createGuest(db: Database, name: string): Promise<User> {
  const row = await db
    .insertInto("users")
    .values({ name, color: randomColor() })
    .returning(["id", "name", "color", "avatar_url", "github_id"])
    .executeTakeFirstOrThrow();
  return toUser(row);
}

/** Changes a user's name, which must have come through `cleanName`. */
export async function renameUser(db: Database, userId: string, name: string): Promise<void> {
  await db.updateTable("users").set({ name }).where("id", "=", userId).execute();
}

export type GitHubProfile = { id: string; login: string; name: string; avatarUrl: string | null };

/** The user of a GitHub account: added at the first sign-in, brought up to date at each later one (the name only at the first). */
export async function upsertGitHubUser(db: Database, profile: GitHubProfile): Promise<User> {
  const row = await db
    .insertInto("users")
    .values({
      name: cleanName(profile.name) || profile.login,
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
