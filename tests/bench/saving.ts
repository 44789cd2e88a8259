import { sql } from "kysely";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../support/free-port.ts";
import type { Connection } from "../support/connection.ts";
import { AUTH_SECRET } from "../support/person.ts";
import { prepareProcess } from "../support/process.ts";
import { until } from "../support/until.ts";
import type { Ground } from "./ground.ts";
import { cpuMs, median, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import { tandemSystem } from "./systems.ts";
import { measureTyping } from "./typing.ts";

const DOCUMENTS = 50;
const RATES = [100, 1_000, 5_000];

export const saving: Scenario = {
  name: "saving",
  title: `From a keystroke until the server calls it durable, ${DOCUMENTS} documents; Postgres waits for the disk`,
  async run(ground) {
    const rows: Row[] = [];
    for (const rate of RATES) rows.push(await measureSaving(ground, rate));
    return rows;
  },
};

async function measureSaving({ tandem, stack, quick }: Ground, rate: number): Promise<Row> {
  const names = await Promise.all(Array.from({ length: DOCUMENTS }, () => tandem.newDocument()));
  const pages = names.map((name, seat) => tandem.open(name, seat));
  await Promise.all(pages.map(({ synced }) => synced));
  const waits: number[] = [];
  const typists = pages.map((page) => markedTypist(page, (ms) => waits.push(ms)));
  await sleep(500);
  const [walBefore, cpuBefore, rowsBefore] = [await walBytes(stack), cpuMs([stack.collab]), await logRows(stack)];
  const seconds = quick ? 2 : 8;
  const count = rate * seconds;
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) {
    const early = (i / rate) * 1_000 - (performance.now() - startedAt);
    await (early >= 1 ? sleep(early) : i % 50 === 0 ? nextTurn() : undefined);
    typists[i % typists.length]?.type();
  }
  const took = (performance.now() - startedAt) / 1_000;
  await until(() => waits.length === count, 30_000);
  const [wal, cpu, rows] = [
    (await walBytes(stack)) - walBefore,
    cpuMs([stack.collab]) - cpuBefore,
    (await logRows(stack)) - rowsBefore,
  ];
  for (const page of pages) page[Symbol.dispose]();
  return {
    "updates/s asked for": rate,
    "updates/s sent": count / took,
    "p50 ms": percentile(waits, 0.5),
    "p99 ms": percentile(waits, 0.99),
    "WAL bytes an update": wal / count,
    "updates a row": count / rows,
    "server CPU ms per 1,000 updates": (cpu / count) * 1_000,
  };
}

/** Types, and marks as the page does: one mark under way, the next covers what came meanwhile. */
function markedTypist(page: Connection, onDurable: (ms: number) => void) {
  const waiting: number[] = [];
  let marked = 0;
  let n = 0;
  const mark = () => {
    marked = waiting.length;
    page.provider.sendStateless(JSON.stringify({ type: "mark", n: ++n }));
  };
  page.provider.on("stateless", ({ payload }: { payload: string }) => {
    const event = JSON.parse(payload) as { type: string; n?: number };
    if (event.type !== "durable" || event.n !== n) return;
    const now = performance.now();
    for (const typedAt of waiting.splice(0, marked)) onDurable(now - typedAt);
    marked = 0;
    if (waiting.length > 0) mark();
  });
  return {
    type() {
      waiting.push(performance.now());
      page.text().insert(page.text().length, "x");
      if (marked === 0) mark();
    },
  };
}

/** How much Postgres has written to its log since it was made. */
export async function walBytes({ db }: Pick<Ground["stack"], "db">): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes`.execute(
    db,
  );
  return Number(rows[0]?.bytes);
}

async function logRows({ db }: Ground["stack"]): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select (select count(*) from document_updates) + (select count(*) from document_history) as count`.execute(db);
  return Number(rows[0]?.count);
}

/** What the log costs of the server's capacity: the same typing on two nodes, one of which writes nothing. */
export const logCost: Scenario = {
  name: "log-cost",
  title: "The same typing with and without the log, 100 documents × 2 people",
  async run(ground) {
    const { stack, people, quick } = ground;
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const node = prepareProcess(
      "tests/bench/servers/without-log.ts",
      {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        DATABASE_URL: stack.databaseUrl,
        AUTH_SECRET,
        APP_ORIGIN: stack.origin,
        HOST: "127.0.0.1",
        COLLAB_PORT: String(port),
        LOG_LEVEL: "error",
      },
      origin,
    );
    await node.restart();
    const { newSession, origin: page } = stack;
    const without = tandemSystem({ name: "without the log", origin, processes: [node], people, page, newSession });
    const lines = [{ ...ground.tandem, name: "with the log" }, without].map((system) => ({
      system,
      costs: [] as number[],
      p99s: [] as number[],
    }));
    const typing = { label: "100 × 2", rooms: 100, size: 2, keysPerSecond: quick ? 5 : 10 };
    try {
      for (let round = 0; round < (quick ? 2 : 8); round++) {
        for (const { system, costs, p99s } of round % 2 ? lines.toReversed() : lines) {
          const { serverMs, ages } = await measureTyping(system, typing, ground);
          costs.push((serverMs / ages.length) * 1_000);
          p99s.push(percentile(ages, 0.99));
        }
      }
    } finally {
      await node.stop("SIGKILL");
    }
    return lines.map(({ system, costs, p99s }) => ({
      system: system.name,
      "keys/s": typing.rooms * typing.size * typing.keysPerSecond,
      "server CPU ms per 1,000 delivered": median(costs),
      "lowest round": Math.min(...costs),
      "highest round": Math.max(...costs),
      "p99 ms": median(p99s),
      rounds: costs.length,
    }));
  },
};
