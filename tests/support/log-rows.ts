import * as Y from "yjs";
import type { Appended } from "../../collab/log/batch-rows.ts";
import type { Database } from "../../db/client.ts";
import type { User } from "../../db/users.ts";
import { newSession } from "./person.ts";

/** A session, and updates of its document as one person writes them: each adds to the end of a text named "t". */
export async function newDocument({ db }: { db: Database }, user: User) {
  const sessionId = await newSession({ db }, user);
  const { lineage } = await db
    .selectFrom("documents")
    .select("lineage")
    .where("session_id", "=", sessionId)
    .executeTakeFirstOrThrow();
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  const write = (text: string): Appended => {
    ydoc.getText("t").insert(ydoc.getText("t").length, text);
    return { sessionId, lineage, authorId: user.id, relayed: false, update: updates.pop() ?? new Uint8Array() };
  };
  return { sessionId, lineage, write };
}

const columns = ["node_id", "sequence", "author_id", "update", "created_at"] as const;

export const rowsOf = ({ db }: { db: Database }, sessionId: string) =>
  db.selectFrom("document_updates").select(columns).where("session_id", "=", sessionId).orderBy("sequence").execute();

export const historyOf = ({ db }: { db: Database }, sessionId: string) =>
  db
    .selectFrom("document_history")
    .select(columns)
    .where("session_id", "=", sessionId)
    .orderBy("created_at")
    .orderBy("sequence")
    .execute();

/** The text "t" of what these rows make, applied in the order given. */
export function textOf(rows: { update: Uint8Array }[]): string {
  const ydoc = new Y.Doc();
  for (const { update } of rows) Y.applyUpdate(ydoc, update);
  return ydoc.getText("t").toString();
}
