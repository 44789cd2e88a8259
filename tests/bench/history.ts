import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { readTrace, typePatches } from "../support/traces.ts";
import { until } from "../support/until.ts";
import type { Ground } from "./ground.ts";
import type { Scenario } from "./scenario.ts";
import { walBytes } from "./saving.ts";

/** Somebody who types without a pause, 60 words a minute. */
const KEYS_AN_HOUR = 18_000;
const DOCUMENTS = 20;
/** Slow enough that each key is a commit of its own in its document, as it is at a person's speed. */
const PAUSE_MS = 50;
/** Compaction leaves so many rows in the log of a document that everybody has left, at the most. */
const LEFT_ROWS = 50;

export const history: Scenario = {
  name: "history",
  title: `What an hour of typing (${KEYS_AN_HOUR.toLocaleString("en")} edits of a recording) leaves in Postgres, told to ${DOCUMENTS} documents at once`,
  prepare: () => void readTrace("sveltecomponent"),
  async run({ tandem, stack, quick }) {
    const trace = readTrace("sveltecomponent");
    const transactions = trace.people[0] ?? [];
    const share = (quick ? KEYS_AN_HOUR / 10 : KEYS_AN_HOUR) / DOCUMENTS;
    const names = await Promise.all(Array.from({ length: DOCUMENTS }, () => tandem.newDocument()));
    const pages = names.map((name, seat) => tandem.open(name, seat));
    await Promise.all(pages.map(({ synced }) => synced));
    const before = { wal: await walBytes(stack), ...(await sizes(stack)) };
    for (let i = 0; i < share; i++) {
      const patches = transactions[i]?.patches ?? [];
      for (const page of pages) typePatches(page.text(), patches, trace);
      await sleep(PAUSE_MS);
    }
    await Promise.all(pages.map((page) => page.durable()));
    for (const page of pages) page[Symbol.dispose]();
    await until(async () => (await sizes(stack)).longestLog <= LEFT_ROWS, 30_000);
    const after = { wal: await walBytes(stack), ...(await sizes(stack)) };
    const rows = after.rows - before.rows;
    const hour = (bytes: number, edits: number) => (bytes / edits) * (KEYS_AN_HOUR / 1e6);
    return [
      {
        edits: share * DOCUMENTS,
        "rows of history": rows,
        "MB of updates an hour": hour(after.updates - before.updates, rows),
        "MB of history on disk an hour": hour(after.disk - before.disk, rows),
        "MB of WAL an hour": hour(after.wal - before.wal, share * DOCUMENTS),
      },
    ];
  },
};

type Sizes = { longestLog: number; rows: number; updates: number; disk: number };

async function sizes({ db }: Ground["stack"]): Promise<Sizes> {
  const { rows } = await sql<Record<keyof Sizes, string>>`
    select
      (select coalesce(max(count), 0) from (select count(*) from document_updates group by session_id) as logs) as "longestLog",
      count(*) as rows,
      coalesce(sum(octet_length(update)), 0) as updates,
      pg_total_relation_size('document_history') as disk
    from document_history`.execute(db);
  const [found] = rows;
  return {
    longestLog: Number(found?.longestLog),
    rows: Number(found?.rows),
    updates: Number(found?.updates),
    disk: Number(found?.disk),
  };
}
