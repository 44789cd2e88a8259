import { sql } from "kysely";
import { byteaArray, plainArray } from "./array-values.ts";
import { type Database, runPrepared } from "./client.ts";

export type NewUpdate = {
  /** Counts up per node; unique with the node's id. */
  sequence: number;
  sessionId: string;
  lineage: string;
  /** Undefined for another node's edit (`relayed`). */
  authorId: string | undefined;
  relayed: boolean;
  /** Yjs V1. */
  update: Uint8Array;
};

/** Prepared once a connection. As cheap for one row as a statement for a single row would be (measured). */
const APPEND = {
  name: "append-updates",
  text: `
    insert into document_updates (node_id, sequence, session_id, author_id, relayed, update)
    select $1::uuid, new.sequence, new.session_id, users.id, new.relayed, new.update
    from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[], $7::bytea[])
      as new (sequence, session_id, lineage, author_id, relayed, update)
    join documents on documents.session_id = new.session_id and documents.lineage = new.lineage
    left join users on users.id = new.author_id
    on conflict (node_id, sequence) do nothing`,
};

/**
 * Appends a batch to the log in one statement, which is one commit. Returns the sequences that are in the log now;
 * those that are missing belong to a session that is gone or to a document that was replaced.
 * After a failure of unknown outcome call it again with `isRetry`: rows that did get in, whether still in the log or
 * already in the history, are not added twice.
 * Throws what Postgres says; a single bad row (a constraint) fails the whole batch.
 */
export async function appendUpdates(
  db: Database,
  nodeId: string,
  batch: NewUpdate[],
  isRetry: boolean,
): Promise<Set<number>> {
  const sequences = batch.map(({ sequence }) => sequence);
  const known = isRetry ? await listKnown(db, nodeId, sequences) : new Set<number>();
  const rows = isRetry ? batch.filter(({ sequence }) => !known.has(sequence)) : batch;
  const added = await runPrepared(db, APPEND, [
    nodeId,
    plainArray(rows.map(({ sequence }) => sequence)),
    plainArray(rows.map(({ sessionId }) => sessionId)),
    plainArray(rows.map(({ lineage }) => lineage)),
    plainArray(rows.map(({ authorId }) => authorId)),
    plainArray(rows.map(({ relayed }) => relayed)),
    byteaArray(rows.map(({ update }) => update)),
  ]);
  // Fewer are rows that found no document, or that an earlier, still running attempt committed in the meantime.
  return added === rows.length ? new Set(sequences) : listKnown(db, nodeId, sequences);
}

async function listKnown(db: Database, nodeId: string, sequences: number[]): Promise<Set<number>> {
  const { rows } = await sql<{ sequence: string }>`
    select sequence from document_updates where node_id = ${nodeId} and sequence = any(${sequences}::bigint[])
    union select sequence from document_history where node_id = ${nodeId} and sequence = any(${sequences}::bigint[])`.execute(
    db,
  );
  return new Set(rows.map(({ sequence }) => Number(sequence)));
}

export type LoggedUpdate = { id: string; relayed: boolean; update: Uint8Array };

export type Merged = {
  /** The whole document, Yjs V1. */
  snapshot: Uint8Array;
  /** Rows of other nodes' edits that the rest holds anyway: history does not need them. */
  redundant: string[];
};

/**
 * How long another node's edit waits before it is merged, for its own node to log it with its author: history keeps
 * that row.
 */
export const RELAYED_SECONDS = 60;

/**
 * Compaction (L5), in one transaction: locks the document, reads exactly the rows to merge, writes what `merge` makes
 * of them, and moves exactly those rows to the history. Rows that commit meanwhile stay in the log: ids say nothing
 * about the order of commits. Another node's edits stay too for a while: once in the snapshot, nothing could tell
 * whether the history needs them. May fail at any time without harm; `merge` may throw. Appending is not blocked.
 * Returns how many rows were merged, and the bytes of the new snapshot; undefined when there was nothing to do.
 */
export async function compactUpdates(
  db: Database,
  sessionId: string,
  merge: (snapshot: Uint8Array, log: LoggedUpdate[]) => Promise<Merged>,
): Promise<{ rows: number; bytes: number } | undefined> {
  return db.transaction().execute(async (trx) => {
    const document = await trx
      .selectFrom("documents")
      .select("snapshot")
      .where("session_id", "=", sessionId)
      .where("damaged_at", "is", null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const log = await trx
      .selectFrom("document_updates")
      .select(["id", "relayed", "update"])
      .where("session_id", "=", sessionId)
      .where("set_aside_at", "is", null)
      .where(sql<boolean>`not relayed or created_at < now() - make_interval(secs => ${RELAYED_SECONDS})`)
      .orderBy("id")
      .execute();
    if (!document || log.length === 0) return;
    const taken = log.map(({ id }) => id);
    const { snapshot, redundant } = await merge(document.snapshot, log);
    await trx
      .updateTable("documents")
      .set({ snapshot: Buffer.from(snapshot), updated_at: sql<Date>`now()` })
      .where("session_id", "=", sessionId)
      .execute();
    await sql`
      with taken as (
        delete from document_updates where id = any(${taken}::bigint[])
        returning id, session_id, node_id, sequence, author_id, update, created_at
      )
      insert into document_history (session_id, node_id, sequence, author_id, update, created_at)
      select session_id, node_id, sequence, author_id, update, created_at from taken
      where id <> all(${redundant}::bigint[])
      -- A retry of its batch may have crossed with an earlier compaction.
      on conflict (node_id, sequence) do nothing`.execute(trx);
    return { rows: taken.length, bytes: snapshot.byteLength };
  });
}

/** Keeps rows that do not decode out of what loading reads, without losing them (L9). */
export async function setUpdatesAside(db: Database, ids: string[]): Promise<void> {
  await db
    .updateTable("document_updates")
    .set({ set_aside_at: sql<Date>`now()` })
    .where("id", "in", ids)
    .execute();
}

/** Every edit that is in the snapshot, the oldest first: what the snapshot can be made of again. Yjs V1. */
export async function listHistory(db: Database, sessionId: string): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("document_history")
    .select("update")
    .where("session_id", "=", sessionId)
    .orderBy("created_at")
    .orderBy("sequence")
    .execute();
  return rows.map(({ update }) => update);
}

/** Moves `updated_at` of sessions in which people have written. */
export async function touchSessions(db: Database, sessionIds: string[]): Promise<void> {
  await db
    .updateTable("code_sessions")
    .set({ updated_at: sql<Date>`now()` })
    .where("id", "in", sessionIds)
    .execute();
}
