import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { type SaveState, SaveTracker } from "../../app/routes/sessions.$sessionId/connection/save-tracker.client.ts";
import { randomFrom } from "../support/random.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A tracker, and what it has said and asked for. */
function track() {
  const marks: number[] = [];
  const counts = { resent: 0, reconnected: 0 };
  const returned: number[] = [];
  let state: SaveState = "unknown";
  let refused: UpdateRefusal | undefined;
  const tracker = new SaveTracker({
    sendMark: (n) => marks.push(n),
    resend: () => counts.resent++,
    reconnect: () => counts.reconnected++,
    onReturned: (edits) => returned.push(edits),
    onChange: (now, reason) => ([state, refused] = [now, reason]),
  });
  const answer = () => tracker.durable(marks.at(-1) ?? 0);
  return { tracker, marks, counts, returned, answer, state: () => state, refused: () => refused };
}

/** One that is connected and has nothing to save. */
function open() {
  const page = track();
  page.tracker.opened();
  page.answer();
  return page;
}

test("L3 an edit is Saving…, and Saved once its mark is answered, not once an earlier one is", () => {
  const { tracker, marks, state, answer } = open();
  tracker.edited();
  expect(state()).toBe("saving");
  vi.advanceTimersByTime(100);
  const first = marks.at(-1) ?? 0;
  tracker.edited();
  tracker.durable(first);
  expect(state()).toBe("saving");
  vi.advanceTimersByTime(100);
  answer();
  expect(state()).toBe("saved");
});

test("L3 an answer to a mark that an earlier connection left behind is not taken for one of this connection", () => {
  const { tracker, marks, state } = open();
  tracker.edited();
  vi.advanceTimersByTime(100);
  const left = marks.at(-1) ?? 0;
  tracker.closed();
  tracker.edited();
  tracker.opened();
  tracker.durable(left);
  expect(state()).toBe("saving");
});

test("L4 an answer that was on its way neither hides a refusal nor makes Saved", () => {
  const { tracker, marks, state, refused } = open();
  tracker.edited();
  vi.advanceTimersByTime(100);
  const first = marks.at(-1) ?? 0;
  tracker.edited();
  tracker.wasRefused("read-only");
  tracker.durable(first);
  expect([state(), refused()]).toEqual(["not-saved", "read-only"]);
});

test("L4 what was read-only is sent again once its person may edit again", () => {
  const { tracker, counts, state, answer } = open();
  tracker.edited();
  tracker.wasRefused("read-only");
  vi.advanceTimersByTime(600_000);
  expect(counts.resent).toBe(0);
  tracker.retry();
  vi.advanceTimersByTime(1_000);
  expect(counts.resent).toBe(1);
  answer();
  expect(state()).toBe("saved");
});

test("L4 what was too large is tried again by itself: within seconds after an edit, at last once a minute", () => {
  const { tracker, counts } = open();
  const refuse = () => tracker.wasRefused("too-large");
  tracker.edited();
  refuse();
  for (let i = 0; i < 5; i++) {
    const before = counts.resent;
    vi.advanceTimersByTime(60_000);
    expect(counts.resent).toBeGreaterThan(before);
    refuse();
  }
  const before = counts.resent;
  for (let key = 0; key < 60; key++) {
    tracker.edited();
    vi.advanceTimersByTime(100);
  }
  expect(counts.resent).toBe(before + 1);
});

test("L4 what builds on something too large stays too large", () => {
  const { tracker, refused } = open();
  tracker.edited();
  tracker.wasRefused("too-large");
  tracker.edited();
  tracker.wasRefused("incomplete");
  expect(refused()).toBe("too-large");
});

test("L3 a server that says that it can store and never answers gets a new connection; one that is slow does not", () => {
  const { tracker, counts, marks, state } = open();
  tracker.edited();
  vi.advanceTimersByTime(10_000);
  expect(new Set(marks).size).toBe(2);
  expect(state()).toBe("not-saved");
  tracker.storageIs("delayed");
  vi.advanceTimersByTime(600_000);
  expect(counts.reconnected).toBe(0);
  tracker.storageIs("ok");
  vi.advanceTimersByTime(60_000);
  expect(counts.reconnected).toBe(1);
});

test("coming back with edits of the time without a connection is told once they are durable, and only then", () => {
  const { tracker, returned, answer } = open();
  tracker.closed();
  for (let i = 0; i < 3; i++) tracker.edited();
  tracker.opened();
  expect(returned).toEqual([]);
  answer();
  expect(returned).toEqual([3]);
  tracker.closed();
  tracker.opened();
  answer();
  expect(returned).toEqual([3]);
});

test("P1 from the moment of a cut nothing says Saved: what was stored is away, what is typed then is offline, until all is durable", () => {
  const { tracker, state, answer, marks } = open();
  tracker.edited();
  vi.advanceTimersByTime(100);
  answer();
  expect(state()).toBe("saved");
  const left = marks.at(-1) ?? 0;
  tracker.closed();
  expect(state()).toBe("away");
  tracker.edited();
  expect(state()).toBe("offline");
  tracker.durable(left);
  expect(state()).toBe("offline");
  tracker.opened();
  expect(state()).toBe("saving");
  answer();
  expect(state()).toBe("saved");
});

test("P1 a page that was never answered promises nothing when it is cut off", () => {
  const { tracker, state } = track();
  tracker.closed();
  expect(state()).toBe("unknown");
  tracker.edited();
  expect(state()).toBe("offline");
});

