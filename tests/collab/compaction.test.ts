import { EventEmitter } from "node:events";
import { sql } from "kysely";
import { pino } from "pino";
import { expect } from "vitest";
import * as Y from "yjs";
import { mergeLog } from "../../collab/log/merge-log.ts";
import { Persistence } from "../../collab/document/persistence.ts";
import { type Database, openDatabase } from "../../db/client.ts";
import {
  appendUpdates,
  compactUpdates,
  type LoggedUpdate,
  type Merged,
  type NewUpdate,
} from "../../db/document-updates.ts";
import { findDocument } from "../../db/documents.ts";
import { databaseTest } from "../support/database-test.ts";
import { historyOf, newDocument, rowsOf, textOf } from "../support/log-rows.ts";
import { newId } from "../support/person.ts";
import { randomFrom } from "../support/random.ts";

const merge = (snapshot: Uint8Array, log: LoggedUpdate[]): Promise<Merged> => Promise.resolve(mergeLog(snapshot, log));
const append = (db: Database, nodeId: string, ...rows: NewUpdate[]) => appendUpdates(db, nodeId, rows, false);

const test = databaseTest
  /** What a node that opens the document now would show. */
  .extend("loaded", { scope: "file" }, ({ database }) => async (sessionId: string): Promise<string> => {
    const stored = await findDocument(database.db, sessionId);
    if (!stored) throw new Error("There is no such document.");
    return textOf([{ update: stored.snapshot }, ...stored.log]);
  })
  /** What the history and the log make, from nothing. */
  .extend(
    "replayed",
    { scope: "file" },
    ({ database }) =>
      async (sessionId: string) =>
        textOf([...(await historyOf(database, sessionId)), ...(await rowsOf(database, sessionId))]),
  )
  /** Makes rows as old as those of other nodes that are ready to be merged. */
  .extend(
    "age",
    { scope: "file" },
    ({ database }) =>
      (sessionId: string) =>
        sql`update document_updates set created_at = now() - interval '2 minutes' where session_id = ${sessionId}`.execute(
          database.db,
        ),
  );

test("L5 rows that commit while a compaction merges stay in the log, whatever their ids", async ({
  database,
  ada,
  loaded,
  replayed,
}) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const [early, other] = [newId(), newId()];
  const letters = [..."abcd"].map((letter, sequence) => ({ ...write(letter), sequence }));
  const [a, b, c, d] = letters as [NewUpdate, NewUpdate, NewUpdate, NewUpdate];
  const slow = await database.db.startTransaction().execute();
  await append(slow, early, b);
  await append(database.db, other, a, c);
  await compactUpdates(database.db, sessionId, async (snapshot, log) => {
    expect(log).toHaveLength(2);
    await slow.commit().execute();
    await append(database.db, other, d);
    return merge(snapshot, log);
  });
  expect((await rowsOf(database, sessionId)).map(({ node_id, sequence }) => [node_id, sequence])).toEqual([
    [early, "1"],
    [other, "3"],
  ]);
  expect(await loaded(sessionId)).toBe("abcd");
  await compactUpdates(database.db, sessionId, merge);
  expect(await rowsOf(database, sessionId)).toEqual([]);
  expect(await loaded(sessionId)).toBe("abcd");
  expect(await replayed(sessionId)).toBe("abcd");
});

test("L5 loading sees a document whole while it is appended to and compacted all the time", async ({
  database,
  ada,
  loaded,
  replayed,
}) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const nodeId = newId();
  let length = 0;
  let isWriting = true;
  const writing = (async () => {
    for (let sequence = 0; sequence < 150; sequence++) {
      await append(database.db, nodeId, { ...write("x"), sequence });
      length++;
    }
    isWriting = false;
  })();
  const compacting = (async () => {
    while (isWriting) await compactUpdates(database.db, sessionId, merge);
  })();
  let loads = 0;
  while (isWriting) {
    const least = length;
    expect((await loaded(sessionId)).length).toBeGreaterThanOrEqual(least);
    loads++;
  }
  await Promise.all([writing, compacting]);
  expect(loads).toBeGreaterThan(5);
  expect(await loaded(sessionId)).toBe("x".repeat(150));
  expect(await replayed(sessionId)).toBe("x".repeat(150));
});

test("L5 two nodes that compact one document at once take each row once", async ({ database, ada, loaded }) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const nodeId = newId();
  await append(database.db, nodeId, ...Array.from({ length: 40 }, (_, sequence) => ({ ...write("x"), sequence })));
  const done = await Promise.all([1, 2, 3].map(() => compactUpdates(database.db, sessionId, merge)));
  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await loaded(sessionId)).toBe("x".repeat(40));
  expect((await historyOf(database, sessionId)).filter(({ node_id }) => node_id === nodeId)).toHaveLength(40);
});

