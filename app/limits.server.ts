/** How often somebody may do what costs something. Counted in Redis where there is one, so that all web processes count together. */
import { Redis as RedisClient } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import type { Log } from "../db/log.ts";
import { failure } from "./http.ts";

/** Nobody waits longer for Redis: then this process counts by itself. */
const REDIS_TIMEOUT_MS = 500;
/** A trip to GitHub has to be over by then. */
export const STATE_SECONDS = 5 * 60;

type Limiter = Pick<RateLimiterMemory, "consume">;
export type Limits = ReturnType<typeof openLimits>;

export function openLimits({ redisUrl, log }: { redisUrl?: string; log: Log }) {
  const redis = redisUrl ? connect(redisUrl, log) : undefined;
  const limiter = (keyPrefix: string, points: number, duration: number): Limiter => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    if (!redis) return memory;
    return new RateLimiterRedis({ storeClient: redis, keyPrefix: `tandem:limit:${keyPrefix}`, points, duration, insuranceLimiter: memory, rejectIfRedisNotReady: true });
  };
  return {
    /** By address: a person starts anew a few times, a script hundreds of times. */
    newGuests: limiter("guests", 30, 60),
    /** By user. */
    newMessages: limiter("messages", 120, 60),
    /** By user: sessions and copies of sessions, which take space. */
    newSessions: limiter("sessions", 120, 60),
    /** By user: looks through a session's history. */
    newReplays: limiter("replays", 60, 60),
    /** By address: one a visit to a page. */
    newVitals: limiter("vitals", 120, 60),
    /** By the state of a trip to GitHub, which may come back once. */
    usedStates: limiter("state", 1, STATE_SECONDS),
    close: () => redis?.disconnect(),
  };
}

/** Counts one; throws 429 with the time to wait when there were too many. */
export async function countOne(limiter: Limiter, key: string): Promise<void> {
  const refused = await limiter.consume(key).then(() => undefined, (result: RateLimiterRes) => result);
  if (!refused) return;
  const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
  throw failure(429, "too_many", `That was a lot at once. Please wait ${seconds} s and try again.`, undefined, { "Retry-After": String(seconds) });
}

function connect(url: string, log: Log): RedisClient {
  const client = new RedisClient(url, {
    family: 0,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_TIMEOUT_MS,
    // One that hangs is left, so that this process counts by itself at once and nobody else waits.
    socketTimeout: 2 * REDIS_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
  });
  let wasReady = false;
  client.on("ready", () => (wasReady = true));
  client.on("error", (err: Error) => log.debug({ err }, "Redis"));
  client.on("close", () => {
    if (wasReady) log.warn("Redis connection lost");
    wasReady = false;
  });
  return client;
}
