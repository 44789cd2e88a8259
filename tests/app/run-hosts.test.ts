/** What the page makes of what comes out of the frames in which code runs, which are not trusted. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CageFrame } from "../../app/routes/sessions.$sessionId/running/cage-frame.client.ts";
import { PreviewHost } from "../../app/routes/sessions.$sessionId/running/preview-host.client.ts";
import { RunHost } from "../../app/routes/sessions.$sessionId/running/run-host.client.ts";

type Options = ConstructorParameters<typeof CageFrame>[2];
type Frame = { options: Options; sent: unknown[]; isRemoved: boolean };
const cage = vi.hoisted(() => ({ frames: [] as Frame[] }));
vi.mock("../../app/routes/sessions.$sessionId/running/cage-frame.client.ts", () => ({
  CageFrame: class {
    opened = Promise.resolve();
    sent: unknown[] = [];
    isRemoved = false;
    options: Options;
    constructor(_element: unknown, _place: unknown, options: Options) {
      this.options = options;
      cage.frames.push(this);
    }
    send(message: unknown) {
      this.sent.push(message);
    }
    remove() {
      this.isRemoved = true;
    }
  },
}));
vi.mock("../../app/routes/sessions.$sessionId/running/languages.client.ts", () => ({
  languageOf: (runner: string) => runner,
  fetchLanguage: async () => ({ script: "", assets: {} }),
}));
vi.mock("../../app/runner/preview/preview.ts?runner", () => ({ default: "/assets/preview.js" }));

let fetches: number;
beforeEach(() => {
  vi.useFakeTimers();
  cage.frames = [];
  fetches = 0;
  vi.stubGlobal("document", { createElement: () => ({ setAttribute() {}, style: {} }), body: {} });
  vi.stubGlobal("fetch", async () => (fetches++, new Response("script", { headers: { "content-length": "6" } })));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const lastFrame = () => cage.frames.at(-1) as Frame;

/** Writes down what a run's listener hears. */
function listening() {
  const heard: unknown[][] = [];
  const listener = new Proxy({} as never, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        void heard.push([name, ...values]),
  });
  const of = (...names: string[]) => heard.filter(([name]) => names.includes(String(name)));
  return { listener, of };
}

test("a frame that never answered was not loaded, and one that did has no memory left", async () => {
  for (const [hasAnswered, why] of [
    [false, "loading"],
    [true, "memory"],
  ] as const) {
    const { listener, of } = listening();
    new RunHost().run("javascript", { kind: "run", entry: "main.js", files: [] }, listener);
    lastFrame().options.onSilent(hasAnswered);
    expect(of("onEnd")).toEqual([["onEnd", expect.objectContaining({ state: "failed" }), why]]);
  }
});

test("what a stopped run had still said is no part of the next one", async () => {
  const host = new RunHost();
  const job = { kind: "run" as const, entry: "main.js", files: [] };
  const [first, second] = [listening(), listening()];
  host.run("javascript", job, first.listener);
  await vi.advanceTimersByTimeAsync(0);
  const { onMessage } = lastFrame().options;
  const out = (text: string) => onMessage({ type: "output", pieces: [{ kind: "out", text }] });
  out("one\n");
  host.stop();
  host.run("javascript", job, second.listener);
  await vi.advanceTimersByTimeAsync(0);
  out("late\n");
  onMessage({ type: "input" });
  onMessage({ type: "end", exitCode: 1 });
  onMessage({ type: "stopped" });
  onMessage({ type: "started" });
  out("two\n");
  onMessage({ type: "end", exitCode: 0 });
  expect(first.of("onPieces", "onEnd")).toEqual([
    ["onPieces", [{ kind: "out", text: "one\n" }]],
    ["onEnd", expect.objectContaining({ state: "stopped" }), undefined],
  ]);
  expect(second.of("onPieces", "onInput", "onEnd")).toEqual([
    ["onPieces", [{ kind: "out", text: "two\n" }]],
    ["onEnd", expect.objectContaining({ state: "done", exitCode: 0 }), undefined],
  ]);
});

const files = [
  { id: "1", path: "index.html", content: "" },
  { id: "2", path: "about.html", content: "" },
];

async function preview() {
  const host = new PreviewHost("");
  const heard = listening();
  host.run({ entry: "index.html", files }, heard.listener);
  await vi.advanceTimersByTimeAsync(0);
  return { host, ...heard, say: (message: unknown) => lastFrame().options.onMessage(message) };
}
const shownPath = () => (lastFrame().sent[1] as { entry: string }).entry;

test("a preview's script is fetched once a page", async () => {
  const { host, of, listener } = await preview();
  host.run({ entry: "about.html", files }, listener);
  await vi.advanceTimersByTimeAsync(0);
  expect(shownPath()).toBe("about.html");
  expect([fetches, of("onLoading")]).toEqual([1, [["onLoading", 6]]]);
});

test("P8 a message that holds the same a billion times, or no end of layers, is not looked at", async () => {
  const { of, say } = await preview();
  const row = Array.from({ length: 200 }, () => "x");
  const table = { kind: "table", columns: [], rows: Array.from({ length: 1_000 }, () => row), more: 0 };
  expect(say({ type: "output", pieces: Array.from({ length: 60_000 }, () => table) })).toBe(false);
  const text = "x".repeat(60_000);
  expect(say({ type: "output", pieces: Array.from({ length: 60_000 }, () => ({ kind: "out", text })) })).toBe(false);
  expect(say({ type: "output", pieces: new Uint8Array(50_000_000) })).toBe(false);
  let deep: unknown[] = [];
  for (let n = 0; n < 100_000; n++) deep = [deep];
  const round: { type: string; pieces: unknown[] } = { type: "output", pieces: [] };
  round.pieces.push(round);
  expect([say({ type: "output", pieces: deep }), say(round)]).toEqual([false, false]);
  const most = Array.from({ length: 32_000 }, (_, n) => ({ kind: n % 2 ? "out" : "err", text: "x" }));
  expect(say({ type: "output", pieces: most })).toBe(true);
  expect(of("onPieces")).toEqual([["onPieces", most]]);
});

test("P8 a page that sends messages without end is closed, with a sentence", async () => {
  const { of, say } = await preview();
  for (let n = 0; n < 100; n++) say({ type: "pong" });
  expect(of("onEnd")).toEqual([["onEnd", expect.objectContaining({ state: "failed" }), "flood"]]);
  expect(lastFrame().isRemoved).toBe(true);
});

test("P8 pages that lead to each other by themselves load one after the other", async () => {
  const { say } = await preview();
  for (let n = 0; n < 20; n++) {
    say({ type: "wants", path: n % 2 ? "index.html" : "about.html" });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(cage.frames.length).toBeGreaterThan(1);
  expect(cage.frames.length).toBeLessThan(6);
});

test("a preview follows its file to another path, and stays as it was when the file goes", async () => {
  const { host, of } = await preview();
  const [index, about] = files;
  host.reload([{ ...index, path: "home.html" } as never, about as never]);
  expect(shownPath()).toBe("home.html");
  expect(of("onPage", "onReload")).toEqual([
    ["onPage", { path: "home.html", title: "" }],
    ["onReload", "home.html"],
  ]);
  const frames = cage.frames.length;
  host.reload([about as never]);
  host.reload([about as never]);
  expect([cage.frames.length, lastFrame().isRemoved]).toEqual([frames, false]);
  expect(of("onGone")).toEqual([["onGone", "home.html"]]);
  // The button loads what there was.
  host.reload();
  expect([cage.frames.length, shownPath()]).toEqual([frames + 1, "home.html"]);
});
