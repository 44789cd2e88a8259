import { sql } from "kysely";
import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pino } from "pino";
import { expect } from "vitest";
import { PACE_BURST, PACE_MS } from "../../collab/log/pace.ts";
import { mergeLog } from "../../collab/log/merge-log.ts";
import { UpdateLog, type UpdateLogOptions } from "../../collab/log/update-log.ts";
import { openDatabase } from "../../db/client.ts";
import { appendUpdates, compactUpdates } from "../../db/document-updates.ts";
import { databaseTest } from "../support/database-test.ts";
import { openLink } from "../support/link.ts";
import { historyOf, newDocument, rowsOf, textOf } from "../support/log-rows.ts";
import { newId } from "../support/person.ts";
import { until } from "../support/until.ts";

const log = pino({ level: "silent" });
/** Longer than any test: what waits so long waits for something else. */
const HOUR_MS = 3_600_000;

const test = databaseTest
  /** A log of a node of its own; what it tells is gathered. */
  .extend(
    "openUpdateLog",
    { scope: "file" },
    ({ database }) =>
      ({ db = database.db, ...options }: Partial<UpdateLogOptions> = {}) => {
        const refused: string[] = [];
        const storage: string[] = [];
        const nodeId = newId();
        const updateLog = new UpdateLog({ db, nodeId, log, ...options });
        updateLog.on("storage", (state) => storage.push(state)).on("refused", (id) => refused.push(id));
        const written = (sessionId: string) =>
          new Promise<boolean>((resolve) => updateLog.whenWritten(sessionId, resolve));
        const committed = () => once(updateLog, "committed");
        return { updateLog, nodeId, refused, storage, written, committed, [Symbol.dispose]: () => updateLog.stop() };
      },
  )
  /** A database behind a wire. */
  .extend("throughLink", { scope: "file" }, ({ database }) => async (queryTimeoutMs = 8_000) => {
    const link = await openLink(database.databaseUrl);
    const db = openDatabase({ connectionString: link.url, poolSize: 4, queryTimeoutMs });
    return {
      link,
      db,
      async [Symbol.asyncDispose]() {
        link.mend();
        await Promise.race([db.destroy(), new Promise((resolve) => setTimeout(resolve, 500))]);
        link[Symbol.dispose]();
      },
    };
  });

test("L2 what comes while a batch is in flight goes with the next one, merged by author and in order", async ({
  database,
  ada,
  openUpdateLog,
}) => {
  using node = openUpdateLog();
  const { sessionId, write } = await newDocument(database, ada.user);
  node.updateLog.append(write("a"));
  const first = node.written(sessionId);
  for (const letter of "bcdefgh") node.updateLog.append(write(letter));
  expect(await first).toBe(true);
  for (const letter of "ijk") node.updateLog.append(write(letter));
  expect(await node.written(sessionId)).toBe(true);
  const rows = await rowsOf(database, sessionId);
  expect(rows.length).toBeLessThan(5);
  expect(textOf(rows)).toBe("abcdefghijk");
  expect(rows.map(({ sequence }) => Number(sequence))).toEqual(rows.map((_, nth) => nth));
});

test("L2 an edit that nobody asks about waits for others, until somebody asks about one of them", async ({
  database,
  ada,
  openUpdateLog,
}) => {
  using node = openUpdateLog({ gatherMs: HOUR_MS });
  const [asked, other] = [await newDocument(database, ada.user), await newDocument(database, ada.user)];
  for (const letter of "abc") {
    node.updateLog.append(asked.write(letter));
    node.updateLog.append(other.write(letter));
    // If it were on its way, it would be there before this.
    await rowsOf(database, asked.sessionId);
  }
  expect(await node.written(asked.sessionId)).toBe(true);
  for (const { sessionId } of [asked, other]) {
    const rows = await rowsOf(database, sessionId);
    expect(rows).toHaveLength(1);
    expect(textOf(rows)).toBe("abc");
  }
});

test("L2 an edit that nobody ever asks about is committed by itself", async ({ database, ada, openUpdateLog }) => {
  using node = openUpdateLog();
  const { sessionId, write } = await newDocument(database, ada.user);
  const committed = node.committed();
  node.updateLog.append(write("a"));
  await committed;
  expect(textOf(await rowsOf(database, sessionId))).toBe("a");
});

