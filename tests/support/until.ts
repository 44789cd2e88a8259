import { setTimeout as sleep } from "node:timers/promises";

/**
 * Resolves with what `read` gives as soon as it is truthy (0 counts); fails when it does not come true for a minute, with
 * `read`'s source. A time-out is for hangs alone: a machine that is busy with other things may take its time.
 */
export async function until<T>(read: () => T | Promise<T>, timeoutMs = 60_000): Promise<Exclude<T, undefined | null | false | "">> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value || value === 0) return value as Exclude<T, undefined | null | false | "">;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${timeoutMs / 1000} s: ${read}`);
    await sleep(5);
  }
}
