import { sql } from "kysely";
import { expect } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import type { ServerEvent } from "../../protocol/events.ts";
import { findLineage } from "../../db/documents.ts";
import { joinByLink, setRole } from "../../db/participants.ts";
import type { Connection } from "../support/connection.ts";
import { newId } from "../support/person.ts";
import { type RawSocket, statelessFrame, syncStep2Frame, updateFrame } from "../support/raw-socket.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const markFrame = (sessionId: string, n: number) => statelessFrame(sessionId, JSON.stringify({ type: "mark", n }));
const durables = ({ events }: { events: ServerEvent[] }) =>
  events.flatMap((event) => (event.type === "durable" ? [event.n] : []));

const refusals = ({ events }: { events: ServerEvent[] }) =>
  events.flatMap((event) => (event.type === "refused" ? [event.reason] : []));

/** A copy of a page's document, and the updates of what is written in the copy from now on. */
function copyOf(page: Connection) {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(page.ydoc));
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  const text = listFiles(ydoc)[0]?.text ?? new Y.Text();
  return { ydoc, text, updates };
}

/** Somebody else's mark is answered, so that everything that was committable is committed by now. */
const others = (page: Connection) => page.durable();

const test = stackTest({ web: false });

test("L3 a mark that comes before the SyncStep2 is answered only after it", async ({
  stack,
  ada,
  grace,
  open,
  attack,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  using owner = open(ada, sessionId);
  await owner.synced;
  const copy = copyOf(owner);
  copy.text.insert(3, " two");
  using page = await attack(grace, sessionId);
  page.send(markFrame(sessionId, 1));
  await page.handled(sessionId);
  await others(owner);
  expect(durables(page)).toEqual([]);
  page.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(copy.ydoc)));
  await until(() => durables(page).length > 0);
  expect(durables(page)).toEqual([1]);
  expect(await storedText(sessionId)).toBe("one two");
});

test("L3 a mark is answered after the commit of what came before it, and typing does not wait for that", async ({
  stack,
  ada,
  grace,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using adas = open(ada, sessionId);
  using graces = open(grace, sessionId);
  await Promise.all([adas.synced, graces.synced]);
  await adas.durable();
  const before = durables(adas).length;
  await stack.db.transaction().execute(async (trx) => {
    await sql`lock table document_updates in exclusive mode`.execute(trx);
    adas.text().insert(0, "typed");
    adas.provider.sendStateless(JSON.stringify({ type: "mark", n: 100 }));
    await until(() => graces.text().toString() === "typed");
    graces.text().insert(5, " and answered");
    await until(() => adas.text().toString() === "typed and answered");
    expect(durables(adas)).toHaveLength(before);
  });
  await until(() => durables(adas).includes(100));
  expect(await storedText(sessionId)).toMatch(/^typed/);
});

test("L3 a mark may be sent again, and the answer to a later one covers it", async ({ stack, ada, open }) => {
  const sessionId = await stack.newSession(ada.user);
  using page = open(ada, sessionId);
  await page.synced;
  for (const n of [3, 3, 5]) page.provider.sendStateless(JSON.stringify({ type: "mark", n }));
  await until(() => durables(page).includes(5));
});

test("L3 after a reconnect a mark is answered only once all was sent again", async ({
  stack,
  ada,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  using page = open(ada, sessionId);
  await page.synced;
  await page.durable();
  page.events.length = 0;
  page.socket.disconnect();
  await page.closed;
  page.text().insert(3, " two");
  // Kept by the provider, it is the first that the new connection hears.
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 1 }));
  await page.socket.connect();
  await until(() => durables(page).includes(1));
  expect(await storedText(sessionId)).toBe("one two");
});

type Sender = { sessionId: string; page: RawSocket; copy: ReturnType<typeof copyOf>; owner: Connection };

/** What leaves something out; the last update of the copy is the one that was refused. */
const incomplete: [string, (sender: Sender) => Uint8Array][] = [
  [
    "an edit behind one that never arrived",
    ({ copy }) => {
      copy.text.insert(0, "missing ");
      copy.text.insert(8, "behind ");
      return copy.updates.at(-1) as Uint8Array;
    },
  ],
  [
    "a deletion of something that never arrived",
    ({ copy }) => {
      copy.text.insert(0, "missing ");
      copy.text.delete(2, 2);
      return copy.updates.at(-1) as Uint8Array;
    },
  ],
];

