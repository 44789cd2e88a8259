import { expect } from "vitest";
import { startCluster } from "../support/cluster.ts";
import { connect } from "../support/connection.ts";
import { readMetric, readSamples, sumOf } from "../support/metrics.ts";
import { openRaw } from "../support/raw-socket.ts";
import { startRedis } from "../support/redis.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false, isWired: true })
  .extend(
    "read",
    { scope: "file" },
    ({ stack }) =>
      (name: string, labels?: Record<string, string>) =>
        sumOf(stack.collabOrigin, name, labels),
  )
  .extend(
    "join",
    { scope: "file" },
    ({ stack }) =>
      (sessionId: string, person: Partial<Person>) =>
        connect(stack.collabOrigin, sessionId, { ...person, page: stack.origin }),
  );

test("a node counts people, documents, edits in and out, and how long they wait until they are durable", async ({
  stack,
  ada,
  grace,
  read,
  join,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const names = [
    "tandem_durable_seconds_count",
    "tandem_log_commit_seconds_count",
    "tandem_log_rows_total",
    "tandem_load_seconds_count",
    "tandem_compaction_seconds_count",
  ];
  const counts = () => Promise.all(names.map((name) => read(name)));
  expect(await counts()).toEqual([0, 0, 0, 0, 0]);
  {
    using adas = join(sessionId, ada);
    using graces = join(sessionId, grace);
    await Promise.all([adas.synced, graces.synced]);
    expect(await Promise.all(["tandem_connections", "tandem_documents"].map((name) => read(name)))).toEqual([2, 1]);
    const edits = () => Promise.all(["in", "out"].map((direction) => read("tandem_updates_total", { direction })));
    const [before = 0, sentBefore = 0] = await edits();
    // More than a quarter of what is stored: the document is compacted when both have left.
    adas.text().insert(0, "x".repeat(1_000));
    await adas.durable();
    await until(() => graces.text().length === 1_000);
    // To Grace, and not back to Ada.
    expect(await edits()).toEqual([before + 1, sentBefore + 1]);
    expect(await counts()).toEqual([1, 1, 1, 1, 0]);
    expect(await read("tandem_durable_seconds_sum")).toBeGreaterThanOrEqual(
      await read("tandem_log_commit_seconds_sum"),
    );
  }
  await until(async () => (await read("tandem_compaction_seconds_count")) === 1);
  await until(async () => (await read("tandem_connections")) === 0 && (await read("tandem_documents")) === 0);
});

test("a node counts whom it refuses by reason, and nobody's words become labels", async ({
  stack,
  ada,
  read,
  join,
}) => {
  const refused = (reason: string) => read("tandem_refused_total", { reason });
  using stranger = join(await stack.newSession(ada.user), {});
  using lost = join(crypto.randomUUID(), ada);
  expect([await stranger.refused, await lost.refused]).toEqual(["signed-out", "no-access"]);
  for (const [path, origin] of [
    ["/collab", "https://evil.example"],
    ["/elsewhere", stack.origin],
  ] as const) {
    const socket = new WebSocket(stack.collabOrigin.replace("http", "ws") + path, {
      headers: { origin },
    } as unknown as string[]);
    await new Promise((resolve) => (socket.onerror = resolve));
  }
  using nonsense = await openRaw(stack);
  nonsense.send(new Uint8Array([255]));
  using flood = await openRaw(stack);
  flood.send(new Uint8Array(100_000));
  expect([await nonsense.closed, await flood.closed]).toEqual([1007, 1009]);
  for (const reason of ["signed-out", "no-access", "origin", "path", "malformed", "too-big"])
    expect(await refused(reason), reason).toBeGreaterThan(0);
  const labels = (await readSamples(stack.collabOrigin))
    .filter(({ name }) => name === "tandem_refused_total")
    .map(({ labels }) => labels);
  expect(labels.every(({ reason = "" }) => /^[a-z-]{2,12}$/.test(reason))).toBe(true);
});

test("a node shows how long edits wait for Postgres, its pool, and that Postgres is away", async ({
  postgres,
  stack,
  ada,
  read,
  join,
}) => {
  await until(async () => (await read("tandem_ready")) === 1);
  expect(await read("tandem_postgres_connections", { state: "total" })).toBeGreaterThan(0);
  expect(await read("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  using page = join(await stack.newSession(ada.user, { content: "" }), ada);
  await page.synced;
  postgres.hang();
  page.text().insert(0, "waits");
  await until(async () => (await read("tandem_log_oldest_seconds")) > 0.5);
  expect(await read("tandem_log_queue_bytes")).toBeGreaterThan(5);
  await until(async () => (await read("tandem_ready")) === 0);
  postgres.mend();
  await page.durable();
  expect(await read("tandem_log_queue_bytes")).toBe(0);
  expect(await read("tandem_log_oldest_seconds")).toBe(0);
  await until(async () => (await read("tandem_ready")) === 1);
});

test("nodes show whether Redis is up and what passes through it; a node without one shows no number", async ({
  stack,
}) => {
  expect(await readMetric(stack.collabOrigin, "tandem_redis_up")).toBeNaN();
  await using redis = await startRedis();
  await using cluster = await startCluster({ redis: redis.url });
  const [first, second] = cluster.nodes.map(({ origin }) => origin) as [string, string];
  const owner = await cluster.signUp("Ada");
  const sessionId = await cluster.newSession(owner.user, { content: "" });
  using adas = connect(first, sessionId, { ...owner, page: cluster.page });
  using elsewhere = connect(second, sessionId, { ...owner, page: cluster.page });
  await Promise.all([adas.synced, elsewhere.synced]);
  const before = await Promise.all([
    sumOf(first, "tandem_redis_messages_total"),
    sumOf(second, "tandem_redis_received_total"),
  ]);
  adas.text().insert(0, "across");
  // Nodes meet every 30 s in any case.
  await until(() => elsewhere.text().toString() === "across", 20_000);
  expect(await sumOf(first, "tandem_redis_messages_total")).toBeGreaterThan(before[0]);
  expect(await sumOf(second, "tandem_redis_received_total")).toBeGreaterThan(before[1]);
  expect(await readMetric(first, "tandem_redis_up")).toBe(1);
  await redis.kill();
  await until(async () => (await readMetric(first, "tandem_redis_up")) === 0);
});