test.for<[string, number, number]>([
  ["many edits", 500, 1],
  ["large ones", 2, 40_000],
])("L2 %s wait for nobody to ask", async ([_, count, chars], { database, ada, openUpdateLog }) => {
  using node = openUpdateLog({ gatherMs: HOUR_MS });
  const { sessionId, write } = await newDocument(database, ada.user);
  const committed = node.committed();
  for (let i = 0; i < count; i++) node.updateLog.append(write("x".repeat(chars)));
  await committed;
  expect(textOf(await rowsOf(database, sessionId))).toHaveLength(count * chars);
});

test("L6 a document that leaves memory waits for nobody to ask", async ({ database, ada, openUpdateLog }) => {
  using node = openUpdateLog({ gatherMs: HOUR_MS });
  const { sessionId, write } = await newDocument(database, ada.user);
  node.updateLog.append(write("a"));
  await node.updateLog.drained(sessionId);
  expect(textOf(await rowsOf(database, sessionId))).toBe("a");
});

test("L2 whoever asks about what is on its way makes nothing else go", async ({ database, ada, openUpdateLog }) => {
  using node = openUpdateLog({ gatherMs: HOUR_MS });
  const [first, later] = [await newDocument(database, ada.user), await newDocument(database, ada.user)];
  const stored = await database.db.transaction().execute(async (trx) => {
    await sql`lock table document_updates in exclusive mode`.execute(trx);
    node.updateLog.append(first.write("a"));
    const asked = [node.written(first.sessionId)];
    await nextTurn();
    node.updateLog.append(later.write("b"));
    asked.push(node.written(first.sessionId));
    return asked;
  });
  expect(await Promise.all(stored)).toEqual([true, true]);
  // If it were on its way, it would be there before this.
  expect(await rowsOf(database, later.sessionId)).toEqual([]);
  node.updateLog.append(later.write("c"));
  expect(await node.written(later.sessionId)).toBe(true);
  expect(await rowsOf(database, later.sessionId)).toHaveLength(1);
});

test("L3 whoever asks without a pause is answered a hundred times a second", async ({
  database,
  ada,
  openUpdateLog,
}) => {
  using node = openUpdateLog({ gatherMs: HOUR_MS });
  const { sessionId, write } = await newDocument(database, ada.user);
  const startedAt = performance.now();
  for (let i = 0; i < 100; i++) {
    node.updateLog.append(write("x"));
    expect(await node.written(sessionId)).toBe(true);
  }
  expect(await rowsOf(database, sessionId)).toHaveLength(100);
  // But for the first few.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual((100 - PACE_BURST) * PACE_MS);
});

test("L2 rows come back as they were appended, whatever their bytes", async ({ database, ada }) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const updates = [
    new Uint8Array(),
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    new Uint8Array(100_000).fill(0x5c),
    // A part of a larger buffer.
    Uint8Array.from([1, 2, 3, 4]).subarray(1, 3),
  ];
  const rows = updates.map((update, sequence) => ({
    ...write("x"),
    authorId: sequence % 2 ? ada.user.id : undefined,
    update,
    sequence,
  }));
  const nodeId = newId();
  expect(await appendUpdates(database.db, nodeId, rows, false)).toEqual(new Set([0, 1, 2, 3]));
  expect(
    (await rowsOf(database, sessionId)).map(({ node_id, sequence, author_id, update }) => ({
      node_id,
      sequence: Number(sequence),
      author_id,
      update: Uint8Array.from(update),
    })),
  ).toEqual(
    rows.map(({ authorId = null, update, sequence }) => ({ node_id: nodeId, sequence, author_id: authorId, update })),
  );
});

