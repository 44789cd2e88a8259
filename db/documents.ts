import { sql, type Transaction } from "kysely";
import * as Y from "yjs";
import { addFile, listFiles } from "../collab/protocol.ts";
import type { Database } from "./client.ts";
import type { Schema } from "./schema.ts";

export type StoredDocument = {
  /** The whole document as one Yjs V1 update. */
  update: Uint8Array;
  lineage: string;
  damaged: boolean;
};

/** The bytes of a new document with one file; `content` may hold any line ends. Yjs V1. */
export function seedDocument(file: { id: string; path: string; language: string; content: string }): Uint8Array {
  const ydoc = new Y.Doc();
  addFile(ydoc, file);
  const update = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return update;
}

/** Stores a session's first document, in the transaction that creates the session. */
export async function insertDocument(trx: Transaction<Schema>, sessionId: string, update: Uint8Array): Promise<void> {
  await trx.insertInto("documents").values({ session_id: sessionId, snapshot: Buffer.from(update) }).execute();
}

/** A session's document, or undefined when the session is not there or deleted. Decoding it is the caller's part. */
export async function findDocument(db: Database, sessionId: string): Promise<StoredDocument | undefined> {
  const row = await db
    .selectFrom("documents")
    .innerJoin("code_sessions", "code_sessions.id", "documents.session_id")
    .select(["snapshot", "lineage", "damaged_at"])
    .where("session_id", "=", sessionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && { update: row.snapshot, lineage: row.lineage, damaged: row.damaged_at !== null };
}

/** The lineage alone, which changes when a document is replaced. */
export async function findLineage(db: Database, sessionId: string): Promise<string | undefined> {
  const row = await db.selectFrom("documents").select("lineage").where("session_id", "=", sessionId).executeTakeFirst();
  return row?.lineage;
}

/**
 * Replaces a document's snapshot with `update`, the whole state as Yjs V1, and moves the session's `updated_at`.
 * A snapshot of another lineage is refused: returns false and stores nothing, also when the session was purged.
 */
export async function storeDocument(
  db: Database,
  sessionId: string,
  { update, lineage }: { update: Uint8Array; lineage: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("documents")
      .set({ snapshot: Buffer.from(update), updated_at: sql<Date>`now()` })
      .where("session_id", "=", sessionId)
      .where("lineage", "=", lineage)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await trx.updateTable("code_sessions").set({ updated_at: sql<Date>`now()` }).where("id", "=", sessionId).execute();
    return true;
  });
}

/** Flags a document whose bytes cannot be decoded: it is shown to people and never overwritten. */
export async function flagDamaged(db: Database, sessionId: string): Promise<void> {
  await db
    .updateTable("documents")
    .set({ damaged_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("damaged_at", "is", null)
    .execute();
}

export type StoredFile = { id: string; path: string; language: string; content: string };

/** The files in stored bytes (Yjs V1), in the order of their paths. Throws when the bytes cannot be decoded. */
export function decodeFiles(update: Uint8Array): StoredFile[] {
  const ydoc = new Y.Doc();
  try {
    Y.applyUpdate(ydoc, update);
    return listFiles(ydoc).map(({ text, ...file }) => ({ ...file, content: text.toString() }));
  } finally {
    ydoc.destroy();
  }
}
