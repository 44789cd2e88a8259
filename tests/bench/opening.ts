import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { addFile, findFile } from "../../protocol/layout.ts";
import { documentCount } from "../support/metrics.ts";
import { hasTrace, readTrace, typePatches } from "../support/traces.ts";
import { until } from "../support/until.ts";
import { chooseCases, type Ground } from "./ground.ts";
import { cpuMs, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import type { DocumentSystem } from "./systems.ts";

const FILE_ID = "post";

type Opening = { ms: number; serverMs: number; bytes: number };
type Text = { label: string; recording: "seph-blog1" | "automerge-paper" };
const TEXTS: Text[] = [
  { label: "57 kB, 138,000 edits", recording: "seph-blog1" },
  { label: "105 kB, 260,000 edits", recording: "automerge-paper" },
];
const OPENINGS = 30;

export const opening: Scenario = {
  name: "opening",
  title: "Opening a session that holds a text with all its edits, from connecting until synced",
  prepare: () => void readTrace("seph-blog1"),
  async run(ground) {
    const texts = chooseCases(ground, TEXTS, ({ label }) => label).filter(isThere);
    const rows: Row[] = [];
    for (const text of texts) rows.push(...(await measureOpening(ground, text)));
    return rows;
  },
};

/** The larger recording is not among those that the tests read: docs/benchmarks.md says where it is from. */
function isThere({ label, recording }: Text): boolean {
  if (hasTrace(recording)) return true;
  console.warn(`Left out: ${label}, for want of the recording ${recording}.json.gz.`);
  return false;
}

async function measureOpening(ground: Ground, { label, recording }: Text): Promise<Row[]> {
  const { bare, tandem, stack, quick } = ground;
  const trace = readTrace(recording);
  const written = new Y.Doc();
  addFile(written, { id: FILE_ID, path: "post.md", language: "markdown", content: "" });
  for (const { patches } of trace.people[0] ?? []) typePatches(textOf(written), patches, trace);
  const update = Y.encodeStateAsUpdate(written);

  const cold = await fill(tandem, update, trace.endContent);
  cold.page[Symbol.dispose]();
  const inMemory = [await fill(bare, update, trace.endContent), await fill(tandem, update, trace.endContent)];
  const cases = [
    { label: "bare Hocuspocus, in memory", system: bare, name: inMemory[0]?.name ?? "", openings: [] as Opening[] },
    { label: "Tandem, somebody is in it", system: tandem, name: inMemory[1]?.name ?? "", openings: [] as Opening[] },
    { label: "Tandem, loaded from Postgres", system: tandem, name: cold.name, openings: [] as Opening[] },
  ];
  for (let i = 0; i < (ground.rounds ?? (quick ? 5 : OPENINGS)); i++) {
    // Each round begins with another one.
    for (let nth = 0; nth < cases.length; nth++) {
      const { system, name, openings } = cases[(i + nth) % cases.length] as (typeof cases)[number];
      // The one that is loaded has to have left memory again.
      await until(async () => (await documentCount(stack.collabOrigin)) <= 1);
      openings.push(await open(system, name, trace.endContent));
    }
  }
  for (const { page } of inMemory) page[Symbol.dispose]();
  const bareP50 = percentile(
    (cases[0]?.openings ?? []).map(({ ms }) => ms),
    0.5,
  );
  return cases.map((one) => toRow(label, one.label, one.openings, bareP50));
}

const textOf = (ydoc: Y.Doc) => findFile(ydoc, FILE_ID)?.text ?? new Y.Text();

/** A new document that holds `update`, and the page that keeps it in memory. */
async function fill(system: DocumentSystem, update: Uint8Array, content: string) {
  const name = await system.newDocument();
  const page = system.open(name, 0);
  await page.synced;
  Y.applyUpdate(page.ydoc, update);
  await page.sent();
  if (textOf(page.ydoc).toString() !== content) throw new Error("The text is not the recording's.");
  return { name, page };
}

async function open(system: DocumentSystem, name: string, content: string): Promise<Opening> {
  const before = cpuMs(system.processes);
  const startedAt = performance.now();
  const page = system.open(name, 1);
  let bytes = 0;
  page.socket.on("message", ({ data }: { data: ArrayBuffer }) => (bytes += data.byteLength));
  await page.synced;
  const ms = performance.now() - startedAt;
  if (textOf(page.ydoc).toString() !== content) throw new Error("The text is not the recording's.");
  // What the server does behind the answer counts too.
  await sleep(20);
  const serverMs = cpuMs(system.processes) - before;
  page[Symbol.dispose]();
  return { ms, serverMs, bytes };
}

function toRow(text: string, system: string, openings: Opening[], bareP50: number): Row {
  const of = (key: keyof Opening, share: number) =>
    percentile(
      openings.map((one) => one[key]),
      share,
    );
  return {
    text,
    system,
    "p50 ms": of("ms", 0.5),
    "÷ bare": of("ms", 0.5) / bareP50,
    "p95 ms": of("ms", 0.95),
    "kB to the page": of("bytes", 0.5) / 1_000,
    "server CPU ms": of("serverMs", 0.5),
    openings: openings.length,
  };
}
