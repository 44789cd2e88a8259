import { Redis as RedisClient } from "ioredis";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { encodeMessage } from "../../collab/nodes/node-messages.ts";
import { clusterTest } from "../support/cluster-test.ts";
import type { Connection } from "../support/connection.ts";
import { readMetric } from "../support/metrics.ts";
import { randomFrom } from "../support/random.ts";
import { until } from "../support/until.ts";

/** Nodes meet this often in any case, each for itself. */
const RESYNC_MS = 30_000;
const SOON_MS = 20_000;
const ROUNDS = 30;

const equal = (a: Connection, b: Connection) => until(() => a.text().toString() === b.text().toString(), SOON_MS);

const namesSeenBy = (page: Connection) =>
  [...(page.provider.awareness?.getStates().values() ?? [])]
    .flatMap((state) => (state.user as { name?: string } | undefined)?.name ?? [])
    .join();

/** A key and a caret that moves, again and again, each after the one before has been applied. */
async function type(page: Connection, count: number) {
  for (let i = 0; i < count; i++) {
    page.text().insert(0, "x");
    page.provider.setAwarenessField("caret", page.text().length);
    await page.sent();
  }
}

/** Types fast, and takes some of it back, until it is stopped. */
function typeFast(page: Connection) {
  let keys = 0;
  return setInterval(() => (++keys % 3 === 0 ? page.text().delete(0, 4) : page.text().insert(0, "code")), 1);
}

/** What is published of sessions: changes, and handshakes beyond those of nodes that come in. */
const test = clusterTest
  .extend("spy", { scope: "file" }, async ({ started, redis }) => started.use(await redis.spy()))
  .extend("changes", { scope: "file" }, ({ spy }) => async (sessionId: string) => {
    const messages = (await spy.read()).filter(({ channel }) => channel === `tandem:${sessionId}`);
    return messages.filter(({ message }) => message.startsWith("\\x00")).length;
  })
  .extend("mendings", { scope: "file" }, ({ spy }) => async (sessionId: string) => {
    const messages = (await spy.read()).filter(({ channel }) => channel === `tandem:${sessionId}`);
    return messages.filter(({ message }) => message.startsWith("\\x01") && message.endsWith("\\x01")).length;
  })
  .extend("silence", { scope: "file" }, ({ changes }) => async (page: Connection, sessionId: string) => {
    await until(async () => {
      const before = await changes(sessionId);
      await type(page, 5);
      return (await changes(sessionId)) === before;
    }, SOON_MS);
  });

test("P2 what is typed in a document that one node alone has is told to no other", async ({
  cluster,
  one,
  ada,
  grace,
  open,
  changes,
  silence,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  using graces = open(one, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  await silence(adas, sessionId);
  const before = await changes(sessionId);
  await type(adas, 100);
  await type(graces, 100);
  await equal(adas, graces);
  expect((await changes(sessionId)) - before).toBe(0);
});

test("P2 a node that comes in while somebody types fast misses nothing, and once it is gone it is told nothing", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  mendings,
  silence,
}) => {
  const { below } = randomFrom(1);
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  await adas.synced;
  const [before, startedAt] = [await mendings(sessionId), Date.now()];
  for (let round = 0; round < ROUNDS; round++) {
    await silence(adas, sessionId);
    const typing = typeFast(adas);
    using graces = open(two, sessionId, grace);
    // Whatever is typed last, before, in or after the handshake, nothing follows that would show a gap.
    if (round % 2 === 0) await graces.synced;
    await sleep(below(80));
    clearInterval(typing);
    await Promise.all([adas.sent(), graces.synced]);
    await equal(adas, graces);
    await until(() => namesSeenBy(graces).includes("Ada"), SOON_MS);
    graces.text().insert(0, `round ${round}`);
    await equal(adas, graces);
  }
  const byTheClock = 2 * (1 + (Date.now() - startedAt) / RESYNC_MS);
  expect((await mendings(sessionId)) - before).toBeLessThanOrEqual(byTheClock);
});

test("P2 P11 nodes that come in in the moment in which another's subscriber is cut off miss nothing", async ({
  redis,
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  silence,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  await adas.synced;
  using stack = new DisposableStack();
  const admin = stack.adopt(new RedisClient(redis.url), (client) => client.disconnect());
  for (let round = 0; round < 5; round++) {
    await silence(adas, sessionId);
    const typing = typeFast(adas);
    using graces = open(two, sessionId, grace);
    await sleep(20 * round);
    await admin.client("KILL", "TYPE", "pubsub");
    await graces.synced;
    clearInterval(typing);
    await equal(adas, graces);
  }
});

test("P2 P11 while a node cannot hear who comes in it publishes what is typed", async ({
  redis,
  cluster,
  one,
  ada,
  open,
  changes,
  silence,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  await adas.synced;
  await silence(adas, sessionId);
  const before = await changes(sessionId);
  using stack = new DisposableStack();
  const admin = stack.adopt(new RedisClient(redis.url), (client) => client.disconnect());
  stack.adopt(
    setInterval(() => void admin.client("KILL", "TYPE", "pubsub"), 5),
    (timer) => clearInterval(timer),
  );
  await until(async () => (await readMetric(one.origin, "tandem_redis_up")) === 0);
  await type(adas, 20);
  expect((await changes(sessionId)) - before).toBeGreaterThan(10);
});

test("P2 P11 after a node was killed the other falls silent, and a third that comes has everything", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  changes,
  silence,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  {
    using graces = open(two, sessionId, grace);
    await Promise.all([adas.synced, graces.synced]);
    await type(graces, 5);
    await until(() => namesSeenBy(adas).includes("Grace"), SOON_MS);
    await two.stop("SIGKILL");
  }
  await until(() => !namesSeenBy(adas).includes("Grace"), SOON_MS);
  await silence(adas, sessionId);
  const before = await changes(sessionId);
  await type(adas, 50);
  expect((await changes(sessionId)) - before).toBe(0);
  await two.restart();
  const typing = typeFast(adas);
  using graces = open(two, sessionId, grace);
  await graces.synced;
  clearInterval(typing);
  await adas.sent();
  await equal(adas, graces);
  graces.provider.setAwarenessField("file", "y");
  await until(() => namesSeenBy(graces).includes("Ada") && namesSeenBy(adas).includes("Grace"), SOON_MS);
});

test("P2 where Redis does not count everybody who is heard, changes are published", async ({
  redis,
  cluster,
  one,
  ada,
  open,
  changes,
  silence,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using adas = open(one, sessionId, ada);
  await adas.synced;
  await silence(adas, sessionId);
  using stack = new DisposableStack();
  const admin = stack.adopt(new RedisClient(redis.url), (client) => client.disconnect());
  const alive = encodeMessage({ kind: "alive", nodeId: randomUUID(), sessionId: "" });
  await admin.publish("tandem:nodes", alive);
  const beats = stack.adopt(
    setInterval(() => void admin.publish("tandem:nodes", alive), 1_000),
    (timer) => clearInterval(timer),
  );
  const before = await changes(sessionId);
  await type(adas, 50);
  expect((await changes(sessionId)) - before).toBeGreaterThan(10);
  clearInterval(beats);
  await silence(adas, sessionId);
});
