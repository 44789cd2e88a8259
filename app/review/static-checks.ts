/** ESLint's checks, on a thread, one request after the other. */
import { setTimeout as sleep } from "node:timers/promises";
import { CHECK_SLICE_MS } from "../../protocol/limits.ts";
import { type Asker, CheckQueue } from "./check-queue.ts";
import { LintThread } from "./lint-thread.ts";
import type { LintAnswer, LintRequest } from "./lint-worker.ts";

/**
 * A slice is counted in the thread's own time, so that no check ends because the machine is busy; by the clock a check
 * ends after this many slices at the latest.
 */
const MAX_SLICES_BY_CLOCK = 8;
/** How long a check may wait before it is refused: soon after, the page would count the review as lost. */
const MAX_WAIT_MS = 45_000;
/**
 * A check that has run for this long may well be stopped: another thread starts meanwhile, so that the next check need
 * not wait for one.
 */
const SPARE_MS = 1_000;

export type Checked = Required<LintAnswer> & { /** Of the thread's own time. */ ms: number };

/** ESLint took longer than its slice, or more memory than it has; `ms` is the time that it has used. */
export class CheckStopped extends Error {
  override readonly name = "CheckStopped";
  readonly ms: number;
  constructor(ms: number, cause?: unknown) {
    super("The check was stopped.", { cause });
    this.ms = ms;
  }
}

/** Nobody got to it: too many others wait, or the process stops. */
export class CheckNotBegun extends Error {
  override readonly name = "CheckNotBegun";
}

/**
 * Checks on one thread, one after the other, each for one slice of time at most. The thread is started when it is
 * first needed, and anew after it was ended.
 */
export class StaticChecks {
  private readonly sliceMs: number;
  private readonly queue = new CheckQueue();
  private thread: LintThread | undefined;
  private spare: LintThread | undefined;
  private isBusy = false;
  private isStopped = false;

  constructor({ sliceMs = CHECK_SLICE_MS }: { sliceMs?: number } = {}) {
    this.sliceMs = sliceMs;
  }

  /**
   * A place in the line, to be given back when the check is over; undefined when this person, their address or
   * everybody has too many.
   */
  takePlace = (asker: Asker): Disposable | undefined => this.queue.takePlace(asker);

  /**
   * What ESLint's recommended rules say of lines `start` to `end` (from 1, inclusive), the most severe first, and how
   * long it took. Rejects with `CheckStopped` or `CheckNotBegun`.
   */
  check = async (asker: Asker, request: LintRequest): Promise<Checked> => {
    await this.myTurn(asker);
    let ms = 0;
    try {
      const checked = await this.checkNow(request);
      ms = checked.ms;
      return checked;
    } catch (error) {
      if (error instanceof CheckStopped) ms = error.ms;
      throw error;
    } finally {
      this.queue.charge(asker, ms);
      this.isBusy = false;
      this.goOn();
    }
  };

  async stop(): Promise<void> {
    this.isStopped = true;
    this.goOn();
    await Promise.all([this.thread, this.spare].map((thread) => thread?.terminate()));
  }

  private myTurn(asker: Asker): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        leave();
        reject(new CheckNotBegun());
      }, MAX_WAIT_MS);
      const leave = this.queue.wait(asker, () => {
        clearTimeout(timer);
        resolve();
      });
      this.goOn();
    });
  }

  private goOn() {
    if (this.isBusy) return;
    const begin = this.queue.next();
    if (!begin) return;
    this.isBusy = true;
    begin();
  }

  private async checkNow(request: LintRequest): Promise<Checked> {
    if (this.isStopped) throw new CheckNotBegun();
    const thread = (this.thread ??= this.start());
    await thread.ready.catch(() => {
      throw new CheckNotBegun();
    });
    const used = await thread.stopwatch();
    const isOver = new AbortController();
    const spareTimer = setTimeout(() => (this.spare ??= this.start()), Math.min(SPARE_MS, this.sliceMs / 2));
    void this.endAfterSlice(thread, used, isOver.signal);
    const answer = await thread.lint(request);
    isOver.abort();
    clearTimeout(spareTimer);
    if (this.thread === thread) this.dropSpare();
    if (this.isStopped) throw new CheckNotBegun();
    if (answer instanceof Error) throw new CheckStopped(this.sliceMs, answer);
    const ms = Math.round((await used()) ?? this.sliceMs);
    if (!answer.findings) throw new CheckStopped(ms);
    return { findings: answer.findings, total: answer.total, ms };
  }

  private async endAfterSlice(thread: LintThread, used: () => Promise<number | undefined>, isOver: AbortSignal) {
    const latest = performance.now() + MAX_SLICES_BY_CLOCK * this.sliceMs;
    for (let left = this.sliceMs; left > 0; left = this.sliceMs - ((await used()) ?? Infinity)) {
      if (isOver.aborted || performance.now() > latest) break;
      await sleep(Math.max(left, 50), undefined, { signal: isOver, ref: false }).catch(() => {});
    }
    if (!isOver.aborted) thread.end(new Error("The slice is over."));
  }

  /** When it ends the spare one takes its place, or the next check begins another. */
  private start(): LintThread {
    return new LintThread((ended) => {
      if (this.spare === ended) this.spare = undefined;
      if (this.thread !== ended) return;
      this.thread = this.spare;
      this.spare = undefined;
    });
  }

  private dropSpare() {
    const { spare } = this;
    this.spare = undefined;
    void spare?.terminate();
  }
}
