import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import * as Y from "yjs";
import { filesOf, listFiles } from "../../protocol/layout.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { documentCount } from "../support/metrics.ts";
import { newId } from "../support/person.ts";
import { randomFrom } from "../support/random.ts";
import {
  awarenessFrame,
  broadcastFrame,
  frame,
  statelessFrame,
  syncStep2Frame,
  updateFrame,
} from "../support/raw-socket.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";
import { docWith, entryOf, graffitiFor, junkUpdates, put, updateFor } from "./hostile-updates.ts";

const test = stackTest({ web: false });

test("P4 a viewer's hand-made frames change neither text, files, chat nor anybody's presence", async ({
  stack,
  ada,
  grace,
  open,
  attack,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer", content: "kept" });
  using owner = open(ada, sessionId);
  await owner.synced;
  owner.provider.setAwarenessField("file", "a.ts");
  using viewer = await attack(grace, sessionId);
  const update = graffitiFor(owner.ydoc);
  viewer.send(updateFrame(sessionId, update));
  viewer.send(syncStep2Frame(sessionId, update));
  viewer.send(frame(sessionId, 4, 2, update));
  viewer.send(statelessFrame(sessionId, JSON.stringify({ type: "message-added", message: { body: "forged" } })));
  viewer.send(statelessFrame(sessionId, JSON.stringify({ type: "role-changed", role: "owner" })));
  viewer.send(awarenessFrame(sessionId, owner.ydoc.clientID, JSON.stringify({ file: "forged" }), 1_000));
  viewer.send(awarenessFrame(sessionId, owner.ydoc.clientID, "null", 1_000));
  viewer.send(awarenessFrame(sessionId, 4711, JSON.stringify({ file: "their own", user: { name: "Ada" } })));
  const seen = await until(() => owner.provider.awareness?.getStates().get(4711));
  expect(seen).toMatchObject({ file: "their own", user: { name: "Grace", role: "viewer" } });
  await until(() => viewer.acknowledged.length === 3);
  expect(viewer.acknowledged).toEqual([false, false, false]);
  expect(listFiles(owner.ydoc).map(({ text }) => text.toString())).toEqual(["kept"]);
  expect(owner.provider.awareness?.getLocalState()).toMatchObject({ file: "a.ts" });
  expect(owner.events.filter(({ type }) => type !== "participants-changed" && type !== "alive")).toEqual([]);
  owner.text().insert(4, "!");
  await until(async () => (await storedText(sessionId)) === "kept!");
});

test("P8 a client cannot speak to all in the server's voice", async ({ stack, ada, grace, open, attack }) => {
  const sessionId = await stack.newSession(ada.user);
  using owner = open(ada, sessionId);
  await owner.synced;
  using liar = await attack(grace, sessionId);
  liar.send(broadcastFrame(sessionId, JSON.stringify({ type: "refetch" })));
  expect(await liar.closed).toBe(1007);
  expect(owner.events.filter(({ type }) => type === "refetch")).toEqual([]);
});

test.for(junkUpdates)(
  "P8 %s is not acknowledged, closes the sender with 1007 and harms nobody",
  async ([_, junk], { stack, ada, grace, open, attack }) => {
    const sessionId = await stack.newSession(ada.user, { content: "kept" });
    using owner = open(ada, sessionId);
    await owner.synced;
    for (const junkFrame of [updateFrame(sessionId, junk), syncStep2Frame(sessionId, junk)]) {
      using sender = await attack(grace, sessionId);
      sender.send(junkFrame);
      expect(await sender.closed).toBe(1007);
      expect(sender.acknowledged).toEqual([]);
    }
    owner.text().insert(4, " and growing");
    using third = open(grace, sessionId);
    await third.synced;
    expect(third.text().toString()).toBe("kept and growing");
  },
);

test.for<[string, (sessionId: string) => Uint8Array]>([
  ["a sync message of no kind", (id) => frame(id, 0, 9, new Uint8Array([0]))],
  ["a sync message that ends early", (id) => frame(id, 0, 2)],
  ["a state vector of junk", (id) => frame(id, 0, 0, new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255]))],
  ["presence that is no JSON", (id) => awarenessFrame(id, 7, "{nope")],
  ["presence of junk bytes", (id) => frame(id, 1, new Uint8Array([9, 255, 255, 255]))],
])("P8 %s closes the sender with 1007", async ([_, malformed], { stack, ada, grace, attack }) => {
  const sessionId = await stack.newSession(ada.user);
  using sender = await attack(grace, sessionId);
  sender.send(malformed(sessionId));
  expect(await sender.closed).toBe(1007);
});

