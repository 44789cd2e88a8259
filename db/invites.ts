import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "./client.ts";
import { pickColor } from "./participants.ts";
import type { LinkRole } from "./schema.ts";
import type { User } from "./users.ts";

const hash = (token: string) => createHash("sha256").update(token).digest();

export type NewInvite = {
  role: LinkRole;
  /** Seconds from now; never when left out. */
  expiresIn?: number | null;
  /** How many people may join with it; no limit when left out. */
  maxUses?: number | null;
};

/** Makes an invite. Its token is returned once and kept as a hash only. */
export async function createInvite(
  db: Database,
  { sessionId, createdBy, role, expiresIn, maxUses }: NewInvite & { sessionId: string; createdBy: string },
): Promise<{ id: string; token: string }> {
  const token = randomBytes(18).toString("base64url");
  const { id } = await db
    .insertInto("invites")
    .values({
      session_id: sessionId,
      token_hash: hash(token),
      role,
      created_by: createdBy,
      expires_at: expiresIn ? sql<Date>`now() + make_interval(secs => ${expiresIn})` : null,
      max_uses: maxUses ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, token };
}

export type OpenInvite = { id: string; role: LinkRole; expiresAt: string | null; maxUses: number | null; uses: number };

/** A session's invites that still let people in, the newest first. */
export async function listInvites(db: Database, sessionId: string): Promise<OpenInvite[]> {
  const rows = await openInvites(db).where("session_id", "=", sessionId).orderBy("created_at", "desc").execute();
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    expiresAt: row.expires_at?.toISOString() ?? null,
    maxUses: row.max_uses,
    uses: row.uses,
  }));
}

const openInvites = (db: Database) =>
  db
    .selectFrom("invites")
    .selectAll("invites")
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", sql<Date>`now()`)]))
    .where((eb) => eb.or([eb("max_uses", "is", null), eb("uses", "<", eb.ref("max_uses"))]));

/** What an invite leads to, for the page that asks whether to join. Undefined when it is void or the session is gone. */
export async function findInvite(db: Database, token: string) {
  return openInvites(db)
    .innerJoin("code_sessions", "code_sessions.id", "invites.session_id")
    .innerJoin("users", "users.id", "invites.created_by")
    .select(["code_sessions.title", "users.name as invited_by"])
    .where("token_hash", "=", hash(token))
    .where("code_sessions.deleted_at", "is", null)
    .executeTakeFirst();
}

/**
 * Uses an invite once: the user becomes a participant with its role, also if she had been removed.
 * Somebody who already has a role of her own keeps the better one and uses nothing up.
 * Returns the session's id, or undefined when the invite is void (expired, revoked, used up, session deleted).
 */
export async function acceptInvite(db: Database, token: string, user: User): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    const invite = await trx
      .selectFrom("invites")
      .innerJoin("code_sessions", "code_sessions.id", "invites.session_id")
      .select(["invites.id", "invites.session_id", "invites.role", "invites.max_uses", "invites.uses"])
      .select(sql<boolean>`invites.revoked_at is null and (invites.expires_at is null or invites.expires_at > now())`.as("open"))
      .where("token_hash", "=", hash(token))
      .where("code_sessions.deleted_at", "is", null)
      .forUpdate("invites")
      .executeTakeFirst();
    if (!invite?.open) return;
    const present = await trx
      .selectFrom("participants")
      .select(["role", "via", "removed_at"])
      .where("session_id", "=", invite.session_id)
      .where("user_id", "=", user.id)
      .executeTakeFirst();
    const hasOwnRole = present && !present.removed_at && present.via !== "link";
    if (hasOwnRole && (present.role !== "viewer" || invite.role === "viewer")) return invite.session_id;
    if (invite.max_uses !== null && invite.uses >= invite.max_uses) return;
    await trx
      .insertInto("participants")
      .values({
        session_id: invite.session_id,
        user_id: user.id,
        role: invite.role,
        via: "invite",
        color: await pickColor(trx, invite.session_id, user),
      })
      .onConflict((oc) => oc.columns(["session_id", "user_id"]).doUpdateSet({ role: invite.role, via: "invite", removed_at: null }))
      .execute();
    await trx
      .updateTable("invites")
      .set((eb) => ({ uses: eb("uses", "+", 1) }))
      .where("id", "=", invite.id)
      .execute();
    return invite.session_id;
  });
}

/** Revokes one of a session's invites; who came with it stays. False when there is none such. */
export async function revokeInvite(db: Database, sessionId: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("invites")
    .set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
