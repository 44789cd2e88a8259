import { type RawBuilder, sql } from "kysely";
import { type ChatMessage, editRequestPath } from "../protocol/entities.ts";
import { EDIT_REQUEST_MS, MESSAGE_CHANGE_MS, MESSAGE_RESTORE_MS } from "../protocol/limits.ts";
import type { Database } from "./client.ts";
import { withoutDirections } from "./plain-text.ts";
import { shownName } from "./shown-name.ts";

const columns = ["chat_messages.id", "session_id", "user_id", "body", "chat_messages.created_at", "edited_at"] as const;

type Row = {
  id: string;
  session_id: string;
  user_id: string;
  shown: string;
  body: string;
  created_at: Date;
  edited_at: Date | null;
};

const toMessage = (row: Row): ChatMessage => ({
  id: row.id,
  sessionId: row.session_id,
  userId: row.user_id,
  userName: row.shown,
  // Messages from before this rule are kept as they were written.
  body: withoutDirections(row.body),
  createdAt: row.created_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
});

const select = (db: Database) =>
  db
    .selectFrom("chat_messages")
    .innerJoin("users", "users.id", "user_id")
    .where("deleted_at", "is", null)
    .select(columns)
    .select(shownName("chat_messages.session_id").as("shown"));

/**
 * Adds a message under the id that its client made up, exactly once.
 * The same id again, by the same user in the same session, returns the stored message with `added: false`;
 * an id that is somebody else's, or of a message that was deleted, returns undefined.
 */
export async function addMessage(
  db: Database,
  message: { id: string; sessionId: string; userId: string; body: string },
): Promise<{ message: ChatMessage; added: boolean } | undefined> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("chat_messages")
    .values({ id: message.id, session_id: message.sessionId, user_id: message.userId, body: message.body })
    .onConflict((oc) => oc.column("id").doNothing())
    .executeTakeFirst();
  const stored = await findMessage(db, message.id);
  if (!stored || stored.userId !== message.userId || stored.sessionId !== message.sessionId) return;
  return { message: stored, added: numInsertedOrUpdatedRows === 1n };
}

/**
 * The same for a viewer's question whether they may edit. Adds nothing and returns "asked" while another of theirs
 * stands; the lock makes that hold when somebody asks twice at once.
 */
export async function addEditRequest(
  db: Database,
  message: Parameters<typeof addMessage>[1],
): Promise<Awaited<ReturnType<typeof addMessage>> | "asked"> {
  return db.transaction().execute(async (trx) => {
    await trx.selectFrom("users").select("id").where("id", "=", message.userId).forNoKeyUpdate().execute();
    const standing = await findEditRequest(trx, message);
    return standing && standing.id !== message.id ? "asked" : addMessage(trx, message);
  });
}

/**
 * The last question of a user whether they may edit, for `EDIT_REQUEST_MS`; undefined where the owner has given them a
 * role since.
 */
export async function findEditRequest(
  db: Database,
  { sessionId, userId }: { sessionId: string; userId: string },
): Promise<ChatMessage | undefined> {
  const row = await select(db)
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .where(isWithin("chat_messages.created_at", EDIT_REQUEST_MS))
    .where(sql<boolean>`strpos(body, ${editRequestPath(sessionId)}) > 0`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("participants")
            .select(sql`1`.as("one"))
            .whereRef("participants.session_id", "=", "chat_messages.session_id")
            .whereRef("participants.user_id", "=", "chat_messages.user_id")
            .whereRef("participants.role_set_at", ">", "chat_messages.created_at"),
        ),
      ),
    )
    .orderBy("chat_messages.created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && toMessage(row);
}

/** One message with its author's name as it is now; undefined once it is deleted. */
export async function findMessage(db: Database, id: string): Promise<ChatMessage | undefined> {
  const row = await select(db).where("chat_messages.id", "=", id).executeTakeFirst();
  return row && toMessage(row);
}

/**
 * The newest `limit` messages of a session, oldest first; with `before` (a message's id) the newest that are older than
 * it. An id that is not of this session gives none.
 */
export async function listMessages(
  db: Database,
  sessionId: string,
  { before, limit = 50 }: { before?: string; limit?: number } = {},
): Promise<ChatMessage[]> {
  let query = select(db).where("session_id", "=", sessionId);
  if (before) {
    query = query.where(
      sql<boolean>`(chat_messages.created_at, chat_messages.id) < (
        select edge.created_at, edge.id from chat_messages edge where edge.id = ${before} and edge.session_id = ${sessionId})`,
    );
  }
  const rows = await query
    .orderBy("chat_messages.created_at", "desc")
    .orderBy("chat_messages.id", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map(toMessage);
}

type MessageOf = { id: string; sessionId: string; userId: string };

/** Whose message an id is in a session, and whether it was deleted; undefined where there is none. */
export async function findAuthor(
  db: Database,
  { id, sessionId }: Omit<MessageOf, "userId">,
): Promise<{ userId: string; isDeleted: boolean } | undefined> {
  const row = await db
    .selectFrom("chat_messages")
    .select(["user_id", "deleted_at"])
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row && { userId: row.user_id, isDeleted: row.deleted_at !== null };
}

/** Whether less time has passed since `column`, by the database's clock, which wrote it. */
const isWithin = (column: "created_at" | "chat_messages.created_at" | "deleted_at", ms: number): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} > clock_timestamp() - make_interval(secs => ${ms / 1_000})`;

/** The author's own message, as all of these name it: whoever is not the author changes nothing. */
const update = (db: Database, { id, sessionId, userId }: MessageOf) =>
  db
    .updateTable("chat_messages")
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId);

/**
 * Gives the user's own message another text, for `MESSAGE_CHANGE_MS` after it was sent. The text that it has already
 * changes nothing, and is never late. Returns whether the message has the text now.
 */
export async function changeMessage(
  db: Database,
  { body, ...message }: MessageOf & { body: string },
): Promise<boolean> {
  const { numUpdatedRows } = await update(db, message)
    .set({ body, edited_at: sql<Date>`case when body = ${body} then edited_at else clock_timestamp() end` })
    .where("deleted_at", "is", null)
    .where(sql<boolean>`(body = ${body} or ${isWithin("created_at", MESSAGE_CHANGE_MS)})`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes the user's own message, as long as it may be changed. Returns whether it is deleted now. */
export async function deleteMessage(db: Database, message: MessageOf): Promise<boolean> {
  const { numUpdatedRows } = await update(db, message)
    .set({ deleted_at: sql<Date>`coalesce(deleted_at, clock_timestamp())` })
    .where(sql<boolean>`(deleted_at is not null or ${isWithin("created_at", MESSAGE_CHANGE_MS)})`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a deletion back, for `MESSAGE_RESTORE_MS`. Returns whether the message is there now. */
export async function restoreMessage(db: Database, message: MessageOf): Promise<boolean> {
  const { numUpdatedRows } = await update(db, message)
    .set({ deleted_at: null })
    .where(sql<boolean>`(deleted_at is null or ${isWithin("deleted_at", MESSAGE_RESTORE_MS)})`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
