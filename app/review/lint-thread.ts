/** One thread that runs ESLint (`lint-worker.ts`), seen from the web process' own. */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { LintAnswer, LintRequest } from "./lint-worker.ts";

/** Loading ESLint is charged to nobody; a thread that is not ready by then never will be. */
const READY_TIMEOUT_MS = 60_000;
/** A thread that does not report its CPU time by then is in the middle of something that cannot be interrupted. */
const USED_TIMEOUT_MS = 1_000;
const MAX_MEMORY_MB = 256;
/** A parser of deeply nested code needs much of it; where it runs out, the error is caught. */
const STACK_MB = 4;

export class LintThread {
  /** Rejects where the thread ends before it is ready. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private readonly onEnd: (thread: LintThread) => void;
  private readonly failReady: (error: Error) => void;
  private settle: ((answer: LintAnswer | Error) => void) | undefined;

  /** `onEnd` is called when the thread ends, by whatever cause, and may be called again. */
  constructor(onEnd: (thread: LintThread) => void) {
    this.onEnd = onEnd;
    this.worker = new Worker(new URL("./lint-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB, stackSizeMb: STACK_MB },
    });
    this.worker.unref();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    this.ready = promise;
    this.failReady = reject;
    const timer = setTimeout(() => this.end(new Error("The checking thread does not get ready.")), READY_TIMEOUT_MS);
    this.worker.on("message", (message: LintAnswer | "ready") => {
      clearTimeout(timer);
      if (message === "ready") resolve();
      else this.settle?.(message);
    });
    this.worker.on("error", (error) => this.end(error));
    this.worker.on("exit", () => {
      clearTimeout(timer);
      this.end(new Error("The checking thread ended."));
    });
  }

  /** ESLint's answer, or the error with which the thread ended before it. One request at a time. */
  async lint(request: LintRequest): Promise<LintAnswer | Error> {
    const answer = await new Promise<LintAnswer | Error>((resolve) => {
      this.settle = resolve;
      this.worker.postMessage(request);
    });
    this.settle = undefined;
    return answer;
  }

  /**
   * Milliseconds of the thread's own time from now on, undefined when it does not say; by the clock where Node cannot
   * tell (before 24.6).
   */
  async stopwatch(): Promise<() => Promise<number | undefined>> {
    const before = await this.usedMs();
    return async () => {
      const now = await this.usedMs();
      return now === undefined || before === undefined ? undefined : now - before;
    };
  }

  /** Ends the thread; whoever waits for it gets the error. */
  end(error: Error): void {
    this.onEnd(this);
    void this.terminate();
    this.failReady(error);
    this.settle?.(error);
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private async usedMs(): Promise<number | undefined> {
    if (typeof this.worker.cpuUsage !== "function") return performance.now();
    const tooLate = new AbortController();
    const usage = this.worker.cpuUsage().then(
      ({ user, system }) => (user + system) / 1_000,
      () => undefined,
    );
    return await Promise.race([
      usage,
      sleep(USED_TIMEOUT_MS, undefined, { signal: tooLate.signal, ref: false }).catch(() => undefined),
    ]).finally(() => tooLate.abort());
  }
}