test("L2 a batch that fails for a passing reason is tried again, before anything later", async ({
  database,
  ada,
  openUpdateLog,
  throughLink,
}) => {
  await using away = await throughLink();
  using node = openUpdateLog({ db: away.db });
  const { sessionId, write } = await newDocument(database, ada.user);
  away.link.cut();
  node.updateLog.append(write("first"));
  const order: string[] = [];
  const first = node.written(sessionId).then(() => order.push("first"));
  await until(() => node.updateLog.backlog.ageMs > 300);
  node.updateLog.append(write("second"));
  const second = node.written(sessionId).then(() => order.push("second"));
  expect(await rowsOf(database, sessionId)).toEqual([]);
  away.link.mend();
  await Promise.all([first, second]);
  expect(order).toEqual(["first", "second"]);
  const rows = await rowsOf(database, sessionId);
  expect(rows.map(({ sequence }) => Number(sequence))).toEqual([0, 1]);
  expect(textOf(rows)).toBe("firstsecond");
});

test.for(["stays in the log", "was compacted meanwhile"])(
  "L2 a batch whose commit got through but whose answer was lost is there once, when it %s",
  async (where, { database, ada, openUpdateLog, throughLink }) => {
    await using away = await throughLink();
    using node = openUpdateLog({ db: away.db });
    const { sessionId, write } = await newDocument(database, ada.user);
    node.updateLog.append(write("warm"));
    expect(await node.written(sessionId)).toBe(true);
    away.link.deafen();
    node.updateLog.append(write(" up"));
    const stored = node.written(sessionId);
    await until(async () => (await rowsOf(database, sessionId)).length === 2);
    if (where !== "stays in the log")
      await compactUpdates(database.db, sessionId, (snapshot, rows) => Promise.resolve(mergeLog(snapshot, rows)));
    away.link.cut();
    away.link.mend();
    expect(await stored).toBe(true);
    expect(node.refused).toEqual([]);
    const rows = [...(await historyOf(database, sessionId)), ...(await rowsOf(database, sessionId))].filter(
      ({ node_id }) => node_id === node.nodeId,
    );
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual([0, 1]);
    expect(textOf(rows)).toBe("warm up");
  },
);

test("L2 L8 a row that is there twice, because its retry crossed with a compaction, is in the history once", async ({
  database,
  ada,
}) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const nodeId = newId();
  const batch = [{ ...write("once"), sequence: 0 }];
  const merge = (snapshot: Uint8Array, rows: Parameters<typeof mergeLog>[1]) =>
    Promise.resolve(mergeLog(snapshot, rows));
  await appendUpdates(database.db, nodeId, batch, false);
  await compactUpdates(database.db, sessionId, merge);
  // What an attempt does that looked for its rows before the earlier one had committed.
  await appendUpdates(database.db, nodeId, batch, false);
  expect(await rowsOf(database, sessionId)).toHaveLength(1);
  await compactUpdates(database.db, sessionId, merge);
  expect(await rowsOf(database, sessionId)).toEqual([]);
  expect((await historyOf(database, sessionId)).filter(({ node_id }) => node_id === nodeId)).toHaveLength(1);
});

test.for(["purged", "replaced"])(
  "L2 the rows of a session that was %s are dropped, and the others of the batch are stored",
  async (fate, { database, ada, openUpdateLog }) => {
    using node = openUpdateLog();
    const [gone, kept] = [await newDocument(database, ada.user), await newDocument(database, ada.user)];
    if (fate === "purged") await database.db.deleteFrom("code_sessions").where("id", "=", gone.sessionId).execute();
    else
      await database.db
        .updateTable("documents")
        .set({ lineage: newId() })
        .where("session_id", "=", gone.sessionId)
        .execute();
    node.updateLog.append(gone.write("lost"));
    node.updateLog.append(kept.write("kept"));
    const [goneStored, keptStored] = await Promise.all([node.written(gone.sessionId), node.written(kept.sessionId)]);
    expect([goneStored, keptStored]).toEqual([false, true]);
    expect(node.refused).toEqual([gone.sessionId]);
    expect(textOf(await rowsOf(database, kept.sessionId))).toBe("kept");
    expect(await rowsOf(database, gone.sessionId)).toEqual([]);
    // Not even later: what comes builds on what is missing.
    expect(await node.written(gone.sessionId)).toBe(false);
  },
);

