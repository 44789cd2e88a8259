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
  using adas = open(one, sessionId, ada);
  await adas.synced;
  adas.provider.setAwarenessField("file", "x");
  adas.text().insert(2, "c");
  {
    using graces = open(two, sessionId, grace);
    await graces.synced;
    await until(() => graces.text().toString() === "abc");
    graces.provider.setAwarenessField("file", "y");
    for (let i = 0; i < 20; i++) {
      adas.text().insert(0, `h${i}`);
      graces.text().insert(graces.text().length, `s${i}`);
    }
    await Promise.all([adas.sent(), graces.sent()]);
    await equal(adas, graces);
    await until(() => othersSeenBy(adas) === "Grace" && othersSeenBy(graces) === "Ada");
  }
  await until(() => othersSeenBy(adas) === "", SOON_MS);
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
  using adas = open(one, sessionId, ada);
  using graces = open(two, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  for (let round = 0; round < 10; round++) {
    adas.text().insert(adas.text().length, "[]");
    await equal(adas, graces);
    graces.text().insert(graces.text().length - 1, String(round));
    await graces.durable();
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
    using adas = open(one, sessionId, ada);
    using graces = open(two, sessionId, grace);
    await Promise.all([adas.synced, graces.synced]);
    adas.text().insert(0, "x");
    graces.text().insert(0, "y");
    await Promise.all([adas.sent(), graces.sent()]);
    expect(await equal(adas, graces)).toMatch(/^(xy|yx)first$/);
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
  using adas = open(one, sessionId, ada);
  await adas.synced;
  const typing = setInterval(() => adas.text().insert(0, "x"), 5);
  await until(() => adas.text().length > 50);
  const [startedAt, before] = [Date.now(), adas.text().length];
  using graces = open(two, sessionId, grace);
  await until(() => graces.ydoc.share.size > 0 && graces.provider.isSynced && graces.text().length >= before);
  expect(Date.now() - startedAt).toBeLessThan(SOON_MS);
  clearInterval(typing);
  await equal(adas, graces);
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
  using adas = open(one, sessionId, ada);
  using graces = open(two, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  adas.text().insert(0, "a");
  graces.text().insert(0, "b");
  await Promise.all([adas.durable(), graces.durable()]);
  await redis.start();
  const back = Date.now();
  await until(() => adas.text().length === 2 && graces.text().length === 2, SOON_MS);
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
  using adas = open(one, sessionId, ada);
  using graces = open(two, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  const admin = new RedisClient(redis.url);
  await admin.client("KILL", "TYPE", "pubsub");
  adas.text().insert(0, "in the gap");
  await until(() => graces.text().toString() === "in the gap", SOON_MS);
  admin.disconnect();
});

test("P8 junk on every channel harms nobody", async ({ redis, cluster, one, two, ada, grace, open }) => {
  const sessionId = await cluster.newSession(ada.user, { content: "kept" });
  using adas = open(one, sessionId, ada);
  using graces = open(two, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  const admin = new RedisClient(redis.url);
  const channels = (await admin.pubsub("CHANNELS", "*")) as string[];
  for (const channel of channels) {
    for (const junk of [Buffer.from([]), Buffer.from("junk"), Buffer.alloc(100_000, 255), Buffer.alloc(40, 0)])
      await admin.publish(channel, junk);
  }
  admin.disconnect();
  adas.text().insert(4, "!");
  await until(() => graces.text().toString() === "kept!", SOON_MS);
  expect(await readMetric(one.origin, "tandem_redis_junk_total")).toBeGreaterThan(0);
});

test.for(["killed", "paused"] as const)(
  "P11 while Redis is %s people on one node notice nothing, and nodes meet once it is back",
  async (fault, { redis, cluster, one, two, ada, grace, open, redisIsUp }) => {
    const sessionId = await cluster.newSession(ada.user, { content: "" });
    using adas = open(one, sessionId, ada);
    using hers2 = open(one, sessionId, grace);
    using graces = open(two, sessionId, grace);
    await Promise.all([adas.synced, hers2.synced, graces.synced]);
    if (fault === "killed") await redis.kill();
    else redis.pause();
    adas.text().insert(0, "a");
    await until(() => hers2.text().toString() === "a");
    await adas.durable();
    graces.text().insert(0, "b");
    await graces.durable();
    const another = await cluster.newSession(ada.user, { content: "opens" });
    const startedAt = Date.now();
    using opened = open(two, another, ada);
    await opened.synced;
    // It would be refused after 18 s, were Redis waited for.
    expect(Date.now() - startedAt).toBeLessThan(12_000);
    if (fault === "killed") await redis.start();
    else redis.resume();
    const back = Date.now();
    await equal(adas, graces);
    expect(Date.now() - back).toBeLessThan(SOON_MS);
    await redisIsUp();
  },
);

test("P11 the people of a node that is killed vanish with it", async ({ cluster, one, two, ada, grace, open }) => {
  const sessionId = await cluster.newSession(ada.user);
  using adas = open(one, sessionId, ada);
  using graces = open(two, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  adas.provider.setAwarenessField("file", "x");
  graces.provider.setAwarenessField("file", "y");
  await until(() => othersSeenBy(adas) === "Grace");
  await two.stop("SIGKILL");
  await until(() => othersSeenBy(adas) === "", SOON_MS);
  // As the page does: what others know of Ada already is no news to them.
  graces.provider.on("synced", () => graces.provider.setAwarenessField("file", "z"));
  await two.restart();
  await until(() => othersSeenBy(adas) === "Grace");
});

test.for(["killed", "paused"] as const)(
  "P1 P11 a node ends itself while Redis is %s, too, with everything stored",
  async (fault, { redis, cluster, one, ada, open, redisIsUp }) => {
    const sessionId = await cluster.newSession(ada.user, { content: "" });
    using adas = open(one, sessionId, ada);
    await adas.synced;
    if (fault === "killed") await redis.kill();
    else redis.pause();
    adas.text().insert(0, "stored");
    await adas.sent();
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
