import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { startCluster } from "../support/cluster.ts";
import { until } from "../support/until.ts";
import { chooseCases, type Ground } from "./ground.ts";
import { LightClient } from "./light-client.ts";
import { openLightSocket } from "./light-socket.ts";
import { cpuMs, memoryKb, type Row } from "./measure.ts";
import { fill, perSecond, readUse } from "./scale.ts";
import type { Scenario } from "./scenario.ts";
import { startServer } from "./systems.ts";

/** What starts, as code that has not run yet, is over by then. */
const STARTED_MS = 3_000;
const OPENED_AT_ONCE = 50;

/** What Tandem is compared with: a file of `servers/`, and one more person in a document there. */
type Plain = { system: string; file: string; open: (origin: string, document: string) => Promise<Disposable> };
const BARE: Plain = {
  system: "bare Hocuspocus",
  file: "hocuspocus.ts",
  async open(origin, name) {
    const client = new LightClient({ origin, name });
    await client.synced;
    return client;
  },
};
const RELAY: Plain = {
  system: "plain ws relay",
  file: "relay.ts",
  async open(origin, name) {
    const socket = await openLightSocket(`${origin}/${name}`, { onMessage: () => {} });
    return { [Symbol.dispose]: socket.close };
  },
};

export const idle: Scenario = {
  name: "idle",
  title: "What is open and at rest, on one node, or nothing at all",
  async run(ground) {
    const share = ground.quick ? 0.1 : 1;
    const cases = [
      { label: "nothing", documents: 0, size: 0 },
      { label: "50 in each document", documents: 100 * share, size: 50 },
      { label: "one in each document", documents: 2_000 * share, size: 1 },
    ];
    const rows: Row[] = [];
    // Each in a process of its own, which has not had the memory of another one.
    for (const { documents, size } of chooseCases(ground, cases, ({ label }) => label))
      rows.push(
        await measurePlain(RELAY, ground, documents, size),
        await measurePlain(BARE, ground, documents, size),
        await (documents === 0 ? measureNothing(ground) : measureIdle(ground, documents, size)),
      );
    return rows;
  },
};

const waitMs = ({ quick }: Ground) => (quick ? 3_000 : 20_000);

async function measurePlain(
  { system, file, open }: Plain,
  ground: Ground,
  documents: number,
  size: number,
): Promise<Row> {
  const { origin, server } = await startServer(file);
  try {
    await sleep(STARTED_MS);
    const read = () => ({ at: performance.now(), cpu: cpuMs([server]), memory: memoryKb([server]) });
    const before = read();
    const names = Array.from({ length: documents }, () => randomUUID());
    const seats = names.flatMap((name) => Array.from({ length: size }, () => name));
    using clients = new DisposableStack();
    for (let i = 0; i < seats.length; i += OPENED_AT_ONCE) {
      const opened = await Promise.all(seats.slice(i, i + OPENED_AT_ONCE).map((name) => open(origin, name)));
      for (const client of opened) clients.use(client);
    }
    const opened = read();
    if (seats.length > 0) await sleep(waitMs(ground));
    const resting = read();
    await sleep(waitMs(ground));
    const after = read();
    return {
      system,
      connections: seats.length,
      documents,
      "kB of memory each": seats.length > 0 ? (after.memory - before.memory) / seats.length : NaN,
      "CPU ms/s": (after.cpu - resting.cpu) / ((after.at - resting.at) / 1_000),
      "CPU ms to open one": seats.length > 0 ? (opened.cpu - before.cpu) / seats.length : NaN,
    };
  } finally {
    await server.stop("SIGKILL");
  }
}

async function measureNothing(ground: Ground): Promise<Row> {
  await using cluster = await startCluster({ postgres: ground.postgres, size: 1 });
  await sleep(STARTED_MS);
  const [before, at] = [cpuMs(cluster.nodes), performance.now()];
  await sleep(waitMs(ground));
  const share = (cpuMs(cluster.nodes) - before) / ((performance.now() - at) / 1_000);
  return { system: "Tandem", connections: 0, documents: 0, "kB of memory each": NaN, "CPU ms/s": share };
}

async function measureIdle(ground: Ground, documents: number, size: number): Promise<Row> {
  await using cluster = await startCluster({ postgres: ground.postgres, size: 1 });
  await sleep(STARTED_MS);
  const before = await readUse(cluster);
  const rooms = await fill(cluster, { documents, size });
  const opened = await readUse(cluster);
  await sleep(waitMs(ground));
  const resting = await readUse(cluster);
  await sleep(waitMs(ground));
  const after = await readUse(cluster);
  // A node that ends without a word, and everybody who comes back to it.
  const pages = rooms.flat();
  const [node] = cluster.nodes;
  await node?.stop("SIGKILL");
  await until(() => pages.every(({ provider }) => !provider.isSynced));
  await node?.restart();
  const back = performance.now();
  await until(() => pages.every(({ provider }) => provider.isSynced), 180_000);
  const returnedMs = performance.now() - back;
  for (const page of pages) page[Symbol.dispose]();
  const connections = documents * size;
  return {
    system: "Tandem",
    connections,
    documents,
    "kB of memory each": (after.memory - before.memory) / connections,
    "CPU ms/s": perSecond(resting, after, "collab"),
    "CPU ms to open one": (opened.collab - before.collab) / connections,
    "connections opened a second": connections / ((opened.at - before.at) / 1_000),
    "Postgres CPU ms/s": perSecond(resting, after, "postgres"),
    "commits/s": perSecond(resting, after, "commits"),
    "bytes/s to each": perSecond(resting, after, "sent") / connections,
    "all back after a kill, s": returnedMs / 1_000,
  };
}
