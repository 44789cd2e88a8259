import { sql } from "kysely";
import { expect } from "vitest";
import { startCollab } from "../../collab/server.ts";
import { readEnv } from "../../collab/env.ts";
import { freePort } from "../support/free-port.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { type Connection, connect } from "../support/connection.ts";
import { createDatabase } from "../support/database.ts";
import { type Link, openLink } from "../support/link.ts";
import { documentCount, noteMetrics, readMetric } from "../support/metrics.ts";
import { AUTH_SECRET, newSession, signUpGuest } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false, isWired: true });

test.afterEach(({ postgres }) => postgres.mend());

const storageOf = ({ events }: Connection) =>
  events.flatMap((event) => (event.type === "storage" ? [event.state] : []));

const mark = ({ provider }: Connection, n: number) => provider.sendStateless(JSON.stringify({ type: "mark", n }));

/** How long each of `count` keys of one takes until the other has it, in milliseconds, sorted. */
async function echoes(from: Connection, to: Connection, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const { length } = to.text();
    const start = performance.now();
    const arrived = new Promise<void>((resolve) => {
      const look = () => {
        if (to.text().length <= length) return;
        to.ydoc.off("update", look);
        resolve();
      };
      to.ydoc.on("update", look);
    });
    from.text().insert(0, "x");
    await arrived;
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

test.for<[string, (wire: Link) => void, number]>([
  ["takes two seconds a commit", (wire) => wire.slow(2_000), 2_000],
  ["is away", (wire) => wire.cut(), Infinity],
  ["does not answer", (wire) => wire.hang(), Infinity],
])(
  "P1 L7 while Postgres %s typing and sharing go on, nothing is called durable, and people are told",
  async ([_, harm, leastMs], { postgres, stack, ada, grace, open, storedText }) => {
    const sessionId = await stack.newSession(ada.user);
    using adas = open(ada, sessionId);
    using graces = open(grace, sessionId);
    await Promise.all([adas.synced, graces.synced]);
    await adas.durable();
    harm(postgres);
    const harmedAt = Date.now();
    let durableMs = Infinity;
    adas.provider.on(
      "stateless",
      () => adas.events.at(-1)?.type === "durable" && (durableMs = Math.min(durableMs, Date.now() - harmedAt)),
    );
    adas.text().insert(0, "x");
    mark(adas, 2);
    const times = await echoes(adas, graces, 60);
    // Not one of them waits for Postgres, which takes two seconds at the least.
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(1_000);
    await until(() => [adas, graces].every((page) => storageOf(page).includes("delayed")));
    expect(durableMs).toBeGreaterThanOrEqual(leastMs);
    postgres.mend();
    mark(adas, 3);
    await until(() => adas.events.some((event) => event.type === "durable" && event.n === 3));
    expect(await storedText(sessionId)).toBe("x".repeat(61));
    await until(() => storageOf(graces).at(-1) === "ok");
  },
);

test("L7 who comes while Postgres is slow is told so at once", async ({ stack, ada, grace, open }) => {
  const [busy, other] = [await stack.newSession(ada.user), await stack.newSession(ada.user)];
  using adas = open(ada, busy);
  using graces = open(grace, other);
  await Promise.all([adas.synced, graces.synced]);
  await stack.db.transaction().execute(async (trx) => {
    await sql`lock table document_updates in exclusive mode`.execute(trx);
    adas.text().insert(0, "slow");
    await until(() => storageOf(graces).includes("delayed"));
    using late = open(grace, other);
    await until(() => storageOf(late).includes("delayed"));
  });
});

test("L6 who leaves and comes back at once misses nothing, however long commits take", async ({
  postgres,
  stack,
  ada,
  grace,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await until(async () => (await documentCount(stack.collabOrigin)) === 0);
  let text = "";
  {
    using first = open(ada, sessionId);
    await first.synced;
    postgres.slow(400);
    first.text().insert(0, "0");
    text = "0";
    await first.sent();
  }
  for (let i = 1; i < 6; i++) {
    using page = open(ada, sessionId);
    await page.synced;
    expect(page.text().toString()).toBe(text);
    page.text().insert(page.text().length, String(i));
    text += String(i);
    await page.sent();
  }
  postgres.mend();
  await until(async () => (await documentCount(stack.collabOrigin)) === 0);
  expect(await readMetric(stack.collabOrigin, "tandem_log_queue_bytes")).toBe(0);
  expect(await storedText(sessionId)).toBe(text);
  using later = open(grace, sessionId);
  await later.synced;
  expect(later.text().toString()).toBe(text);
});

test("L6 what was typed last and left is in Postgres before the document is let go of", async ({
  stack,
  ada,
  open,
  storedText,
}) => {
  const sessionIds = await Promise.all(Array.from({ length: 20 }, () => stack.newSession(ada.user)));
  await Promise.all(
    sessionIds.map(async (sessionId) => {
      using page = open(ada, sessionId);
      await page.synced;
      page.text().insert(0, sessionId);
      await page.sent();
    }),
  );
  await until(async () => (await documentCount(stack.collabOrigin)) === 0);
  expect(await Promise.all(sessionIds.map(storedText))).toEqual(sessionIds);
});

test("L7 past its bound the queue slows down who writes, says so, and drops nothing", async () => {
  await using database = await createDatabase();
  using wire = await openLink(database.databaseUrl);
  const [port, metricsPort] = [await freePort(), await freePort()];
  noteMetrics(`http://127.0.0.1:${port}`, metricsPort);
  const origin = "http://localhost:1";
  const settings = {
    NODE_ENV: "test",
    DATABASE_URL: wire.url,
    AUTH_SECRET,
    APP_ORIGIN: origin,
    HOST: "127.0.0.1",
    COLLAB_PORT: String(port),
    COLLAB_METRICS_PORT: String(metricsPort),
    LOG_LEVEL: "silent",
  };
  const node = await startCollab(readEnv(settings as unknown as NodeJS.ProcessEnv), { maxQueueBytes: 100_000 });
  try {
    const [writer, reader] = [await signUpGuest(database, "Writer"), await signUpGuest(database, "Reader")];
    const sessionId = await newSession(database, writer.user);
    const enter = ({ cookie }: Person) => connect(`http://127.0.0.1:${port}`, sessionId, { cookie, page: origin });
    using adas = enter(writer);
    using graces = enter(reader);
    await Promise.all([adas.synced, graces.synced]);
    await adas.durable();
    wire.cut();
    const queued = () => readMetric(`http://127.0.0.1:${port}`, "tandem_log_queue_bytes");
    for (let i = 0; i < 100; i++) adas.text().insert(adas.text().length, `${i}:`.padEnd(10_000, "x"));
    await until(() => storageOf(adas).includes("delayed") && storageOf(graces).includes("delayed"));
    expect(await queued()).toBeLessThan(130_000);
    expect(graces.text().length).toBeLessThan(150_000);
    expect(adas.provider.hasUnsyncedChanges).toBe(true);
    wire.mend();
    await adas.durable();
    await until(() => graces.text().length === 1_000_000);
    expect(graces.text().toString()).toBe(adas.text().toString());
    const stored = await findDocument(database.db, sessionId);
    expect(stored && decodeFiles(stored)[0]?.content).toBe(adas.text().toString());
  } finally {
    wire.mend();
    await node.stop();
  }
});
