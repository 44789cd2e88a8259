/** One run: people write while things break, everything is killed, and a fresh node is asked what there is. */
import { sql } from "kysely";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { applyAll } from "../../db/apply-updates.ts";
import { connect } from "../support/connection.ts";
import { root } from "../support/root.ts";
import { randomFrom } from "../support/random.ts";
import { until } from "../support/until.ts";
import { type Findings, linesOf } from "./model.ts";
import { planFaults } from "./plan.ts";
import { documentAt, startWorld, type World } from "./world.ts";

const SETTLE_MS = 180_000;

export type RunWish = { seed: number; seconds: number; nodes?: number; writers?: number };

export type Report = Findings & {
  seed: number;
  nodes: number;
  edits: number;
  /** Edits that were shown as Saved. */
  saved: number;
  marksAnswered: number;
  logRows: number;
  historyRows: number;
  /**
   * Whatever else is wrong: a node that ended by itself, rows that are there twice, people who end with different
   * texts.
   */
  problems: string[];
} & World["counts"];

/** Runs a seed; what it found wrong, with the whole story, is in `build/faults/<seed>.log` too. */
export async function runFaults({ seed, seconds, nodes: given, writers = 6 }: RunWish): Promise<Report> {
  const random = randomFrom(seed);
  const nodes = given ?? 1 + random.below(3);
  const plan = planFaults(random, { seconds, hasRedis: nodes > 1 });
  const [settles, crashesAtLast] = [random.random() < 0.5, random.random() < 0.5];
  await using world = await startWorld({ seed, nodes, writers });
  const { problems, models } = world;
  world.begin();
  const startedAt = performance.now();
  const ongoing: Promise<void>[] = [];
  for (const fault of plan) {
    await sleep(Math.max(0, startedAt + fault.at - performance.now()));
    ongoing.push(world.befall(fault));
  }
  if (settles) {
    await Promise.all(ongoing);
    await world.mend();
    await settle(world).catch((error: unknown) => problems.push(String(error)));
  }
  await world.killEverything();
  await Promise.all(ongoing);
  await world.mend();
  if (crashesAtLast) await world.crashPostgres();

  const texts = await readFromFreshNode(world);
  const findings = texts.map((text, nth) => models[nth]?.check(linesOf(text)));
  const all = (of: keyof Findings) => findings.flatMap((found) => found?.[of] ?? []);
  await checkTables(world, texts);
  const { rows } = await sql<{ log: number; history: number }>`
    select (select count(*)::int from document_updates) as log, (select count(*)::int from document_history) as history`.execute(
    world.db,
  );
  const report: Report = {
    seed,
    nodes,
    edits: models.reduce((sum, { edits }) => sum + edits, 0),
    saved: models.reduce((sum, { savedCount }) => sum + savedCount, 0),
    marksAnswered: world.retired.reduce((sum, { marksAnswered }) => sum + marksAnswered, 0),
    logRows: rows[0]?.log ?? 0,
    historyRows: rows[0]?.history ?? 0,
    ...world.counts,
    lost: all("lost"),
    undead: all("undead"),
    doubled: all("doubled"),
    unknown: all("unknown"),
    problems: [...new Set(problems)],
  };
  if (!isGood(report)) writeLog(report, world);
  return report;
}

/** Nothing that was shown as Saved is missing, and nothing else is wrong. */
export const isGood = ({ lost, undead, doubled, unknown, problems }: Report) =>
  [lost, undead, doubled, unknown, problems].every(({ length }) => length === 0);

/** With nothing in the way, everybody is told Saved, and has the same text as everybody else. */
async function settle({ writers, sessionIds, nodes }: World) {
  await Promise.all(
    nodes.map((node) =>
      until(
        () =>
          fetch(`${node.origin}/readyz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        SETTLE_MS,
      ),
    ),
  );
  for (const writer of writers.values()) writer.rest();
  await until(() => [...writers.values()].every(({ isSaved }) => isSaved), SETTLE_MS);
  const textsOf = (document: number) =>
    [...writers].flatMap(([slot, { text }]) => (documentAt(slot) === document ? [text] : []));
  const differ = () => sessionIds.some((_, document) => new Set(textsOf(document)).size > 1);
  await until(() => !differ(), SETTLE_MS);
}

async function readFromFreshNode({ cluster, db, nodes, owner, sessionIds }: World): Promise<string[]> {
  // What the dead ones had begun may still be committed.
  const busy = sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
  await until(
    () =>
      busy.execute(db).then(
        ({ rows }) => rows[0]?.count === 0,
        () => false,
      ),
    SETTLE_MS,
  );
  const [node] = nodes;
  if (!node) throw new Error("A run needs a node.");
  await node.restart();
  const texts: string[] = [];
  for (const sessionId of sessionIds) {
    using page = connect(node.origin, sessionId, { ...owner, page: cluster.page });
    await page.synced;
    texts.push(page.text().toString());
  }
  await node.stop("SIGKILL");
  return texts;
}

/**
 * History and log, replayed from nothing, give the same text; each row is there once, and so is each edit a node
 * logged.
 */
async function checkTables({ db, sessionIds, problems }: World, texts: string[]) {
  const { rows } = await sql<{
    session_id: string;
    node_id: string;
    sequence: string;
    update: Buffer;
    set_aside: boolean;
  }>`
    select session_id, node_id, sequence, update, false as set_aside from document_history
    union all select session_id, node_id, sequence, update, set_aside_at is not null from document_updates`.execute(db);
  const twice = (of: string[]) => of.length - new Set(of).size;
  const doubledRows = twice(rows.map(({ node_id, sequence }) => `${node_id} ${sequence}`));
  if (doubledRows > 0) problems.push(`${doubledRows} rows are there twice.`);
  const doubledEdits = twice(
    rows.map(({ node_id, session_id, update }) => `${node_id} ${session_id} ${update.toString("base64")}`),
  );
  if (doubledEdits > 0) problems.push(`${doubledEdits} edits were logged twice by one node.`);
  if (rows.some(({ set_aside }) => set_aside)) problems.push("Rows were set aside.");
  sessionIds.forEach((sessionId, nth) => {
    const ydoc = new Y.Doc();
    applyAll(
      ydoc,
      rows.filter((row) => row.session_id === sessionId).map(({ update }) => update),
    );
    if (listFiles(ydoc)[0]?.text.toString() !== texts[nth])
      problems.push(`History and log of document ${nth} give another text.`);
  });
}

function writeLog(report: Report, { trail, nodes, retired }: World) {
  const story = [...report.lost, ...report.undead].flatMap((token) =>
    retired.flatMap((writer) => writer.recount(token)).map((line) => `${token}: ${line}`),
  );
  const outputs = nodes.map((node, nth) => `node ${nth}\n${node.output()}`);
  const folder = path.join(root, "build", "faults");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${report.seed}.log`),
    [JSON.stringify(report, undefined, 1), ...story, ...trail, ...outputs].join("\n"),
  );
}
