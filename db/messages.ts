import { sql } from "kysely";
import type { ChatMessage } from "../protocol/entities.ts";
import type { Database } from "./client.ts";
import { withoutDirections } from "./plain-text.ts";
import { shownName } from "./shown-name.ts";

const columns = ["chat_messages.id", "session_id", "user_id", "body", "chat_messages.created_at"] as const;

type Row = { id: string; session_id: string; user_id: string; shown: string; body: string; created_at: Date };

const toMessage = (row: Row): ChatMessage => ({
  id: row.id,
  sessionId: row.session_id,
  userId: row.user_id,
  userName: row.shown,
  // Messages from before this rule are kept as they were written.
  body: withoutDirections(row.body),
  createdAt: row.created_at.toISOString(),
});

const select = (db: Database) =>
  db
    .selectFrom("chat_messages")
    .innerJoin("users", "users.id", "user_id")
    .select(columns)
    .select(shownName("chat_messages.session_id").as("shown"));

/**
 * Adds a message under the id that its client made up, exactly once.
 * The same id again, by the same user in the same session, returns the stored message with `added: false`;
 * an id that is somebody else's returns undefined.
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

/** One message with its author's name as it is now. */
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
