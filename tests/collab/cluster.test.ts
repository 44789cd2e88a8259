import { Redis as RedisClient } from "ioredis";
import { expect } from "vitest";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { clusterTest } from "../support/cluster-test.ts";
import type { Connection } from "../support/connection.ts";
import { readMetric } from "../support/metrics.ts";
import { until } from "../support/until.ts";

/**
 * Nodes meet every 30 s in any case, and forget the people of a node that says nothing: sooner, something brought them
 * together.
 */
const SOON_MS = 20_000;

const equal = (a: Connection, b: Connection) =>
  until(() => a.text().toString() === b.text().toString() && a.text().toString(), SOON_MS);

/** Who the others are. A page does not get its own `user` back. */
const othersSeenBy = (page: Connection) =>
  [...(page.provider.awareness?.getStates().values() ?? [])]
    .flatMap((state) => (state.user as { name?: string } | undefined)?.name ?? [])
    .join();

const test = clusterTest.extend(
  "redisIsUp",
  { scope: "file" },
  ({ one, two }) =>
    () =>
      Promise.all(
        [one, two].map(({ origin }) => until(async () => (await readMetric(origin, "tandem_redis_up")) === 1)),
      ),
);

test("P2 people on two nodes write one text, see each other, and see who leaves", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "ab" });
  using hers = open(one, sessionId, ada);
  await hers.synced;
  hers.provider.setAwarenessField("file", "x");
  hers.text().insert(2, "c");
  {
    using his = open(two, sessionId, grace);
    await his.synced;
    await until(() => his.text().toString() === "abc");
    his.provider.setAwarenessField("file", "y");
    for (let i = 0; i < 20; i++) {
      hers.text().insert(0, `h${i}`);
      his.text().insert(his.text().length, `s${i}`);
    }
    await Promise.all([hers.sent(), his.sent()]);
    await equal(hers, his);
    await until(() => othersSeenBy(hers) === "Grace" && othersSeenBy(his) === "Ada");
  }
  await until(() => othersSeenBy(hers) === "", SOON_MS);
});

test("P1 L1 an acknowledged edit inside another node's unsaved text survives the loss of that node", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  redisIsUp,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using hers = open(one, sessionId, ada);
  using his = open(two, sessionId, grace);
  await Promise.all([hers.synced, his.synced]);
  for (let round = 0; round < 10; round++) {
    hers.text().insert(hers.text().length, "[]");
    await equal(hers, his);
    his.text().insert(his.text().length - 1, String(round));
    await his.durable();
  }
  await Promise.all([one.restart("SIGKILL"), two.restart("SIGKILL")]);
  const stored = await findDocument(cluster.db, sessionId);
  expect(stored && decodeFiles(stored)[0]?.content).toMatch(/^\[0\]\[1\]\[2\]\[3\]\[4\]\[5\]\[6\]\[7\]\[8\]\[9\]$/);
  await redisIsUp();
});

test("P2 two nodes that load a document at once, also for the first time, have one text", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
}) => {
  for (let round = 0; round < 20; round++) {
    const sessionId = await cluster.newSession(ada.user, { content: "first" });
    using hers = open(one, sessionId, ada);
    using his = open(two, sessionId, grace);
    await Promise.all([hers.synced, his.synced]);
    hers.text().insert(0, "x");
    his.text().insert(0, "y");
    await Promise.all([hers.sent(), his.sent()]);
    expect(await equal(hers, his)).toMatch(/^(xy|yx)first$/);
  }
});