// Which updates keep the layout is layout-rules.test.ts' matter: here, that whoever sends one that does not is refused.
test.for<[string, (copy: Y.Doc, text: Y.Text) => void]>([
  ["a line end of \\r\\n", (_, text) => text.insert(1, "a\r\nb")],
  ["an embedded object", (_, text) => text.insertEmbed(1, { image: "x" })],
  ["formatting", (_, text) => text.format(0, 2, { bold: true })],
  ["a string in the place of a file", (copy) => put(copy, "boom")],
  ["null in the place of a file", (copy) => put(copy, null)],
  ["a text in the place of a file", (copy) => put(copy, new Y.Text("boom"))],
  ["a path that is no text", (copy) => entryOf(copy).set("path", { toString: 1 })],
  ["a path that leads out of a folder", (copy) => entryOf(copy).set("path", "../../../../tmp/evil.sh")],
  ["a language that is none", (copy) => entryOf(copy).set("language", "__proto__")],
  ["an unknown key of a file", (copy) => entryOf(copy).set("more", 1)],
  ["ten megabytes where nobody sees them", (copy) => copy.getText("junk").insert(0, "x".repeat(7_000_000))],
  ["a file without its text", (copy) => entryOf(copy).delete("text")],
])(
  "P8 %s is refused as layout, the sender is told, and everybody goes on",
  async ([_, act], { stack, ada, grace, open, attack, storedText }) => {
    const sessionId = await stack.newSession(ada.user, { content: "kept" });
    using owner = open(ada, sessionId);
    await owner.synced;
    using sender = await attack(grace, sessionId);
    sender.send(syncStep2Frame(sessionId, new Uint8Array([0, 0])));
    for (const make of [updateFrame, syncStep2Frame]) {
      sender.send(make(sessionId, updateFor(owner.ydoc, act)));
      await until(() => sender.events.some((event) => event.type === "refused" && event.reason === "layout"));
      sender.events.length = 0;
    }
    // Its marks are not answered until everything of it has been taken again.
    sender.send(statelessFrame(sessionId, JSON.stringify({ type: "mark", n: 1 })));
    await sender.handled(sessionId);
    sender.send(
      syncStep2Frame(
        sessionId,
        updateFor(owner.ydoc, (copy, text) => text.insert(0, "typed and ")),
      ),
    );
    await until(() => sender.events.some((event) => event.type === "durable" && event.n === 1));
    await until(() => owner.text().toString() === "typed and kept");
    expect(filesOf(owner.ydoc).size).toBe(1);
    await until(async () => (await storedText(sessionId)) === "typed and kept");
    using late = open(grace, sessionId);
    await late.synced;
    expect(late.text().toDelta()).toEqual([{ insert: "typed and kept" }]);
    expect([...late.ydoc.share.keys()]).toEqual(["files"]);
  },
);

test("P8 unknown events, types and presence are passed over, and the socket stays", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "kept" });
  using watcher = open(ada, sessionId);
  await watcher.synced;
  using odd = await attack(grace, sessionId);
  for (const payload of [
    "",
    "no JSON",
    "null",
    "[]",
    '{"type":"no-such"}',
    '{"type":"mark","n":-1}',
    '{"__proto__":{"type":"mark"}}',
    "x".repeat(100_000),
  ]) {
    odd.send(statelessFrame(sessionId, payload));
  }
  for (const type of [3, 9, 10, 99]) odd.send(frame(sessionId, type, "x"));
  odd.send(frame(newId(), 0, 2, new Uint8Array([0, 0])));
  const states = [
    "5",
    '"text"',
    "[]",
    "true",
    "{}",
    '{"file":5}',
    '{"selections":"all"}',
    JSON.stringify({ file: "x".repeat(900_000) }),
    JSON.stringify({ selections: Array(50).fill({ anchor: {}, head: {} }) }),
  ];
  states.forEach((state, i) => odd.send(awarenessFrame(sessionId, 100 + i, state)));
  for (let id = 1; id <= 20; id++) odd.send(awarenessFrame(sessionId, 1_000 + id, '{"typing":true}'));
  odd.send(updateFrame(sessionId, graffitiFor(watcher.ydoc)));
  await until(() => listFiles(watcher.ydoc).length === 2);
  const others = () =>
    [...(watcher.provider.awareness?.getStates().keys() ?? [])].filter((id) => id !== watcher.ydoc.clientID).toSorted();
  await until(() => others().length > 1);
  expect(others()).toEqual([1_001, 1_002]);
  expect(odd.socket.readyState).toBe(odd.socket.OPEN);
});

