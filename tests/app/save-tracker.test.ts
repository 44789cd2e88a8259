import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { type SaveState, SaveTracker } from "../../app/routes/sessions.$sessionId/connection/save-tracker.client.ts";
import { randomFrom } from "../support/random.ts";
import { simulate } from "./saving-model.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A tracker, and what it has said and asked for. */
function track() {
  const marks: number[] = [];
  const counts = { resent: 0, reconnected: 0 };
  const returned: number[] = [];
  const answeredMs: number[] = [];
  let state: SaveState = "unknown";
  let refused: UpdateRefusal | undefined;
  const tracker = new SaveTracker({
    sendMark: (n) => marks.push(n),
    resend: () => counts.resent++,
    reconnect: () => counts.reconnected++,
    onReturned: (edits) => returned.push(edits),
    onAnswered: (ms) => answeredMs.push(ms),
    onChange: (now, reason) => ([state, refused] = [now, reason]),
  });
  const answer = () => tracker.durable(marks.at(-1) ?? 0);
  return { tracker, marks, counts, returned, answeredMs, answer, state: () => state, refused: () => refused };
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

test("L3 an answer to a mark of an earlier connection is not taken for one of this connection", () => {
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

test("L3 a server that could store and never answers gets a new connection, one that is slow does not", () => {
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

test("how long saving takes is told from a mark until its answer, not from its edit, and of no mark asked twice", () => {
  const { tracker, marks, answeredMs, answer } = open();
  // There was nothing to store.
  expect(answeredMs).toEqual([]);
  tracker.edited();
  // It is marked 40 ms later.
  vi.advanceTimersByTime(100);
  answer();
  expect(answeredMs).toEqual([60]);
  // An answer that came before is nobody's.
  answer();
  tracker.edited();
  vi.advanceTimersByTime(4_000);
  answer();
  tracker.edited();
  vi.advanceTimersByTime(100);
  const left = marks.at(-1) ?? 0;
  tracker.closed();
  vi.advanceTimersByTime(1_000);
  tracker.opened();
  tracker.durable(left);
  expect(answeredMs).toEqual([60]);
  vi.advanceTimersByTime(7);
  answer();
  expect(answeredMs).toEqual([60, 7]);
});

test("P1 from the moment of a cut nothing says Saved until all is durable", () => {
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

test("P1 L3 L4 in whatever order edits, answers and deaths come, Saved is true, and comes in the end", () => {
  const { seed } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  let saved = 0;
  for (let i = 0; i < 400; i++) saved += simulate(seed + i, 400);
  expect(saved).toBeGreaterThan(1_000);
});
