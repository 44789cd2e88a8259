import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright/test";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { browserOf } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { needChromium, startChromium, watchPaints, watchTasks } from "./browser.ts";
import type { Ground } from "./ground.ts";
import { median, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const WRITERS = 20;
const WRITING_MS = 5_000;
/** As fast as people type who are not thinking. */
const KEY_INTERVAL_MS = 250;
const LINES = 200;
const LARGE_CHARS = 5_000_000;
const PASTED_LINES = 5_000;

/** What one visit of a session's page took. */
type Visit = {
  readyMs: number;
  largestPaintMs: number;
  shift: number;
  shellKb: number;
  editorKb: number;
  totalKb: number;
};

export const page: Scenario = {
  name: "page",
  title: "A session's page in Chromium: from its address until the code can be written in, and while others write",
  prepare: needChromium,
  async run(ground) {
    const browser = await startChromium();
    try {
      const [cold, warm] = [[], []] as [Visit[], Visit[]];
      const starts: number[] = [];
      for (let nth = 0; nth < (ground.quick ? 3 : 9); nth++) {
        const visits = await visitTwice(browser, ground);
        cold.push(visits.cold);
        warm.push(visits.warm);
        starts.push(await startCoding(browser, ground));
      }
      return [
        toRow("first visit", cold),
        toRow("second visit", warm),
        { case: "Start coding, until the first key is shown", "ready ms": median(starts) },
        await whileOthersWrite(browser, ground),
        await largeText(browser, ground),
        await largePaste(browser, ground),
      ];
    } finally {
      await browser.close();
    }
  },
};

const toRow = (name: string, visits: Visit[]): Row => {
  const of = (key: keyof Visit) => median(visits.map((visit) => visit[key]));
  return {
    case: name,
    "ready ms": of("readyMs"),
    "largest paint ms": of("largestPaintMs"),
    "layout shift": of("shift"),
    "scripts named by the page, kB": of("shellKb"),
    "Monaco, kB": of("editorKb"),
    "all, kB": of("totalKb"),
  };
};

/** Notes in the page when the editor takes keys, and what the browser says of its painting. */
function observe() {
  const seen = { ready: 0, largestPaint: 0, shift: 0 };
  Object.assign(window, { seen });
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".monaco-editor .native-edit-context, .monaco-editor textarea")) return;
    if (!document.querySelector(".monaco-editor .view-line")) return;
    seen.ready = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.largestPaint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}
type Seen = { seen: { ready: number; largestPaint: number; shift: number } };

async function visitTwice(browser: Browser, { stack, people }: Ground) {
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const sessionId = await stack.newSession(ada.user, { content: "const line = 1;\n".repeat(LINES) });
  const { context, page: first } = await browserOf(browser, stack, ada);
  const cold = await visit(first, `${stack.origin}/sessions/${sessionId}`);
  await first.close();
  const warm = await visit(await context.newPage(), `${stack.origin}/sessions/${sessionId}`);
  await context.close();
  return { cold, warm };
}

async function visit(shown: Page, address: string): Promise<Visit> {
  await shown.addInitScript(observe);
  const sizes = await traffic(shown.context(), shown);
  await shown.goto(address);
  await shown.waitForFunction(() => (window as unknown as Seen).seen.ready > 0);
  // The last paint and the last shift are told a little later.
  await sleep(500);
  const { ready, largestPaint, shift } = await shown.evaluate(() => (window as unknown as Seen).seen);
  return { readyMs: ready, largestPaintMs: largestPaint, shift, ...sizes() };
}

/** Counts what comes over the network, compressed as it is; the shell is what the HTML tells the browser to load. */
async function traffic(context: BrowserContext, shown: Page) {
  const client = await context.newCDPSession(shown);
  const shell = new Set<string>();
  shown.on("response", async (response) => {
    if (response.request().resourceType() !== "document") return;
    for (const [, address] of (await response.text()).matchAll(/<link rel="modulepreload" href="([^"]+)"/g))
      shell.add(new URL(address ?? "", response.url()).href);
  });
  const scripts = new Map<string, string>();
  const bytes = new Map<string, number>();
  client.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") scripts.set(requestId, response.url);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  await client.send("Network.enable");
  return () => {
    const sum = (isCounted: (id: string) => boolean) =>
      [...bytes].reduce((total, [id, size]) => total + (isCounted(id) ? size : 0), 0) / 1_024;
    const isEditor = (id: string) => /editor|monaco/.test(scripts.get(id) ?? "");
    return {
      shellKb: sum((id) => shell.has(scripts.get(id) ?? "")),
      editorKb: sum(isEditor),
      totalKb: sum(() => true),
    };
  };
}

