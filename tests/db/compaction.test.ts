import { sql } from "kysely";
import { expect } from "vitest";
import * as Y from "yjs";
import { mergeLog } from "../../collab/log/merge-log.ts";
import { listFiles } from "../../protocol/layout.ts";
import { applyAll } from "../../db/apply-updates.ts";
import type { Database } from "../../db/client.ts";
import { appendUpdates, compactUpdates, listHistory, type NewUpdate } from "../../db/document-updates.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, signUpGuest } from "../support/person.ts";

const merge = async (...args: Parameters<typeof mergeLog>) => mergeLog(...args);

const textOf = (ydoc: Y.Doc) => listFiles(ydoc)[0]?.text as Y.Text;

/** What a change of a page adds, as one update. */
function change(ydoc: Y.Doc, run: () => void): Uint8Array {
  const before = Y.encodeStateVector(ydoc);
  run();
  return Y.encodeStateAsUpdate(ydoc, before);
}

const test = databaseTest
  .extend(
    "compact",
    { scope: "file" },
    ({ database }) =>
      (sessionId: string) =>
        compactUpdates(database.db, sessionId, merge),
  )
  /** A session, and copies of its document as several pages have them. */
  .extend("openSession", { scope: "file" }, ({ database }) => async (...clientIds: number[]) => {
    const { user } = await signUpGuest(database, "Ada");
    const sessionId = await newSession(database, user);
    const stored = await findDocument(database.db, sessionId);
    if (!stored) throw new Error("There is no document.");
    const pages = clientIds.map((clientID) => {
      const ydoc = new Y.Doc();
      ydoc.clientID = clientID;
      Y.applyUpdate(ydoc, stored.snapshot);
      return ydoc;
    });
    const append = (
      nodeId: string,
      row: Pick<NewUpdate, "sequence" | "relayed" | "update">,
      db: Database = database.db,
    ) => appendUpdates(db, nodeId, [{ ...row, sessionId, lineage: stored.lineage, authorId: user.id }], false);
    return { sessionId, pages, append };
  })
  .extend(
    "age",
    { scope: "file" },
    ({ database }) =>
      (sessionId: string) =>
        sql`update document_updates set created_at = created_at - interval '2 minutes' where session_id = ${sessionId}`.execute(
          database.db,
        ),
  )
  .extend("textOfHistory", { scope: "file" }, ({ database }) => async (sessionId: string) => {
    const ydoc = new Y.Doc();
    applyAll(ydoc, await listHistory(database.db, sessionId));
    return textOf(ydoc).toString();
  })
  .extend("storedText", { scope: "file" }, ({ database }) => async (sessionId: string) => {
    const stored = await findDocument(database.db, sessionId);
    return stored && decodeFiles(stored)[0]?.content;
  })
  /**
   * In this order Yjs leaves everything waiting, though it is all there: what waits for the first letters of `early` is
   * noted to wait for the gap before `late`.
   */
  .extend("awkward", { scope: "file" }, ({ openSession }) => async () => {
    const session = await openSession(1, 2, 3);
    const [a, b, c] = session.pages as [Y.Doc, Y.Doc, Y.Doc];
    const first = change(a, () => textOf(a).insert(0, "a"));
    Y.applyUpdate(b, first);
    const onFirst = change(b, () => textOf(b).insert(1, "b"));
    Y.applyUpdate(a, onFirst);
    const second = change(a, () => textOf(a).insert(2, "c"));
    const early = Y.mergeUpdates([first, second]);
    const late = change(a, () => textOf(a).insert(3, "d"));
    const one = change(c, () => textOf(c).insert(0, "1"));
    const two = change(c, () => textOf(c).insert(1, "2"));
    return { ...session, updates: [two, late, onFirst, one, early], text: a };
  });

test("L5 compaction takes exactly the rows that it has merged, whatever is committed meanwhile", async ({
  database,
  openSession,
  storedText,
}) => {
  const { sessionId, pages, append } = await openSession(1, 2);
  const [adas, graces] = pages as [Y.Doc, Y.Doc];
  const late = await database.db.startTransaction().execute();
  await append(
    newId(),
    { sequence: 0, relayed: false, update: change(adas, () => textOf(adas).insert(0, "committed late")) },
    late,
  );
  await append(newId(), {
    sequence: 0,
    relayed: false,
    update: change(graces, () => textOf(graces).insert(0, "merged")),
  });
  const done = await compactUpdates(database.db, sessionId, async (snapshot, log) => {
    await late.commit().execute();
    return mergeLog(snapshot, log);
  });
  expect(done?.rows).toBe(1);
  const text = await storedText(sessionId);
  expect(text).toContain("merged");
  expect(text).toContain("committed late");
});

test("L8 another node's edit that its own node never logged stays in the history", async ({
  database,
  compact,
  openSession,
  age,
  textOfHistory,
  storedText,
}) => {
  const { sessionId, pages, append } = await openSession(1, 2);
  const [adas, graces] = pages as [Y.Doc, Y.Doc];
  const brackets = change(adas, () => textOf(adas).insert(0, "[]"));
  Y.applyUpdate(graces, brackets);
  const inside = change(graces, () => textOf(graces).insert(1, "x"));
  const nodeId = newId();
  await append(nodeId, { sequence: 0, relayed: true, update: brackets });
  await append(nodeId, { sequence: 1, relayed: false, update: inside });
  await compact(sessionId);
  expect(await storedText(sessionId)).toBe("[x]");
  await age(sessionId);
  await compact(sessionId);
  const { count } = await database.db
    .selectFrom("document_updates")
    .where("session_id", "=", sessionId)
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(0);
  expect(await storedText(sessionId)).toBe("[x]");
  expect(await textOfHistory(sessionId)).toBe("[x]");
});

test("L2 a row that a retry added after it had moved to the history does not stop compaction", async ({
  database,
  compact,
  openSession,
  textOfHistory,
  storedText,
}) => {
  const { sessionId, pages, append } = await openSession(1);
  const [adas] = pages as [Y.Doc];
  const nodeId = newId();
  const row = { sequence: 0, relayed: false, update: change(adas, () => textOf(adas).insert(0, "once")) };
  await append(nodeId, row);
  await compact(sessionId);
  await append(nodeId, row);
  await compact(sessionId);
  expect(await storedText(sessionId)).toBe("once");
  expect(await textOfHistory(sessionId)).toBe("once");
  expect((await findDocument(database.db, sessionId))?.log).toEqual([]);
});

test("P1 L5 a document is whole in whatever order its rows come", async ({
  compact,
  textOfHistory,
  storedText,
  awkward,
}) => {
  const { sessionId, updates, append } = await awkward();
  const nodeId = newId();
  for (const [sequence, update] of updates.entries()) await append(nodeId, { sequence, relayed: false, update });
  expect([...((await storedText(sessionId)) ?? "")].sort().join("")).toBe("12abcd");
  await compact(sessionId);
  expect([...((await storedText(sessionId)) ?? "")].sort().join("")).toBe("12abcd");
  expect([...(await textOfHistory(sessionId))].sort().join("")).toBe("12abcd");
});
