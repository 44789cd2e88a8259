/**
 * What connections, documents, keystrokes and carets cost collab nodes, Postgres and Redis: the figures behind
 * docs/scaling.md.
 */
import { sql } from "kysely";
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { connect, type Connection } from "../support/connection.ts";
import { openLink } from "../support/link.ts";
import { readMetric } from "../support/metrics.ts";
import { randomFrom } from "../support/random.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import type { Ground } from "./ground.ts";
import { cpuMs, memoryKb, percentile, type Row } from "./measure.ts";
import { watchRoom } from "./rooms.ts";
import { walBytes } from "./saving.ts";
import type { Scenario } from "./scenario.ts";

const MS_PER_TICK = 10;
/** So many come at once. */
const OPENED_AT_ONCE = 50;
/** No user has more connections than she may. */
const PEOPLE = 250;

/** What has been used up to a moment: by the nodes, by Postgres, by Redis. */
export async function readUse(cluster: Cluster) {
  // A node that has sent nothing yet does not have the metric.
  const bytesSent = await Promise.all(
    cluster.nodes.map(({ origin }) => readMetric(origin, 'tandem_frame_bytes_total{direction="out"}').catch(() => 0)),
  );
  const [collab, memory] = [cpuMs(cluster.nodes), memoryKb(cluster.nodes)];
  const [postgres, redis] = [cpuMsOf("postgres"), cpuMsOf("redis-server")];
  const { rows } = await sql<{
    commits: string;
  }>`select xact_commit as commits from pg_stat_database where datname = current_database()`.execute(cluster.db);
  const sent = bytesSent.reduce((sum, each) => sum + each, 0);
  const wal = await walBytes(cluster);
  return { at: performance.now(), collab, postgres, redis, memory, sent, wal, commits: Number(rows[0]?.commits) };
}
type Use = Awaited<ReturnType<typeof readUse>>;

/** What processes that have ended since had used: the time of those that are there must not seem to run backwards. */
const lastTicks = new Map<string, number>();

/** CPU time of all processes of a name, in ms. The benchmark's own are the only ones on an idle machine. */
function cpuMsOf(name: string): number {
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      if (!stat.includes(`(${name})`)) continue;
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      lastTicks.set(`${name} ${pid}`, Number(fields[11]) + Number(fields[12]));
    } catch {
      // It has ended meanwhile.
    }
  }
  return [...lastTicks].reduce((sum, [key, ticks]) => sum + (key.startsWith(`${name} `) ? ticks : 0), 0) * MS_PER_TICK;
}

export const perSecond = (before: Use, after: Use, of: Exclude<keyof Use, "at">) =>
  (after[of] - before[of]) / ((after.at - before.at) / 1_000);

/** Opens documents, `size` people in each, some at once; `nodeOf` says to which node each of them goes. */
export async function fill(
  cluster: Cluster,
  {
    documents,
    size,
    nodeOf = () => 0,
  }: { documents: number; size: number; nodeOf?: (document: number, seat: number) => number },
) {
  const people = await Promise.all(
    Array.from({ length: Math.min(PEOPLE, documents * size) }, (_, i) => cluster.signUp(`Person ${i}`)),
  );
  const owner = people[0];
  if (!owner) throw new Error("There is nobody to open a document.");
  const names = await Promise.all(Array.from({ length: documents }, () => cluster.newSession(owner.user)));
  const rooms = names.map((): Connection[] => []);
  let opened: Promise<void>[] = [];
  for (let i = 0; i < documents * size; i++) {
    const [document, seat] = [Math.floor(i / size), i % size];
    const node = cluster.nodes[nodeOf(document, seat)];
    const page = connect(node?.origin ?? "", names[document] ?? "", {
      ...people[i % people.length],
      page: cluster.page,
    });
    rooms[document]?.push(page);
    opened.push(page.synced);
    if (opened.length < OPENED_AT_ONCE) continue;
    await Promise.all(opened);
    opened = [];
  }
  await Promise.all(opened);
  await until(() => rooms.flat().every(({ ydoc }) => ydoc.share.size > 0), 60_000);
  return rooms;
}

type Case = {
  label: string;
  nodes: number;
  documents: number;
  size: number;
  /** So many people of each document go to the node after its own. */
  elsewhere?: number;
  typists: number;
  keysPerSecond: number;
  keys: boolean;
  carets: boolean;
};

