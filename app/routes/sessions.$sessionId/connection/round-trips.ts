/** As many as say something about the last minutes of somebody who types. */
const KEPT = 200;

/** The last round trips to the server, which stores what was typed, and what most of them took. */
export class RoundTrips {
  private readonly times: number[] = [];

  /** Milliseconds. */
  add(ms: number) {
    this.times.push(ms);
    if (this.times.length > KEPT) this.times.shift();
  }

  get count(): number {
    return this.times.length;
  }

  /** The shortest time that `share` (0 to 1) of them took at most, in milliseconds; undefined before the first. */
  percentile(share: number): number | undefined {
    const sorted = [...this.times].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }
}
