import { setTimeout as sleep } from "node:timers/promises";

/**
 * Resolves with what `read` gives as soon as it is truthy (0 counts); fails when it has not come true in 45 seconds,
 * with `read`'s source. That is for hangs alone, since a busy machine may take its time; and it is less than the minute
 * after which much is put right in any case, such as access by being asked again.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  timeoutMs = 45_000,
): Promise<Exclude<T, undefined | null | false | "">> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value || value === 0) return value as Exclude<T, undefined | null | false | "">;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${timeoutMs / 1000} s: ${read}`);
    await sleep(5);
  }
}
