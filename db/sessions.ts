import { randomUUID } from "node:crypto";
import { sql, type ExpressionBuilder, type Transaction } from "kysely";
import type { Session } from "../protocol/entities.ts";
import { MAX_GUEST_BYTES, MAX_TITLE_CHARS, MAX_USER_BYTES } from "../protocol/limits.ts";
import type { Database } from "./client.ts";
import { copyDocument, findDocument, insertDocument, seedDocument, type StoredFile } from "./documents.ts";
import { decideRole } from "./participants.ts";
import type { CodeSessionRow, LinkRole, Role, Schema, Visibility } from "./schema.ts";
import { searchedWords, titleKeys } from "./title-keys.ts";
import type { User } from "./users.ts";

export type SessionSettings = { title: string; language: string; visibility: Visibility; linkRole: LinkRole };

/** A row as JSON shows it to somebody with this role. */
export function toSession(row: CodeSessionRow, role: Role): Session {
  return {
    id: row.id,
    title: row.title,
    language: row.language,
    visibility: row.visibility,
    linkRole: row.link_role,
    viewersRun: false,
    role,
    ownerId: row.owner_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export type NewFile = Omit<StoredFile, "id">;

/**
 * Creates a session with its owner and its document, in one transaction: this is the only place that seeds a text.
 * `files` are what is in it; line ends are normalised.
 */
export async function createSession(
  db: Database,
  owner: User,
  settings: SessionSettings,
  ...files: [NewFile, ...NewFile[]]
): Promise<CodeSessionRow> {
  const seeds = files.map((file) => ({ id: randomUUID(), ...file }));
  return insertSession(db, owner, settings, seedDocument(...seeds));
}

/** An owner keeps as much as they may; `limit` is in bytes. `isOfDeleted` where their deleted sessions fill it. */
export class NoRoomLeft extends Error {
  readonly limit: number;
  readonly isOfDeleted: boolean;
  constructor(limit: number, isOfDeleted: boolean) {
    super("There is no room left.");
    this.limit = limit;
    this.isOfDeleted = isOfDeleted;
  }
}

/**
 * Throws `NoRoomLeft` where `bytes` more would be too much for an owner. Deleting makes room at once, but with what is
 * not purged yet an owner may keep at most twice the limit. The lock makes the sum hold when somebody asks twice at
 * once.
 */
async function requireRoom(trx: Transaction<Schema>, owner: User, bytes: number): Promise<void> {
  await trx.selectFrom("users").select("id").where("id", "=", owner.id).forNoKeyUpdate().execute();
  const { rows } = await sql<{ kept: string; all: string }>`
    select coalesce(sum(size) filter (where deleted_at is null), 0) as kept, coalesce(sum(size), 0) as all from (
      select deleted_at, octet_length(snapshot) + coalesce(
        (select sum(octet_length(update)) from document_updates logged where logged.session_id = code_sessions.id), 0
      ) as size
      from code_sessions join documents on documents.session_id = code_sessions.id where owner_id = ${owner.id}
    ) sizes`.execute(trx);
  const limit = owner.guest ? MAX_GUEST_BYTES : MAX_USER_BYTES;
  const { kept = 0, all = 0 } = rows[0] ?? {};
  if (Number(kept) + bytes > limit) throw new NoRoomLeft(limit, false);
  if (Number(all) + bytes > 2 * limit) throw new NoRoomLeft(limit, true);
}

/**
 * Creates a session around a document that exists already as Yjs V1 bytes, such as a copy of another session's. Throws
 * `NoRoomLeft` when its owner keeps too much already.
 */
export async function insertSession(
  db: Database,
  owner: User,
  settings: SessionSettings,
  update: Uint8Array,
): Promise<CodeSessionRow> {
  return db.transaction().execute(async (trx) => {
    await requireRoom(trx, owner, update.byteLength);
    const session = await trx
      .insertInto("code_sessions")
      .values({
        owner_id: owner.id,
        title: settings.title,
        ...titleKeys(settings.title),
        language: settings.language,
        visibility: settings.visibility,
        link_role: settings.linkRole,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await trx
      .insertInto("participants")
      .values({ session_id: session.id, user_id: owner.id, role: "owner", via: "owner", color: owner.color })
      .execute();
    await insertDocument(trx, { sessionId: session.id, authorId: owner.id, update });
    return session;
  });
}

/**
 * Copies a session that `owner` may read into a private one of their own, with the text as it is stored.
 * Undefined when that text is damaged, or gone with its session.
 */
export async function duplicateSession(
  db: Database,
  owner: User,
  original: CodeSessionRow,
): Promise<CodeSessionRow | undefined> {
  const document = await findDocument(db, original.id);
  if (!document || document.damaged) return;
  const title = [...`Copy of ${original.title}`].slice(0, MAX_TITLE_CHARS).join("");
  const settings = { title, language: original.language, visibility: "private", linkRole: original.link_role } as const;
  return insertSession(db, owner, settings, copyDocument(document));
}

/** Changes some of a session's settings. Undefined when it is not this owner's, or deleted. */
export async function updateSession(
  db: Database,
  ownerId: string,
  sessionId: string,
  changes: Partial<SessionSettings>,
): Promise<CodeSessionRow | undefined> {
  const { title, language, visibility, linkRole } = changes;
  return db
    .updateTable("code_sessions")
    .set({
      title,
      ...(title !== undefined && titleKeys(title)),
      language,
      visibility,
      link_role: linkRole,
      updated_at: sql<Date>`now()`,
    })
    .where("id", "=", sessionId)
    .where("owner_id", "=", ownerId)
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/** Marks a session as deleted: nobody gets in any more, and `restoreSession` can take it back. */
export async function deleteSession(db: Database, ownerId: string, sessionId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("code_sessions")
    .set({ deleted_at: sql<Date>`now()` })
    .where("id", "=", sessionId)
    .where("owner_id", "=", ownerId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** How long a deletion can be taken back; then the session is purged (`db/sweep.ts`). */
export const RESTORE_DAYS = 30;

const isRestorable = sql<boolean>`deleted_at > now() - make_interval(days => ${RESTORE_DAYS})`;

/** Takes a deletion back, for 30 days. */
export async function restoreSession(db: Database, ownerId: string, sessionId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("code_sessions")
    .set({ deleted_at: null })
    .where("id", "=", sessionId)
    .where("owner_id", "=", ownerId)
    .where(isRestorable)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** One of an owner's deleted sessions, for the offer to take that back. */
export async function findDeletedSession(
  db: Database,
  ownerId: string,
  sessionId: string,
): Promise<Pick<CodeSessionRow, "id" | "title"> | undefined> {
  return db
    .selectFrom("code_sessions")
    .select(["id", "title"])
    .where("id", "=", sessionId)
    .where("owner_id", "=", ownerId)
    .where(isRestorable)
    .executeTakeFirst();
}

/**
 * One session that is not deleted, without a check of access: for the collab nodes, which show it to people who are
 * already in.
 */
export async function findSession(db: Database, sessionId: string): Promise<CodeSessionRow | undefined> {
  return db
    .selectFrom("code_sessions")
    .selectAll()
    .where("id", "=", sessionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

export const scopes = ["mine", "shared", "public"] as const;
export const sorts = ["edited", "created", "title"] as const;

export type SessionQuery = {
  scope: (typeof scopes)[number];
  /** Words that the title must contain, in upper or lower case, with accents or without, in any script. */
  q?: string;
  language?: string;
  sort?: (typeof sorts)[number];
  limit?: number;
  offset?: number;
};

/** A user's own sessions, those others let them into, or all public ones: the last edited first by default. */
export async function listSessions(db: Database, userId: string, query: SessionQuery): Promise<Session[]> {
  const { scope, q = "", language, sort = "edited", limit = 50, offset = 0 } = query;
  let rows = db
    .selectFrom("code_sessions")
    .leftJoin("participants", (join) =>
      join.onRef("participants.session_id", "=", "code_sessions.id").on("participants.user_id", "=", userId),
    )
    .selectAll("code_sessions")
    .select(["participants.role", "participants.via", "participants.removed_at", "participants.left_at"])
    .where("deleted_at", "is", null)
    .where("participants.removed_at", "is", null)
    .where(inScope(scope, userId))
    .limit(limit)
    .offset(offset);
  for (const word of searchedWords(q))
    rows = rows.where(sql<boolean>`strpos(coalesce(title_search, lower(title)), ${word}) > 0`);
  if (language) rows = rows.where("language", "=", language);
  if (sort === "title")
    rows = rows.orderBy(sql`coalesce(title_sort, lower(title)) collate "C"`).orderBy(sql`title collate "C"`);
  else rows = rows.orderBy(sort === "created" ? "created_at" : "updated_at", "desc");
  const found = await rows.orderBy("code_sessions.id").execute();
  return found.map(({ role, via, removed_at, left_at, ...session }) =>
    toSession(session, decideRole({ ...session, role, via, removed_at, left_at }) ?? session.link_role),
  );
}

type Joined = ExpressionBuilder<Schema, "code_sessions" | "participants">;

const inScope = (scope: SessionQuery["scope"], userId: string) => (eb: Joined) => {
  if (scope === "mine") return eb("owner_id", "=", userId);
  if (scope === "public") return eb("visibility", "=", "public");
  return eb.and([
    eb("owner_id", "!=", userId),
    eb("participants.user_id", "is not", null),
    eb("participants.left_at", "is", null),
    eb.or([eb("participants.via", "!=", "link"), eb("visibility", "!=", "private")]),
  ]);
};
