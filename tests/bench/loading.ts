import { sql } from "kysely";
import * as Y from "yjs";
import { addFile, findFile } from "../../protocol/layout.ts";
import { documentCount } from "../support/metrics.ts";
import { readTrace, typePatches } from "../support/traces.ts";
import { until } from "../support/until.ts";
import type { Ground } from "./ground.ts";
import { percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const FILE_ID = "post";
/** As many rows as compaction leaves at the most. */
const TAIL_ROWS = 300;

/** The large recording as a snapshot and rows of a log, each row one of the recording's transactions. */
type Stored = { label: string; snapshot: Uint8Array; log: Uint8Array[] };

export const loading: Scenario = {
  name: "loading",
  title: "Loading a text of 57 kB with its 138,000 edits from Postgres, from connecting until synced",
  prepare: () => void readTrace("seph-blog1"),
  async run(ground) {
    const rows: Row[] = [];
    for (const stored of forms()) rows.push(await measureLoading(ground, stored));
    return rows;
  },
};

function forms(): Stored[] {
  const trace = readTrace("seph-blog1");
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: FILE_ID, path: "post.md", language: "markdown", content: "" });
  const empty = Y.encodeStateAsUpdate(ydoc);
  const log: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => log.push(update));
  const text = findFile(ydoc, FILE_ID)?.text ?? new Y.Text();
  const transactions = trace.people[0] ?? [];
  let beforeTail = empty;
  transactions.forEach(({ patches }, i) => {
    if (i === transactions.length - TAIL_ROWS) beforeTail = Y.encodeStateAsUpdate(ydoc);
    ydoc.transact(() => typePatches(text, patches, trace));
  });
  return [
    { label: "the snapshot alone", snapshot: Y.encodeStateAsUpdate(ydoc), log: [] },
    {
      label: `a snapshot and ${TAIL_ROWS} rows, the most that compaction leaves`,
      snapshot: beforeTail,
      log: log.slice(-TAIL_ROWS),
    },
    { label: "the log alone, a row an edit", snapshot: empty, log },
  ];
}

async function measureLoading(
  { tandem, stack, people, quick }: Ground,
  { label, snapshot, log }: Stored,
): Promise<Row> {
  const name = await tandem.newDocument();
  await stack.db
    .updateTable("documents")
    .set({ snapshot: Buffer.from(snapshot) })
    .where("session_id", "=", name)
    .execute();
  for (let i = 0; i < log.length; i += 5_000) {
    const part = log.slice(i, i + 5_000);
    await sql`
      insert into document_updates (session_id, node_id, sequence, author_id, update)
      select ${name}, ${name}, ${i} + nth, ${people[0]?.user.id}, update
      from unnest(${part.map((update) => Buffer.from(update))}::bytea[]) with ordinality as part (update, nth)`.execute(
      stack.db,
    );
  }
  const times: number[] = [];
  for (let round = 0; round < (log.length > TAIL_ROWS ? 1 : quick ? 3 : 15); round++) {
    await until(async () => (await documentCount(stack.collabOrigin)) === 0);
    const startedAt = performance.now();
    const page = tandem.open(name, round);
    await until(() => page.provider.isSynced, 120_000);
    times.push(performance.now() - startedAt);
    page[Symbol.dispose]();
  }
  const bytes = log.reduce((sum, update) => sum + update.byteLength, 0);
  return {
    "stored as": label,
    rows: log.length,
    "kB of snapshot": snapshot.byteLength / 1_000,
    "kB of log": bytes / 1_000,
    "p50 ms": percentile(times, 0.5),
    loads: times.length,
  };
}
