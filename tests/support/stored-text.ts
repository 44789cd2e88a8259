import type { Database } from "../../db/client.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";

/** The text of a session's first file, as it is stored; undefined where there is none. */
export async function storedText({ db }: { db: Database }, sessionId: string): Promise<string | undefined> {
  const stored = await findDocument(db, sessionId);
  return stored && decodeFiles(stored)[0]?.content;
}