test.for(incomplete)(
  "L4 %s leads to no durable until everything was sent again; others' marks are answered",
  async ([_, leaveOut], { stack, ada, grace, open, attack, storedText }) => {
    const sessionId = await stack.newSession(ada.user, { content: "one" });
    using owner = open(ada, sessionId);
    await owner.synced;
    const copy = copyOf(owner);
    using page = await attack(grace, sessionId);
    page.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(copy.ydoc)));
    page.send(updateFrame(sessionId, leaveOut({ sessionId, page, copy, owner })));
    page.send(markFrame(sessionId, 1));
    await until(() => refusals(page).length > 0);
    await page.handled(sessionId);
    owner.text().insert(0, "zero ");
    await others(owner);
    await page.handled(sessionId);
    expect([durables(page), refusals(page), refusals(owner)]).toEqual([[], ["incomplete"], []]);
    expect(await storedText(sessionId)).toBe("zero one");
    page.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(copy.ydoc)));
    await until(() => durables(page).includes(1));
    await until(() => owner.text().toString().includes(copy.text.toString().slice(0, -3)));
    expect(await storedText(sessionId)).toBe(owner.text().toString());
    // Whoever opens it later finds nothing that waits.
    await stack.restartCollab("SIGKILL");
    using later = open(ada, sessionId);
    await later.synced;
    expect(later.text().toString()).toBe(owner.text().toString());
  },
);

test("L4 an edit that does not decode leads to no durable, and to no further mark on that connection", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  using owner = open(ada, sessionId);
  await owner.synced;
  using page = await attack(grace, sessionId);
  page.send(syncStep2Frame(sessionId, new Uint8Array([0, 0])));
  page.send(updateFrame(sessionId, new Uint8Array([1, 1, 255, 255, 255, 255, 255, 7, 99])));
  page.send(markFrame(sessionId, 1));
  expect(await page.closed).toBe(1007);
  expect(durables(page)).toEqual([]);
  await others(owner);
});

test("L4 a viewer's edit leads to no durable; one who has nothing to say is answered", async ({
  stack,
  ada,
  grace,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one", linkRole: "viewer" });
  using owner = open(ada, sessionId);
  using reader = open(grace, sessionId);
  await Promise.all([owner.synced, reader.synced]);
  reader.provider.sendStateless(JSON.stringify({ type: "mark", n: 1 }));
  await until(() => durables(reader).includes(1));
  reader.text().insert(0, "not adas ");
  reader.provider.sendStateless(JSON.stringify({ type: "mark", n: 2 }));
  await until(() => refusals(reader).length > 0);
  owner.text().insert(3, "!");
  await others(owner);
  expect([durables(reader), refusals(reader)]).toEqual([[1], ["read-only"]]);
  expect(await storedText(sessionId)).toBe("one!");
});

test("L4 who may only view from now on gets no durable, and gets it once they may edit again", async ({
  stack,
  ada,
  grace,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  await joinByLink(stack.db, grace.user, sessionId);
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  page.text().insert(3, " two");
  await page.durable();
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await until(() => page.events.some(({ type }) => type === "role-changed"));
  page.text().insert(7, " three");
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 50 }));
  await until(() => refusals(page).length > 0);
  await others(owner);
  expect(durables(page)).not.toContain(50);
  expect(owner.text().toString()).toBe("one two");
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await until(() => page.events.filter(({ type }) => type === "role-changed").length === 2);
  page.provider.forceSync();
  await until(() => durables(page).includes(50));
  expect(await storedText(sessionId)).toBe("one two three");
});

test("L3 L4 a mark is not answered for a document that is gone, and its page is sent away", async ({
  stack,
  ada,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  using page = open(ada, sessionId);
  await page.synced;
  await page.durable();
  page.events.length = 0;
  // The document alone, of which no notification tells.
  await stack.db.deleteFrom("documents").where("session_id", "=", sessionId).execute();
  page.text().insert(0, "too late ");
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 9 }));
  expect(await page.closed).toBe(1012);
  expect(await page.refused).toBe("unavailable");
  expect(durables(page)).toEqual([]);
});

test("L2 a page of the document that replaced another is given nothing of the old one", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "old" });
  const lineage = newId();
  using old = open(grace, sessionId, { token: await findLineage(stack.db, sessionId) });
  await old.synced;
  const replacement = new Y.Doc();
  await stack.db
    .updateTable("documents")
    .set({ lineage, snapshot: Buffer.from(Y.encodeStateAsUpdate(seed(replacement, "new"))) })
    .where("session_id", "=", sessionId)
    .execute();
  using page = open(ada, sessionId, { token: lineage });
  const retrying = setInterval(() => {
    if (page.provider.isSynced) return;
    page.provider.detach();
    page.provider.attach();
  }, 200);
  await page.synced.finally(() => clearInterval(retrying));
  expect(listFiles(page.ydoc).map(({ text }) => text.toString())).toEqual(["new"]);
  expect(await old.closed).toBe(1012);
  expect(await old.refused).toBe("replaced");
});

function seed(ydoc: Y.Doc, content: string): Y.Doc {
  const entry = new Y.Map<unknown>([
    ["path", "main.ts"],
    ["language", "typescript"],
    ["text", new Y.Text(content)],
  ]);
  ydoc.getMap("files").set("file", entry);
  return ydoc;
}
