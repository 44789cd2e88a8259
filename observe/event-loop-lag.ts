/**
 * How long the event loop keeps what has arrived waiting. prom-client would ask a timer each 10 ms, which takes 4 ms of
 * CPU a second of a process that does nothing; here Node notes each turn of the loop as it ends.
 */
import { type Histogram, monitorEventLoopDelay } from "node:perf_hooks";

/** Begins to measure. Each call returns, in seconds, what was met since the one before. */
export function measureEventLoopLag(): () => number {
  // An older Node does not know this, and asks a timer as well.
  const turns = monitorEventLoopDelay({ samplePerIteration: true });
  turns.enable();
  let since = performance.now();
  return () => {
    const now = performance.now();
    const lag = lagMet(turns, (now - since) * 1e6);
    since = now;
    turns.reset();
    return lag / 1e9;
  };
}

/**
 * What is met once in a hundred times by whatever arrives at some moment of `elapsed`: the length of the turn that it
 * falls into, or more of one than it waits for. A turn counts by its length, so that a few long ones do not go unseen
 * among thousands of short ones.
 */
export function lagMet(turns: Pick<Histogram, "count" | "percentiles">, elapsed: number): number {
  const steps = [...turns.percentiles].sort(([a], [b]) => b - a);
  let left = elapsed / 100;
  for (const [i, [percentile, length]] of steps.entries()) {
    const below = steps[i + 1]?.[0] ?? 0;
    left -= ((percentile - below) / 100) * turns.count * length;
    if (left <= 0) return length;
  }
  return 0;
}
