/**
 * Decides who is served next. Users take turns, each for a moment, however many sockets and frames they have; and after
 * a few milliseconds the node does something else, so that somebody who sends little never waits behind somebody who
 * sends much.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Account } from "./budgets.ts";

/** What one user gets before the next one does. */
const SLICE_MS = 2;
/** What all together get before timers, other sockets and Postgres have their turn. */
const TURN_MS = 6;
/** How much working time passes between two measurements of the share that was CPU time. */
const RATE_MS = 500;

export type Served = {
  readonly account: Account;
  /** Whether it has something that can be done now. */
  readonly isReady: boolean;
  /** Works for about `sliceMs`; resolves after that, or when what it began is done. */
  work(sliceMs: number): Promise<void>;
};

/**
 * Which share of the time that passes while we work is CPU time. On a machine that is busy with something else most of
 * it is waiting, which is no user's fault. To ask the system after each slice would cost a tenth of what a keystroke
 * costs.
 */
class ProcessorRate {
  private rate = 1;
  private passedMs = 0;
  private before = process.cpuUsage();

  toProcessor(ms: number): number {
    this.passedMs += ms;
    if (this.passedMs > RATE_MS) {
      const { user, system } = process.cpuUsage(this.before);
      this.rate = Math.min(1, (user + system) / 1_000 / this.passedMs);
      this.passedMs = 0;
      this.before = process.cpuUsage();
    }
    return ms * this.rate;
  }
}

export class Turns {
  private readonly waiting = new Map<Account, Set<Served>>();
  /** Those whose work waits for something other than their turn. */
  private readonly away = new Set<Served>();
  private readonly rate = new ProcessorRate();
  private isRunning = false;

  /** Puts somebody who has something to do in the line. */
  ask(served: Served): void {
    const line = this.waiting.get(served.account) ?? new Set<Served>();
    if (this.away.has(served) || line.has(served) || !served.isReady) return;
    this.waiting.set(served.account, line.add(served));
    if (this.isRunning) return;
    this.isRunning = true;
    void this.run();
  }

  /** Takes time that passed while a frame was taken, in milliseconds, from its user's. */
  charge(account: Account, ms: number): void {
    account.takeTime(this.rate.toProcessor(ms));
  }

  private async run() {
    let startedAt = performance.now();
    for (let next = this.next(); next; next = this.next()) {
      await this.serve(next);
      if (performance.now() - startedAt < TURN_MS) continue;
      await nextTurn();
      startedAt = performance.now();
    }
    this.isRunning = false;
  }

  /** One of the account that has waited longest. Accounts in debt ask again when they may. */
  private next(): Served | undefined {
    for (const [account, line] of this.waiting) {
      this.waiting.delete(account);
      if (account.isInDebt) continue;
      const [served] = line;
      if (!served) continue;
      line.delete(served);
      if (line.size > 0) this.waiting.set(account, line);
      return served;
    }
  }

  private async serve(served: Served) {
    this.away.add(served);
    const startedAt = performance.now();
    let isDone = false;
    const done = served.work(SLICE_MS).finally(() => {
      isDone = true;
      this.away.delete(served);
    });
    // What does not wait for anything outside is done before the event loop turns.
    await new Promise<void>((resolve) => {
      const turned = setImmediate(resolve);
      const onDone = () => {
        clearImmediate(turned);
        resolve();
      };
      done.then(onDone, onDone);
    });
    const ms = performance.now() - startedAt;
    // Where the event loop has turned, others have worked in that time as well.
    this.charge(served.account, isDone ? ms : Math.min(ms, SLICE_MS));
    if (isDone) this.ask(served);
    else void done.finally(() => this.ask(served));
  }
}