test("P2 a node that opens a document in the middle of the typing is complete at once", async ({
  cluster,
  one,
  two,
  ada,
  grace,
  open,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using hers = open(one, sessionId, ada);
  await hers.synced;
  const typing = setInterval(() => hers.text().insert(0, "x"), 5);
  await until(() => hers.text().length > 50);
  const [startedAt, before] = [Date.now(), hers.text().length];
  using his = open(two, sessionId, grace);
  await until(() => his.ydoc.share.size > 0 && his.provider.isSynced && his.text().length >= before);
  expect(Date.now() - startedAt).toBeLessThan(SOON_MS);
  clearInterval(typing);
  await equal(hers, his);
});

test("P11 nodes that start while Redis is away work each for themselves, and meet as soon as it comes", async ({
  redis,
  cluster,
  one,
  two,
  ada,
  grace,
  open,
  redisIsUp,
}) => {
  await redis.kill();
  await Promise.all([one.restart(), two.restart()]);
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using hers = open(one, sessionId, ada);
  using his = open(two, sessionId, grace);
  await Promise.all([hers.synced, his.synced]);
  hers.text().insert(0, "a");
  his.text().insert(0, "b");
  await Promise.all([hers.durable(), his.durable()]);
  await redis.start();
  const back = Date.now();
  await until(() => hers.text().length === 2 && his.text().length === 2, SOON_MS);
  expect(Date.now() - back).toBeLessThan(SOON_MS);
  await redisIsUp();
});

test("P11 an edit made while the subscriber was cut off arrives without another one", async ({
  redis,
  cluster,
  one,
  two,
  ada,
  grace,
  open,
}) => {
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  using hers = open(one, sessionId, ada);
  using his = open(two, sessionId, grace);
  await Promise.all([hers.synced, his.synced]);
  const admin = new RedisClient(redis.url);
  await admin.client("KILL", "TYPE", "pubsub");
  hers.text().insert(0, "in the gap");
  await until(() => his.text().toString() === "in the gap", SOON_MS);
  admin.disconnect();
});

test("P8 junk on every channel harms nobody", async ({ redis, cluster, one, two, ada, grace, open }) => {
  const sessionId = await cluster.newSession(ada.user, { content: "kept" });
  using hers = open(one, sessionId, ada);
  using his = open(two, sessionId, grace);
  await Promise.all([hers.synced, his.synced]);
  const admin = new RedisClient(redis.url);
  const channels = (await admin.pubsub("CHANNELS", "*")) as string[];
  for (const channel of channels) {
    for (const junk of [Buffer.from([]), Buffer.from("junk"), Buffer.alloc(100_000, 255), Buffer.alloc(40, 0)])
      await admin.publish(channel, junk);
  }
  admin.disconnect();
  hers.text().insert(4, "!");
  await until(() => his.text().toString() === "kept!", SOON_MS);
  expect(await readMetric(one.origin, "tandem_redis_junk_total")).toBeGreaterThan(0);
});

test.for(["killed", "paused"] as const)(
  "P11 while Redis is %s people on one node notice nothing, and nodes meet once it is back",
  async (fault, { redis, cluster, one, two, ada, grace, open, redisIsUp }) => {
    const sessionId = await cluster.newSession(ada.user, { content: "" });
    using hers = open(one, sessionId, ada);
    using hers2 = open(one, sessionId, grace);
    using his = open(two, sessionId, grace);
    await Promise.all([hers.synced, hers2.synced, his.synced]);
    if (fault === "killed") await redis.kill();
    else redis.pause();
    hers.text().insert(0, "a");
    await until(() => hers2.text().toString() === "a");
    await hers.durable();
    his.text().insert(0, "b");
    await his.durable();
    const another = await cluster.newSession(ada.user, { content: "opens" });
    const startedAt = Date.now();
    using opened = open(two, another, ada);
    await opened.synced;
    // It would be refused after 18 s, were Redis waited for.
    expect(Date.now() - startedAt).toBeLessThan(12_000);
    if (fault === "killed") await redis.start();
    else redis.resume();
    const back = Date.now();
    await equal(hers, his);
    expect(Date.now() - back).toBeLessThan(SOON_MS);
    await redisIsUp();
  },
);

test("P11 the people of a node that is killed vanish with it", async ({ cluster, one, two, ada, grace, open }) => {
  const sessionId = await cluster.newSession(ada.user);
  using hers = open(one, sessionId, ada);
  using his = open(two, sessionId, grace);
  await Promise.all([hers.synced, his.synced]);
  hers.provider.setAwarenessField("file", "x");
  his.provider.setAwarenessField("file", "y");
  await until(() => othersSeenBy(hers) === "Grace");
  await two.stop("SIGKILL");
  await until(() => othersSeenBy(hers) === "", SOON_MS);
  // As the page does: what others know of her already is no news to them.
  his.provider.on("synced", () => his.provider.setAwarenessField("file", "z"));
  await two.restart();
  await until(() => othersSeenBy(hers) === "Grace");
});

test.for(["killed", "paused"] as const)(
  "P1 P11 a node stops within ten seconds also while Redis is %s, with everything stored",
  async (fault, { redis, cluster, one, ada, open, redisIsUp }) => {
    const sessionId = await cluster.newSession(ada.user, { content: "" });
    using hers = open(one, sessionId, ada);
    await hers.synced;
    if (fault === "killed") await redis.kill();
    else redis.pause();
    hers.text().insert(0, "stored");
    await hers.sent();
    const startedAt = Date.now();
    await one.stop("SIGTERM");
    expect(Date.now() - startedAt).toBeLessThan(SOON_MS);
    const stored = await findDocument(cluster.db, sessionId);
    expect(stored && decodeFiles(stored)[0]?.content).toBe("stored");
    if (fault === "killed") await redis.start();
    else redis.resume();
    await one.restart();
    await redisIsUp();
  },
);
