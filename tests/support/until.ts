import { setTimeout as sleep } from "node:timers/promises";

/** Resolves with what `read` gives as soon as it is truthy (0 counts); fails after ten seconds, with `read`'s source. */
export async function until<T>(read: () => T | Promise<T>, timeoutMs = 10_000): Promise<Exclude<T, undefined | null | false | "">> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value || value === 0) return value as Exclude<T, undefined | null | false | "">;
    if (Date.now() > deadline) throw new Error(`This did not come true within ${timeoutMs / 1000} s: ${read}`);
    await sleep(5);
  }
}