test("P8 a frame of more than 8 MB closes the sender with 1009, one that just fits does not", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "kept" });
  using owner = open(ada, sessionId);
  await owner.synced;
  using sender = await attack(grace, sessionId);
  sender.send(statelessFrame(sessionId, "x".repeat(MAX_FRAME_BYTES - 100)));
  sender.send(updateFrame(sessionId, graffitiFor(owner.ydoc)));
  await until(() => sender.acknowledged.length === 1);
  sender.send(new Uint8Array(MAX_FRAME_BYTES + 1));
  expect(await sender.closed).toBe(1009);
  owner.text().insert(0, "fine");
  await owner.sent();
});

test("P8 five hundred mutilated updates leave the process alive and everybody with the same text", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const { random, seed } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  const sessionId = await stack.newSession(ada.user, { content: "kept" });
  using owner = open(ada, sessionId);
  await owner.synced;
  const pid = stack.collab.pid();
  let sender = await attack(grace, sessionId);
  for (let i = 0; i < 500; i++) {
    const update = graffitiFor(owner.ydoc);
    for (let flips = 1 + Math.floor(random() * 4); flips > 0; flips--)
      update[Math.floor(random() * update.length)] = Math.floor(random() * 256);
    sender.send(updateFrame(sessionId, update));
    if (i % 10 < 9) continue;
    // An answer to what came before: either it is still listened to, or it has been shown out.
    await Promise.race([
      sender.closed,
      until(() => sender.acknowledged.length >= 10 || sender.socket.readyState !== sender.socket.OPEN),
    ]);
    sender[Symbol.dispose]();
    sender = await attack(grace, sessionId);
  }
  sender[Symbol.dispose]();
  expect(stack.collab.pid()).toBe(pid);
  const files = listFiles(owner.ydoc);
  if (files.length > 0) files[0]?.text.insert(0, "the end");
  using fresh = open(grace, sessionId);
  await fresh.synced;
  await owner.sent();
  await until(() => isDeepStrictEqual(filesOf(fresh.ydoc).toJSON(), filesOf(owner.ydoc).toJSON()));
  await stack.restartCollab("SIGTERM");
  using reloaded = open(grace, sessionId);
  await reloaded.synced;
  expect(filesOf(reloaded.ydoc).toJSON()).toEqual(filesOf(owner.ydoc).toJSON());
});

test("P8 an update that waits for others that never come does not keep the document from opening again", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "kept" });
  using owner = open(ada, sessionId);
  await owner.synced;
  const copy = docWith("first");
  const updates: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => updates.push(update));
  listFiles(copy)[0]?.text.insert(0, "second");
  using sender = await attack(grace, sessionId);
  for (const update of updates) sender.send(updateFrame(sessionId, update));
  await until(() => sender.acknowledged.length === updates.length);
  owner.text().insert(4, "!");
  await owner.sent();
  await stack.restartCollab("SIGTERM");
  using reloaded = open(grace, sessionId);
  await Promise.race([reloaded.synced, reloaded.refused.then((reason) => expect(reason).toBe("not refused"))]);
  expect(reloaded.text().toString()).toBe("kept!");
});

test("P8 a document whose last file was removed opens again", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user, { content: "gone" });
  using owner = open(ada, sessionId);
  await owner.synced;
  filesOf(owner.ydoc).clear();
  await owner.sent();
  await stack.restartCollab("SIGTERM");
  using reloaded = open(grace, sessionId);
  await Promise.race([reloaded.synced, reloaded.refused.then((reason) => expect(reason).toBe("not refused"))]);
  expect(listFiles(reloaded.ydoc)).toEqual([]);
});

test("P8 documents are let go of when nobody is in them any more", async ({ stack }) => {
  await until(async () => (await documentCount(stack.collabOrigin)) === 0);
});
