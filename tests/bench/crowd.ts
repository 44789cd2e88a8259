import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright/test";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { browserOf } from "../support/browser.ts";
import { connect, type Connection } from "../support/connection.ts";
import { newSessionOf } from "../support/session-of-files.ts";
import { readTrace, typePatches } from "../support/traces.ts";
import { needChromium, startChromium, watchPaints, watchTasks } from "./browser.ts";
import { chooseCases, type Ground } from "./ground.ts";
import { percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

type Case = { label: string; run: (browser: Browser, ground: Ground) => Promise<Row> };

const CASES: Case[] = [
  { label: "5 others type, 5 keys/s each", run: (...on) => whileOthersType(...on, 5, 5) },
  { label: "49 others type, 2 keys/s each", run: (...on) => whileOthersType(...on, 49, 2) },
  { label: "an hour of somebody's typing, replayed", run: replayHour },
];
/** More than the most people of a case, and in sight with most of their lines. */
const LINES = 60;
const WARM_UP_MS = 3_000;
const LONG_TASK_MS = 50;
const TICK_MS = 5;
/** Somebody who types without a pause, 60 words a minute. */
const KEYS_AN_HOUR = 18_000;
/** So many edits are under way at once. */
const REPLAYED_AT_ONCE = 50;

export const crowd: Scenario = {
  name: "crowd",
  title:
    "A session's page in Chromium among others who type: how soon its own keys are painted, and what stays of it all",
  prepare() {
    needChromium();
    readTrace("sveltecomponent");
  },
  async run(ground) {
    const rows: Row[] = [];
    for (const { label, run } of chooseCases(ground, CASES, (one) => one.label)) {
      await using browser = await startChromium();
      rows.push({ case: label, ...(await run(browser, ground)) });
    }
    return rows;
  },
};

/** Everybody types in a line of their own, the page's person in the first one. */
async function whileOthersType(browser: Browser, ground: Ground, others: number, keysPerSecond: number): Promise<Row> {
  const { stack, people, quick } = ground;
  const code = Array.from({ length: LINES }, (_, nth) => `const line${nth} = ${nth}; // \n`).join("");
  const { sessionId, shown } = await openPage(browser, ground, { "main.ts": code });
  using connections = new DisposableStack();
  const pages = people
    .slice(1, others + 1)
    .map((person) => connections.use(connect(stack.collabOrigin, sessionId, { ...person, page: stack.origin })));
  await Promise.all(pages.map(({ synced }) => synced));
  await shown.keyboard.press("Control+Home");
  await shown.keyboard.press("End");

  const writers = pages.map((page, nth) => writerAt(page, nth + 1));
  connections.defer(keepTyping(writers, keysPerSecond));
  await sleep(WARM_UP_MS);
  const [readTasks, readPaints] = [await watchTasks(shown), await watchPaints(shown)];
  const startedAt = performance.now();
  const interval = 1_000 / keysPerSecond;
  for (let nth = 1; nth * interval < (quick ? 8_000 : 40_000); nth++) {
    await shown.keyboard.type("x");
    await sleep(startedAt + nth * interval - performance.now());
  }
  const [tasks, paints] = [await readTasks(), await readPaints()];
  return {
    "key to paint p50 ms": percentile(paints, 0.5),
    "key to paint p95 ms": percentile(paints, 0.95),
    keys: paints.length,
    "longest task ms": tasks.length > 0 ? Math.max(...tasks) : NaN,
    "tasks above 50 ms": tasks.filter((ms) => ms > LONG_TASK_MS).length,
  };
}

/** What the page holds in memory while somebody else writes for an hour, and nobody looks. */
async function replayHour(browser: Browser, ground: Ground): Promise<Row> {
  const { stack, people, quick } = ground;
  const trace = readTrace("sveltecomponent");
  const edits = trace.people[0]?.slice(0, quick ? KEYS_AN_HOUR / 10 : KEYS_AN_HOUR) ?? [];
  const { sessionId, shown } = await openPage(browser, ground, { "main.txt": "" });
  using writer = connect(stack.collabOrigin, sessionId, { ...people[1], page: stack.origin });
  await writer.synced;
  const client = await shown.context().newCDPSession(shown);
  const heapMb = async () => {
    await showsAll(shown, writer.text());
    await client.send("HeapProfiler.collectGarbage");
    return (await client.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const replay = async (from: number, to: number) => {
    for (let nth = from; nth < to; nth++) {
      typePatches(writer.text(), edits[nth]?.patches ?? [], trace);
      if (nth % REPLAYED_AT_ONCE === 0) await writer.sent();
    }
    return heapMb();
  };
  const half = edits.length / 2;
  return {
    "MB of heap before": await heapMb(),
    "MB in the middle": await replay(0, half),
    "MB at the end": await replay(half, edits.length),
    edits: edits.length,
    characters: writer.text().length,
  };
}

async function openPage(browser: Browser, { stack, people }: Ground, files: Record<string, string>) {
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const sessionId = await newSessionOf(stack, ada, files);
  const { page: shown } = await browserOf(browser, stack, ada);
  await shown.goto(`${stack.origin}/sessions/${sessionId}`);
  await shown.locator(".monaco-editor .native-edit-context:focus").waitFor({ state: "attached" });
  return { sessionId, shown };
}

/** Types a key at the end of a line's code, before what was typed there, with the caret behind it. */
function writerAt({ ydoc, provider, text }: Connection, line: number): () => void {
  const start = text()
    .toString()
    .split("\n", line + 1)
    .join("\n").length;
  const place = Y.createRelativePositionFromTypeIndex(text(), start, -1);
  const [file] = listFiles(ydoc);
  return () => {
    const at = Y.createAbsolutePositionFromRelativePosition(place, ydoc)?.index ?? 0;
    text().insert(at, "y");
    const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text(), at + 1)) as object;
    provider.awareness?.setLocalState({ file: file?.id, selections: [{ anchor: caret, head: caret }] });
  };
}

/** All type evenly, one after the other, until what it returns is called. */
function keepTyping(writers: (() => void)[], keysPerSecond: number): () => void {
  const startedAt = performance.now();
  let nth = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * keysPerSecond * writers.length;
    while (nth < due) writers[nth++ % writers.length]?.();
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** Resolves when the page shows all that was written so far: a sign at the very beginning comes last, and goes. */
async function showsAll(shown: Page, text: Y.Text) {
  const sign = `— ${text.length} —`;
  text.insert(0, sign);
  await shown.locator(".monaco-editor .view-line", { hasText: sign }).waitFor();
  text.delete(0, sign.length);
  await shown.locator(".monaco-editor .view-line", { hasText: sign }).waitFor({ state: "detached" });
}