test("L2 a row that Postgres will never take is found and dropped alone", async ({
  database,
  ada,
  openUpdateLog,
  throughLink,
}) => {
  await using away = await throughLink();
  using node = openUpdateLog({ db: away.db });
  const [bad, kept] = [await newDocument(database, ada.user), await newDocument(database, ada.user)];
  node.updateLog.append(kept.write("warm"));
  await node.written(kept.sessionId);
  away.link.deafen();
  node.updateLog.append(kept.write(" and kept"));
  node.updateLog.append(bad.write("unlucky"));
  const [keptStored, badStored] = [node.written(kept.sessionId), node.written(bad.sessionId)];
  await until(async () => (await rowsOf(database, bad.sessionId)).length === 1);
  // The answer is lost, and before the next attempt one of the rows becomes impossible.
  await database.db.deleteFrom("document_updates").where("session_id", "=", bad.sessionId).execute();
  await database.db.schema
    .alterTable("document_updates")
    .addCheckConstraint("unlucky", sql`session_id <> ${sql.lit(bad.sessionId)}::uuid`)
    .execute();
  try {
    away.link.cut();
    away.link.mend();
    expect([await keptStored, await badStored]).toEqual([true, false]);
    expect(node.refused).toEqual([bad.sessionId]);
    expect(textOf(await rowsOf(database, kept.sessionId))).toBe("warm and kept");
  } finally {
    await database.db.schema.alterTable("document_updates").dropConstraint("unlucky").execute();
  }
});

test("L2 updates that Yjs cannot merge do not stop the log", async ({ database, ada, openUpdateLog }) => {
  using node = openUpdateLog();
  const { sessionId, write } = await newDocument(database, ada.user);
  node.updateLog.append(write("first"));
  for (let i = 0; i < 2; i++)
    node.updateLog.append({ ...write("x"), update: new Uint8Array([1, 1, 255, 255, 255, 255, 255, 7, 99]) });
  expect(await node.written(sessionId)).toBe(true);
  node.updateLog.append(write("later"));
  expect(await node.written(sessionId)).toBe(true);
  expect(await rowsOf(database, sessionId)).toHaveLength(4);
});

test("L2 a listener that fails does not stop the log", async ({ database, ada, openUpdateLog }) => {
  using node = openUpdateLog();
  node.updateLog.on("committed", () => {
    throw new Error("not taken");
  });
  const { sessionId, write } = await newDocument(database, ada.user);
  node.updateLog.append(write("a"));
  node.updateLog.whenWritten(sessionId, () => {
    throw new Error("not taken");
  });
  expect(await node.written(sessionId)).toBe(true);
  node.updateLog.append(write("b"));
  expect(await node.written(sessionId)).toBe(true);
  await node.updateLog.allDrained();
});

test("L2 a connection that is dead without a reset is replaced, and the batch is written over another", async ({
  database,
  ada,
  openUpdateLog,
  throughLink,
}) => {
  await using away = await throughLink(1_000);
  using node = openUpdateLog({ db: away.db });
  const { sessionId, write } = await newDocument(database, ada.user);
  node.updateLog.append(write("warm"));
  await node.written(sessionId);
  away.link.abandon();
  node.updateLog.append(write(" again"));
  expect(await node.written(sessionId)).toBe(true);
  expect(textOf(await rowsOf(database, sessionId))).toBe("warm again");
});

test("L7 the queue says that it is full, and when it no longer is; it drops nothing", async ({
  database,
  ada,
  openUpdateLog,
  throughLink,
}) => {
  await using away = await throughLink();
  using node = openUpdateLog({ db: away.db, maxQueueBytes: 10_000 });
  const { sessionId, write } = await newDocument(database, ada.user);
  away.link.cut();
  let text = "";
  for (let i = 0; i < 30; i++) {
    node.updateLog.append(write("x".repeat(1_000)));
    text += "x".repeat(1_000);
  }
  expect(node.updateLog.isFull).toBe(true);
  await until(() => node.storage.length > 0);
  expect(node.storage).toEqual(["delayed"]);
  let hasRoom = false;
  const room = node.updateLog.room().then(() => (hasRoom = true));
  expect(hasRoom).toBe(false);
  away.link.mend();
  await room;
  expect(await node.written(sessionId)).toBe(true);
  await until(() => node.storage.length > 1);
  expect(node.storage).toEqual(["delayed", "ok"]);
  expect(node.updateLog.backlog.bytes).toBe(0);
  expect(textOf(await rowsOf(database, sessionId))).toBe(text);
});
