import { Redis as RedisClient, type RedisOptions } from "ioredis";
import { within } from "./within.ts";

/** The connection to a Redis that has not answered for this long is replaced. */
const HUNG_MS = 4_000;

/** A connection that never gives up; what cannot be sent now fails or waits, as `options` say. */
export function connect(url: string, options: RedisOptions): RedisClient {
  return new RedisClient(url, {
    // Both IPv4 and IPv6, as in private networks that have only the latter.
    family: 0,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
    connectTimeout: 3_000,
    ...options,
  });
}

/** Whether `answered`, which has been asked of Redis, takes too long; a failure is an answer. */
export async function isHung(answered: Promise<unknown>): Promise<boolean> {
  const done = answered.then(
    () => true,
    () => true,
  );
  return (await within(HUNG_MS, done)) === undefined;
}
