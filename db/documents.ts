import { sql, type Transaction } from "kysely";
import * as Y from "yjs";
import {
  addFile,
  anchorAt,
  anchoredRange,
  findFile,
  listFiles,
  removeForeignContent,
  removeUnsound,
} from "../protocol/layout.ts";
import type { Anchor } from "../protocol/entities.ts";
import { applyAll } from "./apply-updates.ts";
import type { Database } from "./client.ts";
import type { Schema } from "./schema.ts";

export type StoredDocument = {
  lineage: string;
  damaged: boolean;
  /** Yjs V1. */
  snapshot: Uint8Array;
  /** What was logged since the snapshot, Yjs V1; the order does not matter. */
  log: { id: string; update: Uint8Array }[];
};

/** The bytes of a new document with these files; `content` may hold any line ends. Yjs V1. */
export function seedDocument(...files: StoredFile[]): Uint8Array {
  const ydoc = new Y.Doc();
  for (const file of files) addFile(ydoc, file);
  const update = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return update;
}

/** Stores a session's first document and the beginning of its history, in the transaction that creates the session. */
export async function insertDocument(
  trx: Transaction<Schema>,
  { sessionId, authorId, update }: { sessionId: string; authorId: string; update: Uint8Array },
): Promise<void> {
  const bytes = Buffer.from(update);
  await trx.insertInto("documents").values({ session_id: sessionId, snapshot: bytes }).execute();
  await trx
    .insertInto("document_history")
    .values({
      session_id: sessionId,
      node_id: sessionId,
      sequence: "0",
      author_id: authorId,
      update: bytes,
      created_at: sql<Date>`now()`,
    })
    .execute();
}

/**
 * A session's document, or undefined when the session is not there or deleted. Snapshot and log are read by one
 * statement, so that a compaction that commits meanwhile is seen completely or not at all (L5). Decoding is left to the
 * caller.
 */
export async function findDocument(db: Database, sessionId: string): Promise<StoredDocument | undefined> {
  const row = await db
    .selectFrom("documents")
    .innerJoin("code_sessions", "code_sessions.id", "documents.session_id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("document_updates as logged")
          .whereRef("logged.session_id", "=", "documents.session_id")
          .where("set_aside_at", "is", null)
          .select([
            sql<string[] | null>`array_agg(logged.id)`.as("ids"),
            sql<Buffer[] | null>`array_agg(logged.update)`.as("updates"),
          ])
          .as("log"),
      (join) => join.onTrue(),
    )
    .select(["snapshot", "lineage", "damaged_at", "log.ids", "log.updates"])
    .where("documents.session_id", "=", sessionId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!row) return;
  const log = (row.ids ?? []).map((id, nth) => ({ id, update: row.updates?.[nth] ?? new Uint8Array() }));
  return { lineage: row.lineage, damaged: row.damaged_at !== null, snapshot: row.snapshot, log };
}

/** The lineage alone, which changes when a document is replaced. */
export async function findLineage(db: Database, sessionId: string): Promise<string | undefined> {
  const row = await db.selectFrom("documents").select("lineage").where("session_id", "=", sessionId).executeTakeFirst();
  return row?.lineage;
}

/** Flags a document whose bytes cannot all be decoded: people are told, and nobody writes in it (L9). */
export async function flagDamaged(db: Database, sessionId: string): Promise<void> {
  await db
    .updateTable("documents")
    .set({ damaged_at: sql<Date>`now()` })
    .where("session_id", "=", sessionId)
    .where("damaged_at", "is", null)
    .execute();
}

/** A stored document as one update, Yjs V1, without what is no part of its layout. Throws when it cannot be decoded. */
export function copyDocument({ snapshot, log }: StoredDocument): Uint8Array {
  const ydoc = new Y.Doc();
  try {
    applyAll(ydoc, [snapshot, ...log.map(({ update }) => update)]);
    removeUnsound(ydoc);
    return Y.encodeStateAsUpdate(ydoc);
  } finally {
    ydoc.destroy();
  }
}

export type StoredFile = { id: string; path: string; language: string; content: string };

/** The files of a stored document, in the order of their paths. Throws when it cannot be decoded. */
export function decodeFiles({ snapshot, log }: Pick<StoredDocument, "snapshot" | "log">): StoredFile[] {
  const ydoc = new Y.Doc();
  try {
    applyAll(ydoc, [snapshot, ...log.map(({ update }) => update)]);
    return listFiles(ydoc).map(({ text, ...file }) => ({ ...file, content: text.toString() }));
  } finally {
    ydoc.destroy();
  }
}

export type OpenFile = Disposable & {
  path: string;
  language: string;
  content: string;
  /** Ties lines (from 1, inclusive, at least one of them with text) to their characters. */
  anchorLines: (startLine: number, endLine: number) => Anchor;
  /** The lines where anchored text is now; undefined where all of it is deleted. */
  linesAt: (anchor: Anchor) => { startLine: number; endLine: number } | undefined;
};

/**
 * One file of a stored document, for as long as it is needed to anchor something in it. Undefined when there is no such
 * file. Throws when the document cannot be decoded.
 */
export function openFile(
  { snapshot, log }: Pick<StoredDocument, "snapshot" | "log">,
  fileId: string,
): OpenFile | undefined {
  const ydoc = new Y.Doc();
  applyAll(ydoc, [snapshot, ...log.map(({ update }) => update)]);
  // As in the live document: otherwise offsets of the text would not be those of its characters.
  removeForeignContent(ydoc);
  const file = findFile(ydoc, fileId);
  if (!file) {
    ydoc.destroy();
    return;
  }
  const { text } = file;
  const content = text.toString();
  const lines = content.split("\n");
  const lineAt = (offset: number) => content.slice(0, offset).split("\n").length;
  return {
    path: file.path,
    language: file.language,
    content,
    anchorLines(startLine, endLine) {
      const start = lines.slice(0, startLine - 1).reduce((sum, line) => sum + line.length + 1, 0);
      const length = lines.slice(startLine - 1, endLine).join("\n").length;
      return anchorAt(text, start, start + length);
    },
    linesAt(anchor) {
      const range = anchoredRange(ydoc, text, anchor);
      return range && { startLine: lineAt(range.start), endLine: lineAt(range.end) };
    },
    [Symbol.dispose]: () => ydoc.destroy(),
  };
}
