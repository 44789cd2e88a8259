import * as Y from "yjs";
import { listFiles, type Session } from "../collab/protocol.ts";
import type { Database } from "./client.ts";
import { findDocument } from "./documents.ts";

/**
 * The files of a session as stored, without their texts; a live document may be seconds ahead.
 * Undefined when the session is gone, or its bytes cannot be read.
 */
export async function listStoredFiles(db: Database, sessionId: string): Promise<Session["files"]> {
  const stored = await findDocument(db, sessionId);
  if (!stored || stored.damaged) return;
  const ydoc = new Y.Doc();
  try {
    Y.applyUpdate(ydoc, stored.update);
    return listFiles(ydoc).map(({ id, path, language }) => ({ id, path, language }));
  } catch {
    // The collab node that opens it flags the damage; a list of names is not the place.
    return;
  } finally {
    ydoc.destroy();
  }
}