/** A stranger's first minute: from the press on the front page until what they type is in the code. */
async function startCoding(browser: Browser, { stack }: Ground): Promise<number> {
  const { context, page: shown } = await browserOf(browser, stack, undefined);
  await shown.goto(stack.origin);
  const pressedAt = performance.now();
  await shown.getByRole("button", { name: "Start coding" }).click();
  await shown.locator(".monaco-editor .native-edit-context:focus").waitFor({ state: "attached" });
  await shown.keyboard.type("!");
  await shown.locator(".monaco-editor .view-line", { hasText: "!//" }).waitFor();
  const took = performance.now() - pressedAt;
  await context.close();
  return took;
}

/** How busy one page is while others write in sight, each with a caret, and how soon its own keys are painted. */
async function whileOthersWrite(browser: Browser, { stack, people }: Ground): Promise<Row> {
  const [ada, ...others] = people;
  if (!ada) throw new Error("Nobody is there.");
  const sessionId = await stack.newSession(ada.user, { content: "const line = 1;\n".repeat(LINES) });
  const { context, page: shown } = await browserOf(browser, stack, ada);
  await shown.goto(`${stack.origin}/sessions/${sessionId}`);
  await shown.locator(".monaco-editor .native-edit-context:focus").waitFor({ state: "attached" });
  using connections = new DisposableStack();
  const writers = others.slice(0, WRITERS).map((person) => connections.use(connect(stack.origin, sessionId, person)));
  await Promise.all(writers.map(({ synced }) => synced));

  const client = await context.newCDPSession(shown);
  // Seconds of the processor: waiting for it, since the writers and the servers are on this machine too, is not work.
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const busySeconds = async () =>
    (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
  const timers = writers.map((writer, nth) => setInterval(() => writeAt(writer, nth + 2), KEY_INTERVAL_MS));
  await sleep(1_000);
  const paintsOf = await watchPaints(shown);
  const [before, startedAt] = [await busySeconds(), performance.now()];
  while (performance.now() - startedAt < WRITING_MS) {
    await shown.keyboard.type("x");
    await sleep(KEY_INTERVAL_MS / 2);
  }
  const busy = (await busySeconds()) - before;
  const wall = (performance.now() - startedAt) / 1_000;
  timers.forEach(clearInterval);
  const paints = await paintsOf();
  await context.close();
  return {
    case: `${WRITERS} people write`,
    "main thread busy, %": (100 * busy) / wall,
    "key to paint p50 ms": percentile(paints, 0.5),
    "key to paint p95 ms": percentile(paints, 0.95),
  };
}

/** A text as large as they get, until it can be written in; what stands there meanwhile is the beginning of it. */
async function largeText(browser: Browser, { stack, people }: Ground): Promise<Row> {
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const line = "const line = somethingThatIsAsLongAsALineOfCode(1, 2, 3);\n";
  const sessionId = await stack.newSession(ada.user, { content: line.repeat(LARGE_CHARS / line.length) });
  const { context, page: shown } = await browserOf(browser, stack, ada);
  const { readyMs, largestPaintMs } = await visit(shown, `${stack.origin}/sessions/${sessionId}`);
  await context.close();
  return { case: "5 MB of text, first visit", "ready ms": readyMs, "largest paint ms": largestPaintMs };
}

/** Many lines that are pasted at once, and for how long nothing else gets a turn. */
async function largePaste(browser: Browser, { stack, people }: Ground): Promise<Row> {
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const { context, page: shown } = await browserOf(browser, stack, ada);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await shown.goto(`${stack.origin}/sessions/${sessionId}`);
  await shown.locator(".monaco-editor .native-edit-context:focus").waitFor({ state: "attached" });
  const tasks = await watchTasks(shown);
  await shown.evaluate(
    (lines) => navigator.clipboard.writeText("  const line = value(1);\n".repeat(lines)),
    PASTED_LINES,
  );
  await shown.keyboard.press("Control+v");
  await shown.getByTestId("save-state").getByText("Saved", { exact: true }).waitFor();
  await sleep(1_000);
  const row = { case: "5,000 lines pasted", "longest task ms": Math.max(0, ...(await tasks())) };
  await context.close();
  return row;
}

/** One key at the beginning of a line of one's own, with the caret behind it. */
function writeAt({ ydoc, provider }: ReturnType<typeof connect>, line: number) {
  const [file] = listFiles(ydoc);
  if (!file) return;
  const start = file.text.toString().split("\n", line).join("\n").length + 1;
  file.text.insert(start, "y");
  const at = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(file.text, start + 1)) as object;
  provider.awareness?.setLocalState({ file: file.id, selections: [{ anchor: at, head: at }] });
}
