/**
 * How often something may begin: whenever it is wanted, as long as that is no more than once in `PACE_MS` over time.
 * Pauses are made up for, so that what comes now and then, a few at once, waits for nothing.
 */
export const PACE_MS = 10;
/** As many may begin at once, after a pause. */
export const PACE_BURST = 6;

export class Pace {
  /** When the next one would begin if all of them had kept the pace. */
  private at = 0;

  /** How many ms after `now` the next one may begin; none or fewer: at once. */
  waitMs(now: number): number {
    return this.at - (PACE_BURST - 1) * PACE_MS - now;
  }

  begin(now: number): void {
    this.at = Math.max(this.at, now) + PACE_MS;
  }
}
