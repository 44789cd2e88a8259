import { createHash, randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Database } from "./client.ts";
import { decideRole, pickColor } from "./participants.ts";
import type { InviteRow, LinkRole, Schema } from "./schema.ts";
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
  return rows.map(toOpenInvite);
}

const toOpenInvite = (row: InviteRow): OpenInvite => ({
  id: row.id,
  role: row.role,
  expiresAt: row.expires_at?.toISOString() ?? null,
  maxUses: row.max_uses,
  uses: row.uses,
});

const openInvites = (db: Database) =>
  db
    .selectFrom("invites")
    .selectAll("invites")
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", sql<Date>`now()`)]))
    .where((eb) => eb.or([eb("max_uses", "is", null), eb("uses", "<", eb.ref("max_uses"))]));

/** The invite by which somebody came to a session, while it still lets people in. */
export async function findInviteOf(db: Database, sessionId: string, userId: string): Promise<OpenInvite | undefined> {
  const row = await openInvites(db)
    .where("session_id", "=", sessionId)
    .where("id", "=", (eb) =>
      eb
        .selectFrom("participants")
        .select("invite_id")
        .where("session_id", "=", sessionId)
        .where("user_id", "=", userId),
    )
    .executeTakeFirst();
  return row && toOpenInvite(row);
}

/** An invite, together with its session and somebody's row there; the database compares the times. */
const inviteWithStanding = (db: Database | Transaction<Schema>, token: string, userId: string | undefined) =>
  db
    .selectFrom("invites")
    .innerJoin("code_sessions", "code_sessions.id", "invites.session_id")
    .innerJoin("users", "users.id", "invites.created_by")
    .leftJoin("participants", (join) =>
      join.onRef("participants.session_id", "=", "invites.session_id").on("participants.user_id", "=", userId ?? null),
    )
    .select([
      "invites.id",
      "invites.session_id",
      "invites.role as offered",
      "code_sessions.title",
      "users.name as invited_by",
    ])
    .select([
      "visibility",
      "link_role",
      "participants.user_id",
      "participants.role",
      "participants.via",
      "removed_at",
      "left_at",
    ])
    .select([
      sql<boolean>`revoked_at is null and (expires_at is null or expires_at > now()) and (max_uses is null or uses < max_uses)`.as(
        "is_open",
      ),
      sql<boolean>`coalesce(invites.created_at > removed_at, true)`.as("is_after_removal"),
      sql<boolean>`coalesce(invites.created_at > role_set_at, true)`.as("is_after_word"),
    ])
    .where("token_hash", "=", hash(token))
    .where("code_sessions.deleted_at", "is", null);

type Offer = NonNullable<Awaited<ReturnType<ReturnType<typeof inviteWithStanding>["executeTakeFirst"]>>>;

/**
 * What an invite does for somebody: `grant` is the role that it gives, `member` is for somebody who takes part already
 * and gains nothing by it. `removed` and `lowered` are refusals: the owner has decided otherwise after it was made.
 */
export type Effect = "void" | "member" | "removed" | "lowered" | { grant: LinkRole };

function effectOf(offer: Offer): Effect {
  const { offered, is_open, is_after_removal, is_after_word } = offer;
  const role = offer.user_id && !offer.left_at ? decideRole(offer) : undefined;
  if (role) {
    const gains = (offered === "editor" && role === "viewer") || (offer.via === "link" && offered === role);
    if (!gains || !is_open) return "member";
    return role === offered || is_after_word ? { grant: offered } : "lowered";
  }
  if (!is_open) return "void";
  if (offer.removed_at) return is_after_removal ? { grant: offered } : "removed";
  return { grant: is_after_word ? offered : "viewer" };
}

/**
 * What an invite leads to, for somebody or (without `userId`) for anybody. Undefined when there is no such invite, or
 * its session is gone.
 */
export async function findInvite(db: Database, token: string, userId?: string) {
  const offer = await inviteWithStanding(db, token, userId).executeTakeFirst();
  return (
    offer && { sessionId: offer.session_id, title: offer.title, invitedBy: offer.invited_by, effect: effectOf(offer) }
  );
}

/** The result of using an invite: with `member` and a granted role the session is open to them. */
export type Acceptance =
  { effect: "void"; sessionId?: undefined } | { effect: Exclude<Effect, "void">; sessionId: string };

/**
 * Uses an invite once: the user becomes a participant with its role. Somebody who takes part already keeps the better
 * role and uses nothing up, even with an invite that is void. One that is older than the owner's word, a removal or a
 * lower role, gives nothing back: the times are compared under locks of both rows.
 */
export async function acceptInvite(db: Database, token: string, user: User): Promise<Acceptance> {
  // The user's row may appear between the two queries, and is not locked then; trying again locks it.
  return (await tryInvite(db, token, user)) ?? acceptInvite(db, token, user);
}

/** Undefined, with nothing done, where the user's row in the session appeared meanwhile. */
async function tryInvite(db: Database, token: string, user: User): Promise<Acceptance | undefined> {
  return db.transaction().execute(async (trx): Promise<Acceptance | undefined> => {
    const invite = await trx
      .selectFrom("invites")
      .select("session_id")
      .where("token_hash", "=", hash(token))
      .forUpdate()
      .executeTakeFirst();
    if (!invite) return { effect: "void" };
    const { session_id: sessionId } = invite;
    const row = await trx
      .selectFrom("participants")
      .select("role")
      .where("session_id", "=", sessionId)
      .where("user_id", "=", user.id)
      .forUpdate()
      .executeTakeFirst();
    const offer = await inviteWithStanding(trx, token, user.id).executeTakeFirst();
    if (offer?.user_id && !row) return;
    const effect = offer ? effectOf(offer) : "void";
    if (!offer || effect === "void") return { effect: "void" };
    if (typeof effect === "string") return { effect, sessionId };

    const given = { role: effect.grant, via: "invite", invite_id: offer.id } as const;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("participants")
      .values({ ...given, session_id: sessionId, user_id: user.id, color: await pickColor(trx, sessionId, user) })
      .onConflict((oc) => {
        const there = oc.columns(["session_id", "user_id"]);
        if (!row) return there.doNothing();
        // The removal stays on record: invites that are older must not raise the role that this one gives.
        return there.doUpdateSet({
          ...given,
          removed_at: null,
          left_at: null,
          role_set_at: sql<Date>`greatest(participants.role_set_at, participants.removed_at)`,
        });
      })
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return;
    await trx
      .updateTable("invites")
      .set((eb) => ({ uses: eb("uses", "+", 1) }))
      .where("id", "=", offer.id)
      .execute();
    return { effect, sessionId };
  });
}

/** Revokes one of a session's invites; those who came with it stay. False when there is no such invite. */
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
