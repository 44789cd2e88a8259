import * as Y from "yjs";
import { addFile, filesOf } from "../../protocol/layout.ts";
import type { Database } from "../../db/client.ts";

/** What anybody could put into a document before there were rules, beside two files as they should be. */
export function unsoundDocument(): Uint8Array {
  const ydoc = new Y.Doc();
  const files = filesOf(ydoc) as Y.Map<unknown>;
  const add = (id: string, path: string, content = "") => addFile(ydoc, { id, path, language: "typescript", content });
  add("sound", "main.ts", "const sound = 1;\n");
  add("second", "notes.md", "# Notes\n");
  files.set("boom", "boom");
  files.set("null", null);
  files.set("text", new Y.Text("a text of its own"));
  const withPath = (id: string, path: unknown) => {
    add(id, "x", `text of ${id}\n`);
    filesOf(ydoc).get(id)?.set("path", path);
  };
  withPath("object-path", { toString: 1 });
  withPath("map-path", new Y.Map());
  withPath("no-path", undefined);
  withPath("evil-path", "../../../../tmp/evil.sh");
  withPath("long-path", "x/".repeat(512 * 1024));
  withPath("proto-path", "__proto__");
  filesOf(ydoc).get("second")?.set("color", "red");
  filesOf(ydoc).get("object-path")?.set("language", "__proto__");
  filesOf(ydoc).get("map-path")?.set("language", new Y.Map());
  ydoc.getText("junk").insert(0, "junk ".repeat(1_000));
  ydoc.getMap("more").set("a", 1);
  return Y.encodeStateAsUpdate(ydoc);
}

/** A document with so many files, all empty but for the first. */
export function crowdedDocument(count: number): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.transact(() => {
    for (let nth = 0; nth < count; nth++)
      addFile(ydoc, {
        id: `file-${nth}`,
        path: `f${nth}.ts`,
        language: "typescript",
        content: nth === 0 ? "the first\n" : "",
      });
  });
  return Y.encodeStateAsUpdate(ydoc);
}

/** Puts a document in the place of a session's own, as if it had been written long ago. */
export async function storeDocument({ db }: { db: Database }, sessionId: string, update: Uint8Array): Promise<void> {
  await db
    .updateTable("documents")
    .set({ snapshot: Buffer.from(update) })
    .where("session_id", "=", sessionId)
    .execute();
  await db.deleteFrom("document_updates").where("session_id", "=", sessionId).execute();
  await db
    .updateTable("document_history")
    .set({ update: Buffer.from(update) })
    .where("session_id", "=", sessionId)
    .execute();
}