/** What may be under way from a page to a node. */
type Frame = { edit: number } | { all: number[] } | { mark: number } | { ask: true };
type Answer = { durable: number } | { refused: UpdateRefusal } | { ask: true } | { synced: true } | { mayWrite: true };

/**
 * A page, a node and a database without any Yjs: edits are numbers, each builds on the one before. Frames and answers
 * are in order, connections break with what is under way, nodes die with what is not committed.
 */
function simulate(seed: number, steps: number) {
  const { below } = randomFrom(seed);
  const typed: number[] = [];
  const durable = new Set<number>();
  let memory = new Set<number>();
  let uncommitted: (number | { mark: number })[] = [];
  let standing = { hasSynced: false, refused: false, mark: undefined as number | undefined };
  let isConnected = false;
  let isSynced = false;
  let mayWrite = true;
  let up: Frame[] = [];
  let down: Answer[] = [];
  /** The provider keeps what is sent while its socket is not open, and sends it first on the next one. */
  const kept: Frame[] = [];
  const shown: string[] = [];

  const send = (frame: Frame) => void (isConnected ? up : kept).push(frame);
  let state: SaveState = "unknown";
  const tracker = new SaveTracker({
    sendMark: (n) => send({ mark: n }),
    resend: () => send({ ask: true }),
    reconnect: () => disconnect(),
    onReturned: () => {},
    onChange: (now) => (state = now),
  });

  function disconnect() {
    isConnected = false;
    isSynced = false;
    up = [];
    down = [];
    // The page may notice later that what it sends goes nowhere.
    if (below(2)) for (let i = below(3); i > 0; i--) type();
    tracker.closed();
  }
  function connect() {
    if (isConnected) return;
    isConnected = true;
    standing = { hasSynced: false, refused: false, mark: undefined };
    up = [{ ask: true }, ...kept.splice(0)];
    down = [];
  }
  function type() {
    typed.push(typed.length);
    send({ edit: typed.length - 1 });
    tracker.edited();
  }
  function answerMark() {
    if (standing.mark === undefined || !standing.hasSynced || standing.refused) return;
    uncommitted.push({ mark: standing.mark });
    standing.mark = undefined;
  }
  function take(edits: number[]): UpdateRefusal | undefined {
    const news = edits.filter((edit) => !memory.has(edit));
    if (news.length > 0 && !mayWrite) return "read-only";
    for (const edit of news) {
      if (edit > 0 && !memory.has(edit - 1)) return "incomplete";
      memory.add(edit);
      uncommitted.push(edit);
    }
    return undefined;
  }
  function handle() {
    const frame = up.shift();
    if (!frame) return;
    if ("ask" in frame) down.push({ ask: true }, { synced: true });
    if ("mark" in frame) {
      standing.mark = frame.mark;
      answerMark();
    }
    if ("edit" in frame || "all" in frame) {
      const refused = take("all" in frame ? frame.all : [frame.edit]);
      if (refused) {
        standing.refused = true;
        if (standing.hasSynced || "all" in frame) down.push({ refused });
      } else if ("all" in frame) {
        standing.hasSynced = true;
        standing.refused = false;
        answerMark();
      }
    }
  }
  function hear() {
    const answer = down.shift();
    if (!answer) return;
    if ("ask" in answer) send({ all: [...typed] });
    if ("synced" in answer && !isSynced) {
      isSynced = true;
      tracker.opened();
    }
    if ("durable" in answer) tracker.durable(answer.durable);
    if ("refused" in answer) tracker.wasRefused(answer.refused);
    if ("mayWrite" in answer) tracker.retry();
  }
  function commit() {
    for (const entry of uncommitted.splice(0, 1 + below(4))) {
      if (typeof entry === "number") durable.add(entry);
      else down.push({ durable: entry.mark });
    }
  }
  function die() {
    memory = new Set(durable);
    uncommitted = [];
    disconnect();
  }
  const acts = [handle, handle, handle, hear, hear, hear, commit, commit, connect];
  function lose() {
    uncommitted = uncommitted.filter((entry) => typeof entry === "number");
    disconnect();
  }
  const rare = [die, lose, flip];
  function flip() {
    mayWrite = !mayWrite;
    if (mayWrite && isConnected) down.push({ mayWrite });
  }
  function check() {
    if (state === "saved" && !isConnected) expect.fail(`seed ${seed}: Saved without a connection`);
    if (state !== "saved" && state !== "away") return;
    const missing = typed.filter((edit) => !durable.has(edit));
    if (missing.length > 0) expect.fail(`seed ${seed}: shown as ${state}, and not durable: ${missing.join()}`);
    if (shown.at(-1) !== String(typed.length)) shown.push(String(typed.length));
  }
  for (let step = 0; step < steps; step++) {
    const act = below(60) === 0 ? rare[below(rare.length)] : below(14) === 0 ? type : acts[below(acts.length)];
    act?.();
    vi.advanceTimersByTime(below(60));
    check();
  }
  // Left alone, everything is saved in the end.
  if (!mayWrite) flip();
  for (let turn = 0; turn < 400; turn++) {
    connect();
    handle();
    hear();
    commit();
    vi.advanceTimersByTime(500);
    check();
  }
  expect([seed, state, durable.size]).toEqual([seed, "saved", typed.length]);
  tracker.dispose();
  return shown.length;
}

test("P1 L3 L4 in whatever order edits, answers, refusals, breaks and deaths come, Saved is true, and comes in the end", () => {
  const { seed } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  let saved = 0;
  for (let i = 0; i < 400; i++) saved += simulate(seed + i, 400);
  expect(saved).toBeGreaterThan(1_000);
});
