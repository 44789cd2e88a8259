import { expect, vi } from "vitest";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { type SaveState, SaveTracker } from "../../app/routes/sessions.$sessionId/connection/save-tracker.client.ts";
import { randomFrom } from "../support/random.ts";

/** What may be under way from a page to a node. */
type Frame = { edit: number } | { all: number[] } | { mark: number } | { ask: true };
type Answer = { durable: number } | { refused: UpdateRefusal } | { ask: true } | { synced: true } | { mayWrite: true };

/**
 * A page, a node and a database without any Yjs: edits are numbers, each builds on the one before. Frames and answers
 * are in order, connections break with what is under way, nodes die with what is not committed.
 */
export function simulate(seed: number, steps: number) {
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

  /** The newest mark, and when it was sent: each time. */
  let asked = { n: 0, at: [] as number[] };

  const send = (frame: Frame) => void (isConnected ? up : kept).push(frame);
  let state: SaveState = "unknown";
  const tracker = new SaveTracker({
    sendMark: (n) => {
      asked = { n, at: [...(asked.n === n ? asked.at : []), performance.now()] };
      send({ mark: n });
    },
    resend: () => send({ ask: true }),
    reconnect: () => disconnect(),
    onReturned: () => {},
    onAnswered: (ms) => expect([seed, asked.at.map((at) => performance.now() - at)]).toEqual([seed, [ms]]),
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
