import { Redis as RedisClient } from "ioredis";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { addFile, findFile, listFiles } from "../../protocol/layout.ts";
import { freePort } from "../support/free-port.ts";
import { startCluster } from "../support/cluster.ts";
import { connect, type Connection } from "../support/connection.ts";
import { openLink } from "../support/link.ts";
import { prepareProcess } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { readTrace, typePatches } from "../support/traces.ts";
import { until } from "../support/until.ts";
import type { Ground } from "./ground.ts";
import { percentile, type Row } from "./measure.ts";
import { watchRoom } from "./rooms.ts";
import type { Scenario } from "./scenario.ts";

const FILE_ID = "post";
/**
 * From a node to Redis and on to another; where that takes a while, a keystroke must not travel with the one before.
 * Or on one node, while no other has the document.
 */
const CASES = [
  { isApart: true, tripMs: 0, pauseMs: 50, count: 400 },
  { isApart: true, tripMs: 50, pauseMs: 250, count: 120 },
  { isApart: false, tripMs: 0, pauseMs: 50, count: 400 },
];
/** Signs of life, which have nothing to do with a document. */
const ALIVE = "tandem:nodes";
const WATCHED_KEYS = 40;

/** Two nodes over one Redis, and two people, each on a node or not, in a new document that holds `update`. */
type Pair = AsyncDisposable & { open: (isApart: boolean) => Promise<[Connection, Connection]> };

export const acrossNodes: Scenario = {
  name: "nodes",
  title:
    "From a keystroke until it is in another's text, on another node or on the same, in a text of 57 kB with its 138,000 edits",
  prepare: () => void readTrace("seph-blog1"),
  async run(ground) {
    const update = writtenText();
    const rows: Row[] = [];
    for (const one of CASES) {
      for (const [system, start] of [
        ["stock extension-redis", startStock],
        ["Tandem", startOurs],
      ] as const)
        rows.push(await measure(ground, system, start, one, update));
    }
    return rows;
  },
};

function writtenText(): Uint8Array {
  const trace = readTrace("seph-blog1");
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: FILE_ID, path: "post.md", language: "markdown", content: "" });
  const text = findFile(ydoc, FILE_ID)?.text ?? new Y.Text();
  for (const { patches } of trace.people[0] ?? []) typePatches(text, patches, trace);
  return Y.encodeStateAsUpdate(ydoc);
}

async function measure(
  ground: Ground,
  system: string,
  start: typeof startOurs,
  { isApart, tripMs, pauseMs, count: fullCount }: (typeof CASES)[number],
  update: Uint8Array,
): Promise<Row> {
  await using redis = await startRedis();
  using link = await openLink(redis.url, { delayMs: tripMs / 2 });
  using stack = new DisposableStack();
  await using pair = await start(ground, link.url, update);
  const [hers, his] = (await pair.open(isApart)).map((page) => stack.use(page)) as [Connection, Connection];
  const length = hers.text().length;
  await until(() => listFiles(his.ydoc).length === 1 && his.text().length === length, 60_000);
  const ages: number[] = [];
  const [typist] = watchRoom([hers, his], (ms) => ages.push(ms));
  const admin = stack.adopt(new RedisClient(redis.url), (client) => client.disconnect());
  const published = async () => Number(/cmdstat_publish:calls=(\d+)/.exec(await admin.info("commandstats"))?.[1] ?? 0);
  async function type(count: number) {
    ages.length = 0;
    for (let i = 0; i < count; i++) {
      typist?.type();
      await sleep(pauseMs);
    }
    await until(() => ages.length === count).catch(() => {});
  }
  // The handshake of opening has to be over, and the first signs of life.
  await sleep(2_500);
  const told = await aboutDocument(redis, () => type(WATCHED_KEYS));
  const count = ground.quick ? 40 : fullCount;
  const [bytesBefore, messagesBefore, startedAt] = [link.bytes(), await published(), performance.now()];
  await type(count);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [bytes, messages] = [link.bytes() - bytesBefore, (await published()) - messagesBefore];
  return {
    "two people on": isApart ? "two nodes" : "one node",
    "trip over Redis, ms": tripMs,
    system,
    "messages a keystroke": messages / count,
    "about the document": told / WATCHED_KEYS,
    "bytes through Redis a keystroke": bytes / count,
    "p50 ms": percentile(ages, 0.5),
    "p99 ms": percentile(ages, 0.99),
    keystrokes: count,
    "keys/s": count / seconds,
    missing: count - ages.length,
  };
}

/** How many messages about documents go through Redis meanwhile. Counted apart, since watching it takes time. */
async function aboutDocument(redis: TestRedis, meanwhile: () => Promise<void>): Promise<number> {
  using spy = await redis.spy();
  await meanwhile();
  return (await spy.read()).filter(({ channel }) => channel !== ALIVE).length;
}

async function startOurs({ postgres }: Ground, redis: string, update: Uint8Array): Promise<Pair> {
  const cluster = await startCluster({ postgres, redis });
  const [ada, grace] = [await cluster.signUp("Ada"), await cluster.signUp("Grace")];
  const sessionId = await cluster.newSession(ada.user);
  await cluster.db
    .updateTable("documents")
    .set({ snapshot: Buffer.from(update) })
    .where("session_id", "=", sessionId)
    .execute();
  return {
    async open(isApart) {
      const [hers, his] = [ada, grace].map((person, i) =>
        connect(cluster.nodes[isApart ? i : 0]?.origin ?? "", sessionId, { ...person, page: cluster.page }),
      ) as [Connection, Connection];
      await Promise.all([hers.synced, his.synced]);
      return [hers, his];
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

async function startStock(_: Ground, redis: string, update: Uint8Array): Promise<Pair> {
  const ports = [await freePort(), await freePort()];
  const origins = ports.map((port) => `http://127.0.0.1:${port}`);
  const nodes = ports.map((port, i) =>
    prepareProcess(
      "tests/bench/servers/stock-redis.ts",
      { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port), REDIS_URL: redis },
      origins[i] ?? "",
    ),
  );
  const name = randomUUID();
  await Promise.all(nodes.map((node) => node.restart()));
  return {
    async open(isApart) {
      const [hers, his] = origins.map((origin) => connect(isApart ? origin : (origins[0] ?? ""), name, {})) as [
        Connection,
        Connection,
      ];
      await Promise.all([hers.synced, his.synced]);
      Y.applyUpdate(hers.ydoc, update);
      await hers.sent();
      return [hers, his];
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node.stop("SIGKILL")));
    },
  };
}