const CASES: Case[] = [
  { label: "keys", nodes: 1, documents: 100, size: 2, typists: 1, keysPerSecond: 3, keys: true, carets: false },
  { label: "keys", nodes: 1, documents: 100, size: 10, typists: 1, keysPerSecond: 3, keys: true, carets: false },
  { label: "carets", nodes: 1, documents: 100, size: 2, typists: 1, keysPerSecond: 3, keys: false, carets: true },
  { label: "carets", nodes: 1, documents: 100, size: 10, typists: 1, keysPerSecond: 3, keys: false, carets: true },
  {
    label: "keys",
    nodes: 2,
    documents: 100,
    size: 2,
    elsewhere: 1,
    typists: 1,
    keysPerSecond: 3,
    keys: true,
    carets: false,
  },
  {
    label: "keys and carets, one document",
    nodes: 2,
    documents: 1,
    size: 200,
    elsewhere: 100,
    typists: 10,
    keysPerSecond: 3,
    keys: true,
    carets: true,
  },
  {
    label: "keys and carets, a fleet",
    nodes: 3,
    documents: 300,
    size: 4,
    elsewhere: 1,
    typists: 1,
    keysPerSecond: 1,
    keys: true,
    carets: true,
  },
];

export const scale: Scenario = {
  name: "scale",
  title:
    "What people who write cost, by nodes, documents and people in each; one person types in each document, ten in the one",
  async run(ground) {
    const rows: Row[] = [];
    for (const one of CASES)
      rows.push(
        await measureScale(
          ground,
          ground.quick
            ? {
                ...one,
                documents: Math.ceil(one.documents / 10),
                size: Math.min(one.size, 20),
                elsewhere: Math.min(one.elsewhere ?? 0, 10),
              }
            : one,
        ),
      );
    return rows;
  },
};

async function measureScale(
  { postgres, quick }: Ground,
  { label, nodes, documents, size, elsewhere = 0, typists, keysPerSecond, keys, carets }: Case,
): Promise<Row> {
  await using redis = await startRedis();
  await using link = await openLink(redis.url);
  await using cluster = await startCluster({ postgres, size: nodes, ...(nodes > 1 && { redis: link.url }) });
  // Whoever is elsewhere sits last, and so does not type.
  const nodeOf = (document: number, seat: number) => (document + (seat >= size - elsewhere ? 1 : 0)) % nodes;
  const rooms = await fill(cluster, { documents, size, nodeOf });
  const [here, there]: [number[], number[]] = [[], []];
  const writers = rooms.flatMap((pages) => {
    const members = watchRoom(pages, (ms, seat) => (seat >= size - elsewhere ? there : here).push(ms));
    return members.slice(0, typists);
  });
  await sleep(2_000);
  const seconds = quick ? 3 : 15;
  const { random } = randomFrom(1);
  const strokes = writers
    .flatMap((writer) =>
      Array.from({ length: seconds * keysPerSecond }, (_, i) => ({
        writer,
        at: ((i + random()) / keysPerSecond) * 1_000,
      })),
    )
    .sort((a, b) => a.at - b.at);
  const [before, bytesBefore] = [await readUse(cluster), link.bytes()];
  const startedAt = performance.now();
  for (const { writer, at } of strokes) {
    const early = at - (performance.now() - startedAt);
    await (early >= 1 ? sleep(early) : nextTurn());
    if (keys) writer.type();
    if (carets) writer.publishCaret();
  }
  const expected = keys ? strokes.length * (size - 1) : 0;
  await until(() => here.length + there.length === expected).catch(() => {});
  const after = await readUse(cluster);
  const took = (after.at - before.at) / 1_000;
  for (const page of rooms.flat()) page[Symbol.dispose]();
  return {
    writing: label,
    nodes,
    "documents × people": `${documents} × ${size}`,
    elsewhere: elsewhere * documents,
    "strokes/s": strokes.length / took,
    "p50 ms": percentile(here, 0.5),
    "p99 ms": percentile(here, 0.99),
    "p50 ms elsewhere": percentile(there, 0.5),
    "p99 ms elsewhere": percentile(there, 0.99),
    "collab CPU ms/s": perSecond(before, after, "collab"),
    "Postgres CPU ms/s": perSecond(before, after, "postgres"),
    "Redis CPU ms/s": perSecond(before, after, "redis"),
    "kB/s to people": perSecond(before, after, "sent") / 1_000,
    "kB/s of WAL": perSecond(before, after, "wal") / 1_000,
    "kB/s of Redis": (link.bytes() - bytesBefore) / 1_000 / took,
    missing: expected - here.length - there.length,
  };
}
