/** What a page tells the server of its run, whatever the network does. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunTeller } from "../../app/routes/sessions.$sessionId/running/run-teller.client.ts";
import { RUN_HEARTBEAT_MS } from "../../protocol/limits.ts";
import type { Run } from "../../protocol/runs.ts";

const run: Run = {
  id: "r",
  sessionId: "s",
  userId: "u",
  userName: "Ada",
  kind: "run",
  runner: "javascript",
  fileId: "f",
  path: "main.ts",
  state: "running",
  exitCode: null,
  tookMs: null,
  codeHash: "h",
  outputChars: 0,
  createdAt: "2026-01-01T00:00:00Z",
  finishedAt: null,
};

type Told = { method: string; path: string; body: unknown; keepalive?: boolean };
let told: Told[];
/** Answers, one for each request; 204 once there are no more. 0: there was none. */
let statuses: number[];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  statuses = [];
  const events = new EventTarget();
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("removeEventListener", events.removeEventListener.bind(events));
  vi.stubGlobal("fetch", (path: string, { method, body, keepalive }: RequestInit) => {
    told.push({ method: method ?? "", path, body: JSON.parse(body as string), ...(keepalive && { keepalive }) });
    const status = statuses.shift() ?? 204;
    if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
    return Promise.resolve(new Response(status === 204 ? null : '{"error":{"message":"No."}}', { status }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tell(after = Promise.resolve()) {
  const refusals: string[] = [];
  return { teller: new RunTeller("/api/sessions/s", run, after, (why) => refusals.push(why)), refusals };
}
const out = (text: string) => [{ kind: "out" as const, text }];
const begin = {
  method: "POST",
  path: "/api/sessions/s/runs",
  body: { id: "r", kind: "run", runner: "javascript", fileId: "f", path: "main.ts", codeHash: "h" },
};
const batch = (n: number, text: string) => ({
  method: "POST",
  path: "/api/sessions/s/runs/r/output",
  body: { n, pieces: out(text) },
});
const state = (body: object) => ({ method: "PATCH", path: "/api/sessions/s/runs/r", body });

test("a run is told in order, its output in one batch for what was written meanwhile, its end last", async () => {
  const { teller, refusals } = tell();
  teller.output(out("one\n"));
  teller.output(out("two\n"));
  await vi.advanceTimersByTimeAsync(150);
  teller.output(out("three\n"));
  teller.stateIs("failed", { exitCode: 1, tookMs: 5 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([
    begin,
    batch(0, "one\ntwo\n"),
    batch(1, "three\n"),
    state({ state: "failed", exitCode: 1, tookMs: 5 }),
  ]);
  await teller.finished;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toHaveLength(4);
  expect(refusals).toEqual([]);
});

test("that it waits no more is told of a program that goes on writing", async () => {
  const { teller } = tell();
  teller.stateIs("waiting");
  await vi.advanceTimersByTimeAsync(300);
  teller.output(out("answered\n"));
  teller.stateIs("running");
  let n = 0;
  const writing = setInterval(() => teller.output(out(`${n++}\n`)), 20);
  await vi.advanceTimersByTimeAsync(2_000);
  clearInterval(writing);
  const at = told.findIndex(({ body }) => JSON.stringify(body) === '{"state":"running"}');
  expect(told.slice(1, at + 1)).toEqual([
    state({ state: "waiting" }),
    batch(0, expect.stringMatching(/^answered\n/) as unknown as string),
    state({ state: "running" }),
  ]);
  teller.stateIs("done");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told.at(-1)).toEqual(state({ state: "done" }));
});

test("P11 what was not answered is sent again, as it was, before anything later", async () => {
  statuses = [0, 503, 204, 429, 204];
  const { teller } = tell();
  teller.output(out("one\n"));
  await vi.advanceTimersByTimeAsync(4_000);
  teller.output(out("two\n"));
  teller.stateIs("done");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([
    begin,
    begin,
    begin,
    batch(0, "one\n"),
    batch(0, "one\n"),
    batch(1, "two\n"),
    state({ state: "done" }),
  ]);
});

test("what the server refuses is told no more, and the page hears why", async () => {
  statuses = [201, 403];
  const { teller, refusals } = tell();
  teller.output(out("one\n"));
  await vi.advanceTimersByTimeAsync(1_000);
  teller.output(out("two\n"));
  teller.stateIs("done");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([begin, batch(0, "one\n")]);
  expect(refusals).toEqual(["No."]);
  await teller.finished;
});

test("a run whose output the server takes no more of is told to its end", async () => {
  statuses = [204, 413];
  const { teller, refusals } = tell();
  teller.output(out("too much\n"));
  await vi.advanceTimersByTimeAsync(1_000);
  teller.output(out("more\n"));
  teller.stateIs("done", { exitCode: 0 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([begin, batch(0, "too much\n"), state({ state: "done", exitCode: 0 })]);
  expect(refusals).toEqual([]);
});

test("one that says nothing says that it is there", async () => {
  const { teller } = tell();
  teller.stateIs("waiting");
  await vi.advanceTimersByTimeAsync(3 * RUN_HEARTBEAT_MS);
  expect(told.slice(0, 2)).toEqual([begin, state({ state: "waiting" })]);
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(new Set(told.slice(1).map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify(state({ state: "waiting" }))]),
  );
});

test("a page that goes says at once that its run is stopped, once", async () => {
  const { teller } = tell();
  await vi.advanceTimersByTimeAsync(200);
  teller.pageGoes();
  teller.pageGoes();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([begin, { ...state({ state: "stopped" }), keepalive: true }]);
});

test("the next run is told once the one before it was", async () => {
  statuses = [204, 0];
  const first = tell().teller;
  first.stateIs("done");
  const second = tell(first.finished).teller;
  await vi.advanceTimersByTimeAsync(500);
  expect(told.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH", "POST"]);
  second.pageGoes();
});
