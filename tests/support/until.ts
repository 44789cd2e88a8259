import { setTimeout as sleep } from "node:timers/promises";

/**
 * Resolves with what `read` gives as soon as it is truthy (0 counts); fails when it has not come true in three minutes,
 * with `read`'s source. That is for hangs alone, since a busy machine may take its time. Where much is put right in any
 * case after a while, such as access by being asked again each minute, the test says by when it must have come true.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  timeoutMs = 180_000,
): Promise<Exclude<T, undefined | null | false | "">> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value || value === 0) return value as Exclude<T, undefined | null | false | "">;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${timeoutMs / 1000} s: ${read}`);
    await sleep(5);
  }
}

/** Settles as a promise does, and fails when that takes longer. */
export const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  Promise.race([
    promise,
    sleep(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`This took longer than ${ms / 1000} s.`))),
  ]);
