/**
 * Tells the server of a run of this page: that it began, what it writes, how it stands. One request at a time, so that
 * nothing overtakes, and each is sent again until it was answered: the server takes the same one twice as once.
 */
import { RUN_HEARTBEAT_MS } from "../../../../protocol/limits.ts";
import { isUnderWay, type Piece, type Run, type RunState } from "../../../../protocol/runs.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { Batches } from "./batches.ts";

/** Between two batches: short at the beginning, and longer for what runs for long. */
const GAP_MS = { min: 100, max: 1_000 };
/** How much of a run's time so far. */
const GAP_SHARE = 0.02;
const RETRY_MS = { min: 1_000, max: 15_000 };

type Told = { state: RunState; exitCode?: number | null; tookMs?: number };

export class RunTeller {
  /** When all was told, or nothing more will be. */
  readonly finished: Promise<void>;
  private readonly sessionPath: string;
  private readonly run: Run;
  /** The server does not take it, and says why. */
  private readonly onRefused: (why: string) => void;
  private readonly batches = new Batches();
  private readonly begunAt = performance.now();
  private state: Told = { state: "running" };
  private told: RunState = "running";
  private hasBegun = false;
  private nth = 0;
  private isOver = false;
  private isBusy = false;
  /** The server has as much output as it takes. */
  private isFull = false;
  private wake: (() => void) | undefined;
  private endPause: (() => void) | undefined;
  private pausedUntil = 0;
  private resolveFinished = () => {};
  private readonly heartbeat: ReturnType<typeof setInterval>;
  private lastToldAt = performance.now();
  private isBeatDue = false;

  /** `after`: what is to be told before, since a page has one run at a time. */
  constructor(sessionPath: string, run: Run, after: Promise<void>, onRefused: (why: string) => void) {
    this.sessionPath = sessionPath;
    this.run = run;
    this.onRefused = onRefused;
    this.heartbeat = setInterval(this.tick, RUN_HEARTBEAT_MS / 2);
    addEventListener("online", this.tryNow);
    this.finished = new Promise((resolve) => (this.resolveFinished = resolve));
    this.isBusy = true;
    void after.then(() => {
      this.isBusy = false;
      return this.work();
    });
  }

  output(pieces: Piece[]) {
    if (this.isFull) return;
    this.batches.add(pieces);
    void this.work();
  }

  /** Told after all output that came before it. */
  stateIs(state: RunState, end: Omit<Told, "state"> = {}) {
    this.state = { state, ...end };
    this.batches.mark();
    void this.work();
  }

  /**
   * Looks at the clock: ends a pause that is over, and says that the run is still there where nothing was told for a
   * time. The timers of a hidden page may be a minute late; whoever hears from the server meanwhile calls this.
   */
  readonly tick = () => {
    const now = performance.now();
    if (now >= this.pausedUntil) this.endPause?.();
    if (now - this.lastToldAt < RUN_HEARTBEAT_MS / 2) return;
    this.isBeatDue = true;
    void this.work();
  };

  /** The page goes: nothing can wait for an answer any more. */
  pageGoes() {
    if (!this.hasBegun || this.isOver) return;
    this.end();
    void fetch(this.path, {
      method: "PATCH",
      keepalive: true,
      body: JSON.stringify({ state: "stopped" }),
      headers: { "Content-Type": "application/json" },
    }).catch(() => {});
  }

  private get path(): string {
    return `${this.sessionPath}/runs/${this.run.id}`;
  }

  private async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    while (!this.isOver) {
      const request = this.next();
      if (!request) break;
      await this.insist(request);
      if (this.isOver) break;
      const elapsedMs = performance.now() - this.begunAt;
      // What ended is told at once.
      if (isUnderWay(this.state.state))
        await this.pause(Math.min(GAP_MS.max, Math.max(GAP_MS.min, elapsedMs * GAP_SHARE)));
    }
    this.isBusy = false;
  }

  /** What is to be told next, if anything. */
  private next(): (() => Promise<unknown>) | undefined {
    if (!this.hasBegun) {
      const { id, kind, runner, fileId, path, codeHash } = this.run;
      const body = { id, kind, runner, fileId, path, codeHash };
      return async () => {
        await callApi("POST", `${this.sessionPath}/runs`, { body });
        this.hasBegun = true;
      };
    }
    const { state } = this.state;
    // A program that goes on writing would never let it be told.
    const isStateDue = state !== this.told && !this.batches.isBehindMark && isUnderWay(state);
    if (!this.batches.isEmpty && !isStateDue) {
      const body = { n: this.nth++, pieces: this.batches.take() };
      return () =>
        callApi("POST", `${this.path}/output`, { body }).catch((error: unknown) => {
          if (!(error instanceof ApiError && error.status === 413)) throw error;
          this.isFull = true;
          this.batches.clear();
        });
    }
    if (state === this.told && !this.isBeatDue) return;
    this.isBeatDue = false;
    return async () => {
      await callApi("PATCH", this.path, { body: this.state });
      this.told = state;
      if (!isUnderWay(state)) this.end();
    };
  }

  /** Sends a request until the server has answered it, for better or worse. */
  private async insist(request: () => Promise<unknown>) {
    for (let ms = RETRY_MS.min; !this.isOver; ms = Math.min(RETRY_MS.max, ms * 2)) {
      try {
        await request();
        this.lastToldAt = performance.now();
        return;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const mayPass = error.status === 0 || error.status >= 500 || error.status === 429;
        if (!mayPass) {
          this.end();
          return this.onRefused(error.message);
        }
        await this.pause(ms, true);
      }
    }
  }

  private pause(ms: number, endsOnline = false): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.pausedUntil = performance.now() + ms;
      this.endPause = done;
      this.wake = endsOnline ? done : undefined;
    });
  }

  private readonly tryNow = () => this.wake?.();

  private end() {
    this.isOver = true;
    clearInterval(this.heartbeat);
    removeEventListener("online", this.tryNow);
    this.wake?.();
    this.resolveFinished();
  }
}