test.for<[string, (db: Database) => Promise<Merged>]>([
  ["cannot merge", () => Promise.reject(new Error("no"))],
  [
    "loses its connection in the middle",
    async (db) => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tandem' and state = 'idle in transaction' and datname = current_database()`.execute(
        db,
      );
      return { snapshot: new Uint8Array([0, 0]), redundant: [] };
    },
  ],
])("L5 a compaction that %s changes nothing", async ([_, fail], { database, ada, loaded }) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  await append(database.db, newId(), { ...write("kept"), sequence: 0 });
  const another = openDatabase({ connectionString: database.databaseUrl, poolSize: 1, queryTimeoutMs: 0 });
  await expect(compactUpdates(another, sessionId, () => fail(database.db))).rejects.toThrow();
  await another.destroy();
  expect(await rowsOf(database, sessionId)).toHaveLength(1);
  expect(await loaded(sessionId)).toBe("kept");
  await compactUpdates(database.db, sessionId, merge);
  expect(await loaded(sessionId)).toBe("kept");
});

test("L5 however many documents are left at once, compacting them takes one connection", async ({ database, ada }) => {
  let running = 0;
  let most = 0;
  const persistence = new Persistence({
    db: database.db,
    log: pino({ level: "silent" }),
    updateLog: new EventEmitter(),
    merge: async (snapshot, log) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      return merge(snapshot, log);
    },
  });
  const sessionIds: string[] = [];
  for (let i = 0; i < 12; i++) {
    const { sessionId, write } = await newDocument(database, ada.user);
    await append(database.db, newId(), ...Array.from({ length: 60 }, (_, sequence) => ({ ...write("x"), sequence })));
    const document = Object.assign(new Y.Doc(), { name: sessionId });
    await persistence.onLoadDocument({ documentName: sessionId, document } as never);
    sessionIds.push(sessionId);
  }
  await Promise.all(sessionIds.map((documentName) => persistence.afterUnloadDocument({ documentName } as never)));
  await persistence.idle();
  expect(most).toBe(1);
  for (const sessionId of sessionIds) expect(await rowsOf(database, sessionId)).toEqual([]);
});

test("L8 another node's edit that its own node logged too is in the history once, under its author", async ({
  database,
  ada,
  age,
}) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const [own, other] = [newId(), newId()];
  const edit = write("both");
  await append(database.db, other, { ...edit, authorId: undefined, relayed: true, sequence: 0 });
  await append(database.db, own, { ...edit, sequence: 0 });
  await age(sessionId);
  await compactUpdates(database.db, sessionId, merge);
  const history = (await historyOf(database, sessionId)).filter(({ node_id }) => node_id !== sessionId);
  expect(history.map(({ node_id, author_id }) => [node_id, author_id])).toEqual([[own, ada.user.id]]);
  expect(await rowsOf(database, sessionId)).toEqual([]);
});

test("L8 another node's edit that nobody else logged is in the history, whenever compactions come", async ({
  database,
  ada,
  loaded,
  replayed,
  age,
}) => {
  const { sessionId, write } = await newDocument(database, ada.user);
  const nodeId = newId();
  const relayed = { authorId: undefined, relayed: true };
  await append(
    database.db,
    nodeId,
    { ...write("theirs "), ...relayed, sequence: 0 },
    { ...write("ours"), sequence: 1 },
  );
  // Ours is taken at once; theirs waits for its own node, which has died.
  await compactUpdates(database.db, sessionId, merge);
  expect(await loaded(sessionId)).toBe("theirs ours");
  expect(await replayed(sessionId)).toBe("theirs ours");
  await age(sessionId);
  await compactUpdates(database.db, sessionId, merge);
  expect(await rowsOf(database, sessionId)).toEqual([]);
  expect(await loaded(sessionId)).toBe("theirs ours");
  expect(await replayed(sessionId)).toBe("theirs ours");
});

test("L8 whatever the order in which other nodes' edits lie, history and log make the text", async ({
  database,
  ada,
  loaded,
  replayed,
  age,
}) => {
  const { below, seed } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  for (let round = 0; round < 20; round++) {
    const { sessionId, write } = await newDocument(database, ada.user);
    const rows = Array.from({ length: 12 }, (_, sequence): NewUpdate => {
      const edit = write(String.fromCharCode(97 + sequence));
      return below(2) ? { ...edit, authorId: undefined, relayed: true, sequence } : { ...edit, sequence };
    });
    const wanted = textOf(rows);
    const nodeId = newId();
    while (rows.length > 0) {
      const [row] = rows.splice(below(rows.length), 1) as [NewUpdate];
      await append(database.db, nodeId, row);
      if (below(3) === 0) await age(sessionId);
      if (below(3) === 0) await compactUpdates(database.db, sessionId, merge);
    }
    await age(sessionId);
    await compactUpdates(database.db, sessionId, merge);
    expect([await loaded(sessionId), await replayed(sessionId)]).toEqual([wanted, wanted]);
  }
});
