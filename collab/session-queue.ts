import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../observe/log.ts";

/** Pauses before failed work is done again: access that has ended must not outlive a time-out. */
const RETRY_MS = [100, 500, 2_000, 5_000];
/** A minute and a half; by then everybody's access is looked up anyway. */
const MAX_RETRIES = 20;

/** What is to be done about sessions: one thing at a time for each, in order, and again until it succeeds. */
export class SessionQueue {
  private readonly log: Log;
  private readonly last = new Map<string, Promise<void>>();
  private isStopped = false;

  constructor(log: Log) {
    this.log = log;
  }

  /** Does `work` after all that was added for the same key before. Resolves when it is done, or given up. */
  add(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.last.get(key) ?? Promise.resolve()).then(() => this.untilDone(work));
    this.last.set(key, turn);
    void turn.then(() => this.last.get(key) === turn && this.last.delete(key));
    return turn;
  }

  /** Begins nothing more. */
  stop(): void {
    this.isStopped = true;
  }

  private async untilDone(work: () => Promise<void>) {
    for (let attempt = 0; !this.isStopped; attempt++) {
      try {
        return await work();
      } catch (err) {
        // Work that has failed this often fails for good, and must not hold up what comes after it.
        if (attempt >= MAX_RETRIES) return this.log.error({ err }, "notification not acted upon");
        this.log.warn({ err, attempt }, "notification not acted upon, trying again");
        await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)], undefined, { ref: false });
      }
    }
  }
}
