/**
 * One commit in so many ms, over time. Up to a hundred questions a second each have a commit of their own, at once; a
 * thousand a second wait 5 ms on average and share. With a commit as soon as the last one is done those thousand took
 * 650 commits and 185 ms of CPU a second; at this pace it is 50 to 95 ms, at 5 ms 75 to 85.
 */
export const PACE_MS = 10;
/** After a pause as many may follow each other at once: people do not ask at regular times. */
export const PACE_BURST = 6;

/** Says when the next commit may begin. */
export class Pace {
  /** When it would begin if all of them had kept the pace. */
  private at = 0;

  /** How many ms after `now` it may begin; none or fewer: at once. */
  waitMs(now: number): number {
    return this.at - (PACE_BURST - 1) * PACE_MS - now;
  }

  begin(now: number): void {
    this.at = Math.max(this.at, now) + PACE_MS;
  }
}
