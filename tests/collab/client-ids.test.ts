import { expect } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { clusterTest } from "../support/cluster-test.ts";
import type { Node } from "../support/cluster.ts";
import type { Connection } from "../support/connection.ts";
import { rowsOf } from "../support/log-rows.ts";
import { openRaw, type RawSocket, syncStep2Frame, updateFrame } from "../support/raw-socket.ts";
import { storedText } from "../support/stored-text.ts";
import { until } from "../support/until.ts";

const others = (page: Connection) =>
  [...(page.provider.awareness?.getStates().keys() ?? [])].filter((clientId) => clientId !== page.ydoc.clientID);

const isToldForeign = ({ events }: RawSocket) =>
  events.some((event) => event.type === "refused" && event.reason === "foreign");

/** An update that writes on in the document of `page`, under a client id of its own choice. */
function writtenAs(page: Connection, clientId: number, line: string): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.ydoc));
  copy.clientID = clientId;
  const before = Y.encodeStateVector(copy);
  listFiles(copy)[0]?.text.insert(0, line);
  return Y.encodeStateAsUpdate(copy, before);
}

const test = clusterTest.extend(
  "attack",
  { scope: "file" },
  ({ cluster, grace }) =>
    async (node: Node, sessionId: string) => {
      const socket = await openRaw({ collabOrigin: node.origin, origin: cluster.page }, grace.cookie);
      expect(await socket.signIn(sessionId)).toMatch(/^let in/);
      return socket;
    },
);

test.for([
  ["an update", "has written", updateFrame],
  ["a SyncStep2", "has written", syncStep2Frame],
  ["an update", "has shown their caret", updateFrame],
  ["a SyncStep2", "has shown their caret", syncStep2Frame],
] as const)(
  "P1 P6 %s under the client id of somebody who %s and is offline is refused, and their line arrives",
  async ([_, before, frameOf], { cluster, one, ada, grace, open, attack }) => {
    const sessionId = await cluster.newSession(ada.user, { content: "" });
    using watcher = open(one, sessionId, grace);
    using victim = open(one, sessionId, ada);
    await Promise.all([watcher.synced, victim.synced]);
    if (before === "has written") victim.text().insert(0, "online\n");
    else victim.provider.setAwarenessField("file", "x");
    await victim.durable();
    await until(() => before === "has written" || others(watcher).length > 0);
    victim.socket.disconnect();
    await until(() => others(watcher).length === 0);
    victim.text().insert(0, "offline\n");

    using attacker = await attack(one, sessionId);
    attacker.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(watcher.ydoc)));
    attacker.send(frameOf(sessionId, writtenAs(watcher, victim.ydoc.clientID, "a forged line that is longer\n")));
    await until(() => isToldForeign(attacker));
    attacker.send(updateFrame(sessionId, writtenAs(watcher, 4_711, "their own\n")));
    await until(() => watcher.text().toString().includes("their own"));

    await victim.socket.connect();
    await victim.durable();
    expect(victim.text().toString()).toContain("offline");
    expect(victim.text().toString()).not.toContain("forged");
    await until(() => watcher.text().toString() === victim.text().toString());
    expect(await storedText(cluster, sessionId)).toBe(victim.text().toString());
    const line = (await rowsOf(cluster, sessionId)).filter(({ update }) => Buffer.from(update).includes("offline"));
    expect(line.map(({ author_id }) => author_id)).toEqual([ada.user.id]);
  },
);

test("P6 what somebody writes on one node cannot be forged on another", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using watcher = open(two, sessionId, grace);
  using victim = open(one, sessionId, ada);
  await Promise.all([watcher.synced, victim.synced]);
  victim.provider.setAwarenessField("file", "x");
  await until(() => others(watcher).length > 0);
  using attacker = await attack(two, sessionId);
  attacker.send(updateFrame(sessionId, writtenAs(watcher, victim.ydoc.clientID, "forged\n")));
  await until(() => attacker.acknowledged.length > 0);
  expect(attacker.acknowledged).toEqual([false]);
  victim.text().insert(0, "true\n");
  await until(() => watcher.text().toString() === "true\n");
});

test("P1 P11 what a node took with it is brought back by whoever has it, and its author writes on", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using author = open(one, sessionId, ada);
  using witness = open(two, sessionId, grace);
  await Promise.all([author.synced, witness.synced]);
  author.provider.setAwarenessField("file", "x");
  await until(() => others(witness).length > 0);
  // As if node one had passed it on to Grace, and to nobody else. It dies before it can say that the author has left.
  await one.stop("SIGKILL");
  author.socket.disconnect();
  author.text().insert(0, "lost\n");
  const had = new Y.Doc();
  for (const { ydoc } of [witness, author]) Y.applyUpdate(had, Y.encodeStateAsUpdate(ydoc));
  listFiles(had)[0]?.text.insert(5, "built on it\n");
  await one.restart();
  using returning = open(two, sessionId, grace, { ydoc: had });
  await returning.synced;
  await until(async () => {
    await returning.provider.forceSync();
    return witness.text().toString() === "lost\nbuilt on it\n";
  }, 25_000);
  await returning.durable();
  author.text().insert(0, "more\n");
  await author.socket.connect();
  await author.durable();
  await until(() => witness.text().toString() === "more\nlost\nbuilt on it\n");
});
