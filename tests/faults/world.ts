/** Everything that a run breaks and mends: nodes, Postgres and the wire to it, Redis, and the people who write. */
import { Redis as RedisClient } from "ioredis";
import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, type Node, startCluster } from "../support/cluster.ts";
import { openLink } from "../support/link.ts";
import { startPostgres } from "../support/postgres.ts";
import { randomFrom } from "../support/random.ts";
import { startRedis } from "../support/redis.ts";
import { Model } from "./model.ts";
import type { Fault, FaultKind } from "./plan.ts";
import { Writer } from "./writer.ts";

const DOCUMENTS = 2;
const STOP_DEADLINE_MS = 60_000;

/** Whoever sits at a desk writes in its document. */
export const documentAt = (slot: number) => slot % DOCUMENTS;

export type Wish = { seed: number; nodes: number; writers: number };

export type World = Awaited<ReturnType<typeof startWorld>>;

/** Nodes over a Postgres that waits for its disk and, where there are several, a Redis; nobody writes yet. */
export async function startWorld({ seed, nodes: size, writers: writerCount }: Wish) {
  await using stack = new AsyncDisposableStack();
  const postgres = await startPostgres({ fsync: true });
  stack.defer(() => postgres.stop());
  /** The test's own way to Postgres, which moves at each crash. */
  const ownLink = stack.use(await openLink(postgres.connectionString));
  const link = stack.use(await openLink(postgres.connectionString));
  const redis = size > 1 ? stack.use(await startRedis()) : undefined;
  const cluster: Cluster = stack.use(await startCluster({ size, redis: redis?.url, postgres: ownLink.url, link }));
  const { db, nodes } = cluster;
  await slowDownTrigger(cluster);
  const owner = await cluster.signUp("Owner");
  const sessionIds = await Promise.all(
    Array.from({ length: DOCUMENTS }, () => cluster.newSession(owner.user, { visibility: "link" })),
  );
  const people = await Promise.all(Array.from({ length: writerCount }, (_, i) => cluster.signUp(`Writer ${i}`)));

  const models = sessionIds.map(() => new Model());
  const counts = { nodeKills: 0, nodeStops: 0, writerKills: 0, postgresCrashes: 0, otherFaults: 0, skipped: 0 };
  const problems: string[] = [];
  const trail: string[] = [];
  /** By their desks; somebody who is away has none. */
  const writers = new Map<number, Writer>();
  const retired: Writer[] = [];
  const generations = people.map(() => 0);
  const chance = randomFrom(seed + 1);
  /** Nodes that were ended by us, and not started since. */
  const ended = new Set<Node>();
  const startedAt = performance.now();
  let isOver = false;
  let postgresTurn: Promise<unknown> = Promise.resolve();
  let redisTurn: Promise<unknown> = Promise.resolve();

  const note = (line: string) => void trail.push(`${((performance.now() - startedAt) / 1_000).toFixed(3)} ${line}`);

  function chooseNode() {
    const live = nodes.filter((node) => node.isRunning() && !ended.has(node));
    const candidates = live.length > 0 ? live : nodes;
    return (candidates[chance.below(candidates.length)] as Node).origin;
  }

  function addWriter(slot: number) {
    if (isOver || writers.has(slot)) return;
    const document = documentAt(slot);
    const writer = new Writer({
      name: `w${slot}.${(generations[slot] = (generations[slot] ?? 0) + 1)}`,
      sessionId: sessionIds[document] as string,
      cookie: people[slot]?.cookie ?? "",
      page: cluster.page,
      model: models[document] as Model,
      random: randomFrom(seed + 1_000 * slot + (generations[slot] ?? 0)),
      chooseNode,
    });
    writers.set(slot, writer);
  }

  function killWriter(slot: number) {
    const writer = writers.get(slot);
    if (!writer) return;
    writers.delete(slot);
    writer.kill();
    retired.push(writer);
    counts.writerKills++;
  }

  /** Kills each with the probability `share`; others come to their desks at once. */
  function killWriters(share: number) {
    for (const slot of [...writers.keys()]) {
      if (chance.random() >= share) continue;
      killWriter(slot);
      addWriter(slot);
    }
  }

  async function endNode(node: Node, signal: "SIGKILL" | "SIGTERM") {
    if (!node.isRunning()) {
      if (!ended.has(node)) problems.push(`A node has ended by itself:\n${node.output().slice(-2_000)}`);
      return;
    }
    ended.add(node);
    if (signal === "SIGKILL") counts.nodeKills++;
    else counts.nodeStops++;
    const timer = setTimeout(() => {
      problems.push("A node did not stop when it was asked to.");
      void node.stop("SIGKILL");
    }, STOP_DEADLINE_MS);
    await node.stop(signal);
    clearTimeout(timer);
  }

  /** As whoever runs a cluster does: a node that has ended is started again. */
  async function revive(node: Node) {
    while (!isOver && !node.isRunning()) {
      ended.delete(node);
      await node.restart().catch((error: unknown) => {
        if (!ended.has(node)) problems.push(`A node did not start: ${String(error)}`);
      });
      if (!node.isRunning() && !ended.has(node)) return;
    }
  }

  /** One at a time: a server that is down cannot be taken down. */
  const inTurn = (turn: Promise<unknown>, run: () => Promise<unknown>) => turn.then(run);

  const acts: Record<FaultKind, (fault: Fault) => Promise<unknown>> = {
    async "kill-node"({ whom, amount, writers: share }) {
      const node = nodes[Math.floor(whom * nodes.length)] as Node;
      const ending = endNode(node, "SIGKILL");
      killWriters(share);
      await ending;
      await sleep(amount * 800);
      await revive(node);
    },
    async "kill-all-nodes"({ amount, writers: share }) {
      const ending = nodes.map((node) => endNode(node, "SIGKILL"));
      killWriters(share);
      await Promise.all(ending);
      await sleep(amount * 500);
      await Promise.all(nodes.map(revive));
    },
    async "stop-node"({ whom }) {
      const node = nodes[Math.floor(whom * nodes.length)] as Node;
      await endNode(node, "SIGTERM");
      await revive(node);
    },
    "kill-writer": async ({ whom }) => {
      const slot = Math.floor(whom * writerCount);
      killWriter(slot);
      addWriter(slot);
    },
    // Unloaded, and compacted, while some are back already.
    async "leave-document"({ whom, amount }) {
      const slots = [...writers.keys()].filter((slot) => documentAt(slot) === Math.floor(whom * DOCUMENTS));
      slots.forEach(killWriter);
      for (const slot of slots) {
        await sleep(amount * 500);
        addWriter(slot);
      }
    },
    "crash-postgres": () =>
      (postgresTurn = inTurn(postgresTurn, async () => {
        const moved = await postgres.crash();
        counts.postgresCrashes++;
        for (const wire of [ownLink, link]) wire.turnTo(moved);
      })),
    async "slow-commits"({ amount }) {
      await slowDown(cluster, Math.round(amount * 600));
      await sleep(1_000 + amount * 2_000);
      await slowDown(cluster, 25);
    },
    async "slow-link"({ whom, amount }) {
      link.slow(5 + amount * 150);
      await sleep(500 + amount * 1_500);
      if (whom < 0.7) link.cut();
      await sleep(20);
      link.mend();
    },
    async "cut-link"({ whom, amount }) {
      link.cut();
      await sleep(whom < 0.6 ? 5 : amount * 2_000);
      link.mend();
    },
    async "hang-link"({ whom, amount }) {
      link.hang();
      await sleep(amount * 2_500);
      if (whom < 0.5) link.cut();
      link.mend();
    },
    "end-backends": () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5`.execute(
        db,
      ),
    "kill-redis": ({ amount }) =>
      (redisTurn = inTurn(redisTurn, async () => {
        await redis?.kill();
        await sleep(amount * 1_500);
        await redis?.start();
      })),
    "pause-redis": ({ amount }) =>
      (redisTurn = inTurn(redisTurn, async () => {
        redis?.pause();
        await sleep(amount * 3_000);
        redis?.resume();
      })),
    "drop-subscribers": () =>
      (redisTurn = inTurn(redisTurn, async () => {
        const admin = new RedisClient(redis?.url ?? "", { maxRetriesPerRequest: 1 });
        await admin.client("KILL", "TYPE", "pubsub").finally(() => admin.disconnect());
      })),
  };

  const world = {
    db,
    redis,
    cluster,
    nodes,
    sessionIds,
    owner,
    models,
    writers,
    retired,
    counts,
    problems,
    trail,
    note,
    begin: () => people.forEach((_, slot) => addWriter(slot)),
    /** Does what a plan says, and resolves when it is over. What Postgres is not there for is left out, and counted. */
    async befall(fault: Fault) {
      note(`${fault.kind} ${fault.whom.toFixed(2)} ${fault.amount.toFixed(2)} ${fault.writers.toFixed(2)}`);
      if (!/node|writer|postgres/.test(fault.kind)) counts.otherFaults++;
      await acts[fault.kind](fault).catch((error: unknown) => {
        counts.skipped++;
        note(`${fault.kind} had no effect: ${String(error)}`);
      });
      note(`${fault.kind} is over`);
    },
    /** Undoes everything that still stands in the way. */
    async mend() {
      redis?.resume();
      link.mend();
      await postgresTurn;
      await redisTurn;
      await slowDown(cluster, 0);
    },
    /** Everybody at once, and nobody comes back. */
    async killEverything() {
      isOver = true;
      const ending = nodes.map((node) => endNode(node, "SIGKILL"));
      for (const slot of [...writers.keys()]) killWriter(slot);
      await Promise.all(ending);
    },
    crashPostgres: () => acts["crash-postgres"]({} as Fault),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const kept = stack.move();
  world[Symbol.asyncDispose] = async () => {
    isOver = true;
    redis?.resume();
    await kept.disposeAsync();
  };
  return world;
}

/**
 * Each append waits, up to so long: ids and commits then come in different orders, and what is cut meanwhile is
 * ambiguous.
 */
async function slowDownTrigger({ db }: Cluster) {
  await sql`
    create table slow_commits (ms integer not null);
    insert into slow_commits values (25);
    create function slow_commit() returns trigger language plpgsql as $$
      begin perform pg_sleep(random() * ms / 1000.0) from slow_commits; return null; end $$;
    create trigger slow_commit after insert on document_updates for each statement execute function slow_commit();
  `.execute(db);
}

const slowDown = ({ db }: Cluster, ms: number) => sql`update slow_commits set ms = ${ms}`.execute(db);
