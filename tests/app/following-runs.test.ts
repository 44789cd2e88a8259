/** How a page follows what others run, whatever of it comes when. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineText } from "../../app/routes/sessions.$sessionId/running/run-log.ts";
import { Running } from "../../app/routes/sessions.$sessionId/running/running.client.ts";
import type { Piece, Run, RunState } from "../../protocol/runs.ts";

const id = "0b9a8a54-5c3e-4d1e-9d8c-0a1b2c3d4e5f";
const sessionId = "1b9a8a54-5c3e-4d1e-9d8c-0a1b2c3d4e5f";
const run = (state: RunState = "running"): Run => ({
  id,
  sessionId,
  userId: "2b9a8a54-5c3e-4d1e-9d8c-0a1b2c3d4e5f",
  userName: "Grace",
  kind: "run",
  runner: "javascript",
  fileId: "f",
  path: "main.ts",
  state,
  exitCode: null,
  tookMs: null,
  codeHash: "h",
  outputChars: 0,
  createdAt: "2026-01-01T00:00:00Z",
  finishedAt: null,
});
const out = (...lines: string[]): Piece[] => lines.map((line) => ({ kind: "out", text: `${line}\n` }));

/** What the server would answer, by the end of the address; undefined where it cannot. */
let answers: Record<string, unknown>;
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  answers = { "/runs": { runs: [] } };
  asked = [];
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
  vi.stubGlobal("fetch", async (path: string) => {
    const end = path.replace(`/api/sessions/${sessionId}`, "");
    asked.push(end);
    const answer = answers[end];
    return Promise.resolve(answer ? Response.json(answer) : Response.json({}, { status: 503 }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function follow() {
  const begun: string[] = [];
  const running = new Running({ sessionId, previewOrigin: "", onOthersBegin: ({ userName }) => begun.push(userName) });
  await vi.advanceTimersByTimeAsync(100);
  const shown = () => running.logOf(id).getShown();
  return {
    running,
    begun,
    /** An event of a batch. */
    batch: async (n: number, ...lines: string[]) => {
      running.receive({ type: "run-output", runId: id, n, pieces: out(...lines) });
      await vi.advanceTimersByTimeAsync(100);
    },
    changed: (state: RunState) => running.receive({ type: "run-changed", run: run(state) }),
    lines: () => shown().blocks.flatMap(({ items }) => items.map((item) => ("spans" in item ? lineText(item) : ""))),
    [Symbol.dispose]: () => running.dispose(),
  };
}

test("a run that is heard of from its beginning is followed by its batches alone, each once", async () => {
  using page = await follow();
  page.changed("running");
  await page.batch(0, "one");
  await page.batch(0, "one");
  await page.batch(1, "two");
  expect(page.lines()).toEqual(["one", "two"]);
  expect(page.begun).toEqual(["Grace"]);
  expect(page.running.value.shownId).toBe(id);
  page.running.receive({ type: "run-changed", run: { ...run("done"), outputChars: 10 } });
  page.changed("running");
  expect(page.running.value.runs.map(({ state }) => state)).toEqual(["done"]);
  expect(asked).toEqual(["/runs"]);
});

test("P11 where a batch is missing the whole is asked for once, and what came meanwhile is not lost", async () => {
  using page = await follow();
  page.changed("running");
  await page.batch(0, "one");
  answers[`/runs/${id}`] = { run: run(), pieces: out("one", "two", "three"), next: 3 };
  page.running.receive({ type: "run-output", runId: id, n: 2, pieces: out("three") });
  page.running.receive({ type: "run-output", runId: id, n: 3, pieces: out("four") });
  await page.batch(4, "five");
  expect(page.lines()).toEqual(["one", "two", "three", "four", "five"]);
  expect(asked).toEqual(["/runs", `/runs/${id}`]);
});

test("P11 who comes late has what was written, and goes on from there", async () => {
  answers = { "/runs": { runs: [run()] }, [`/runs/${id}`]: { run: run(), pieces: out("one", "two"), next: 2 } };
  using page = await follow();
  expect(page.lines()).toEqual(["one", "two"]);
  await page.batch(1, "two");
  await page.batch(2, "three");
  expect(page.lines()).toEqual(["one", "two", "three"]);
  expect(page.begun).toEqual([]);
});

test("P11 after a lost connection it asks what it has missed, also of a run that has ended meanwhile", async () => {
  using page = await follow();
  page.changed("running");
  await page.batch(0, "one");
  answers = {
    "/runs": { runs: [run("done")] },
    [`/runs/${id}`]: { run: run("done"), pieces: out("one", "two"), next: 2 },
  };
  page.running.receive({ type: "refetch" });
  await vi.advanceTimersByTimeAsync(100);
  expect(page.lines()).toEqual(["one", "two"]);
  expect(page.running.value.runs.map(({ state }) => state)).toEqual(["done"]);
});

test("a server that cannot answer is not asked with each batch", async () => {
  using page = await follow();
  page.changed("running");
  for (let n = 5; n < 15; n++) await page.batch(n, String(n));
  expect(asked).toEqual(["/runs", `/runs/${id}`]);
  await vi.advanceTimersByTimeAsync(2_000);
  answers[`/runs/${id}`] = { run: run(), pieces: out("all"), next: 16 };
  await page.batch(15, "15");
  expect(page.lines()).toEqual(["all"]);
});

test("P11 what was written right before the end, of which no event comes, is asked for", async () => {
  using page = await follow();
  page.changed("running");
  await page.batch(0, "one");
  answers[`/runs/${id}`] = { run: run("done"), pieces: out("one", "last"), next: 2 };
  page.running.receive({ type: "run-changed", run: { ...run("done"), outputChars: 11 } });
  await vi.advanceTimersByTimeAsync(100);
  expect(page.lines()).toEqual(["one", "last"]);
  expect(asked).toEqual(["/runs", `/runs/${id}`]);
});
