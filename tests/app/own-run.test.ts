/** A page's own run: it shows what the cage says, and the server hears the same. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PreviewListener } from "../../app/routes/sessions.$sessionId/running/preview-host.client.ts";
import type { RunListener } from "../../app/routes/sessions.$sessionId/running/run-host.client.ts";
import { lineText } from "../../app/routes/sessions.$sessionId/running/run-log.ts";
import { Running } from "../../app/routes/sessions.$sessionId/running/running.client.ts";

const sessionId = "1b9a8a54-5c3e-4d1e-9d8c-0a1b2c3d4e5f";
const id = "0b9a8a54-5c3e-4d1e-9d8c-0a1b2c3d4e5f";

const cage = vi.hoisted(() => ({ listener: undefined as RunListener | undefined, calls: [] as unknown[] }));
vi.mock("../../app/routes/sessions.$sessionId/running/run-host.client.ts", () => ({
  RunHost: class {
    run(runner: string, job: { entry: string }, listener: RunListener) {
      cage.calls.push(["run", runner, job.entry]);
      cage.listener = listener;
    }
    answer(line: string | null) {
      cage.calls.push(["answer", line]);
    }
    stop() {
      cage.calls.push(["stop"]);
      cage.listener?.onEnd({ state: "stopped", exitCode: null, ms: 5 });
    }
    dispose() {}
  },
}));

const frame = vi.hoisted(() => ({ listener: undefined as PreviewListener | undefined, reloads: [] as unknown[] }));
vi.mock("../../app/routes/sessions.$sessionId/running/preview-host.client.ts", () => ({
  PreviewHost: class {
    place = "the place";
    run(_page: unknown, listener: PreviewListener) {
      frame.listener = listener;
    }
    reload(files: unknown) {
      frame.reloads.push(files);
    }
    stop() {
      frame.listener?.onEnd({ state: "stopped", exitCode: null, ms: 5 });
    }
    dispose() {}
  },
}));

let told: [method: string, end: string, body: unknown][];
let isOnline: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  cage.calls = [];
  isOnline = true;
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
  vi.stubGlobal("fetch", (path: string, { method = "", body }: RequestInit) => {
    if (!isOnline) return Promise.reject(new TypeError("Failed to fetch"));
    const end = path.replace(`/api/sessions/${sessionId}/runs`, "").replace(id, ":id");
    if (method !== "GET") told.push([method, end, JSON.parse(body as string)]);
    return Promise.resolve(Response.json({ runs: [] }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function begin(runner: "javascript" | "html" = "javascript") {
  const running = new Running({ sessionId, previewOrigin: "", onOthersBegin: () => {} });
  const file = { fileId: "f", path: "main.ts", codeHash: "h", userId: "u", userName: "Ada" };
  const files = [{ id: "f", path: "main.ts", content: "" }];
  const wanted = { id, kind: "run", runner, ...file, files } as const;
  await running.run(wanted);
  await vi.advanceTimersByTimeAsync(200);
  const listener = cage.listener as RunListener;
  const lines = () =>
    running
      .logOf(id)
      .getShown()
      .blocks.flatMap(({ items }) => items.map((item) => ("spans" in item ? lineText(item) : "")));
  return { running, listener, lines, [Symbol.dispose]: () => running.dispose() };
}

test("what it writes, asks and is answered is shown and told, and its own events change nothing", async () => {
  using own = await begin();
  const { running, listener } = own;
  expect(cage.calls).toEqual([["run", "javascript", "main.ts"]]);
  listener.onLoading(6_400_000);
  expect(running.value.own).toMatchObject({ loadingBytes: 6_400_000 });
  listener.onStart();
  listener.onPieces([{ kind: "out", text: "Name? " }]);
  listener.onInput();
  await vi.advanceTimersByTimeAsync(500);
  expect(running.value).toMatchObject({ own: { isWaiting: true }, runs: [{ state: "waiting" }], shownId: id });
  running.receive({ type: "run-output", runId: id, n: 0, pieces: [{ kind: "out", text: "Name? " }] });
  running.answer("Ada");
  listener.onEnd({ state: "failed", exitCode: 2, ms: 1_234 });
  await vi.advanceTimersByTimeAsync(500);
  expect(own.lines()).toEqual(["Name? Ada"]);
  expect(running.value).toMatchObject({ own: undefined, runs: [{ state: "failed", exitCode: 2 }] });
  expect(running.value.times.get(id)?.ms).toBe(1_234);
  expect(cage.calls.at(-1)).toEqual(["answer", "Ada"]);
  expect(told.map(([method, end]) => `${method} ${end}`)).toEqual([
    "POST ",
    "POST /:id/output",
    "PATCH /:id",
    "POST /:id/output",
    "PATCH /:id",
  ]);
  expect(told.slice(1).map(([, , body]) => body)).toEqual([
    { n: 0, pieces: [{ kind: "out", text: "Name? " }] },
    { state: "waiting" },
    { n: 1, pieces: [{ kind: "in", text: "Ada" }] },
    { state: "failed", exitCode: 2, tookMs: 1_234 },
  ]);
});

test("P11 without a network it runs all the same, and is told once there is one", async () => {
  isOnline = false;
  using own = await begin();
  own.listener.onStart();
  own.listener.onPieces([{ kind: "out", text: "one\n" }]);
  own.running.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(own.lines()).toEqual(["one"]);
  expect(own.running.value.runs).toMatchObject([{ state: "stopped", exitCode: null, tookMs: 5 }]);
  expect(told).toEqual([]);
  isOnline = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told.slice(1)).toEqual([
    ["POST", "/:id/output", { n: 0, pieces: [{ kind: "out", text: "one\n" }] }],
    ["PATCH", "/:id", { state: "stopped", exitCode: null, tookMs: 5 }],
  ]);
});

test("P16 a run in a hidden tab, whose timers are a minute late, is told in time and never silent", async () => {
  const { setTimeout: inTime } = globalThis;
  vi.stubGlobal("setInterval", () => 0);
  vi.stubGlobal("setTimeout", (then: () => void, ms = 0) => inTime(then, ms + 60_000));
  using own = await begin();
  const { listener, running } = own;
  told = [];
  listener.onPieces([{ kind: "out", text: "one\n" }]);
  for (let seconds = 0; seconds < 60; seconds += 3) {
    await vi.advanceTimersByTimeAsync(3_000);
    running.receive({ type: "alive" });
    if (seconds === 3) listener.onPieces([{ kind: "out", text: "two\n" }]);
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(told.slice(0, 2).map(([, , body]) => body)).toEqual([
    { n: 0, pieces: [{ kind: "out", text: "one\n" }] },
    { n: 1, pieces: [{ kind: "out", text: "two\n" }] },
  ]);
  const beats = told.slice(2);
  expect(new Set(beats.map(([method, end]) => `${method} ${end}`))).toEqual(new Set(["PATCH /:id"]));
  expect(beats.length).toBeGreaterThanOrEqual(4);
});

test("P4 where somebody may no longer run code, what they run goes on in their page alone, which says so", async () => {
  using own = await begin("html");
  const listener = frame.listener as PreviewListener;
  listener.onStart();
  const refusal = { error: { code: "forbidden", message: "No more." } };
  vi.stubGlobal("fetch", async () => Response.json(refusal, { status: 403 }));
  listener.onPieces([{ kind: "out", text: "one\n" }]);
  await vi.advanceTimersByTimeAsync(1_000);
  listener.onPieces([{ kind: "out", text: "two\n" }]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(own.lines()).toEqual(["one", "Only you see this run: No more.", "two"]);
  expect(own.running.value.own?.id).toBe(id);
  own.running.stop();
  expect(own.running.value).toMatchObject({ own: undefined, runs: [{ state: "stopped" }] });
});

test("a page that is shown is one run, however often it is loaded, and says so where it has written something", async () => {
  using own = await begin("html");
  const listener = frame.listener as PreviewListener;
  expect(own.running.value.own).toMatchObject({ page: { path: "main.ts", title: "" }, place: "the place" });
  listener.onStart();
  listener.onPage({ path: "main.ts", title: "Shop" });
  expect(own.running.value.own?.page).toEqual({ path: "main.ts", title: "Shop" });
  listener.onReload("main.ts");
  listener.onPieces([{ kind: "out", text: "one\n" }]);
  listener.onReload("main.ts");
  listener.onReload("main.ts");
  listener.onPieces([{ kind: "out", text: "two\n" }]);
  own.running.reloadPreview([]);
  expect(frame.reloads).toEqual([[]]);
  await vi.advanceTimersByTimeAsync(1_000);
  own.running.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(own.lines()).toEqual(["one", "main.ts was loaded again", "two"]);
  expect(own.running.value).toMatchObject({ own: undefined, runs: [{ state: "stopped", runner: "html" }] });
  expect(told.filter(([method, end]) => method === "POST" && end === "")).toHaveLength(1);
  expect(told.at(-1)).toMatchObject(["PATCH", "/:id", { state: "stopped" }]);
});
