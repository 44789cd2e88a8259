/**
 * How often somebody may do what costs something. Counted in Redis where there is one, so that all web processes count
 * together.
 */
import { Redis as RedisClient } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import { MAX_CHECK_SECONDS_AN_HOUR } from "../../protocol/limits.ts";
import type { Log } from "../../observe/log.ts";
import { type Limiter, STATE_SECONDS } from "../rate-limits.ts";
import type { WebEnv } from "./env.ts";

/** Nobody waits longer for Redis: then this process counts by itself. */
const REDIS_TIMEOUT_MS = 500;

/** Long enough to absorb the burst when a class opens a page together. */
const BUDGET_SECONDS = 20;
/** The share of an address' budget that one sign-in may use: all the tabs of one person. */
const SIGN_IN_SHARE = 0.3;
const SOCKET_SHARE = 0.2;
const FILE_FACTOR = 10;

const HOUR_SECONDS = 3_600;
const RUN_BYTES_A_MINUTE = 5 * 1024 * 1024;
/** How many people's share of the checking thread one address may have, such as a class. */
const PEOPLE_AN_ADDRESS = 5;

type LimitSettings = Pick<WebEnv, "REDIS_URL" | "REQUESTS_A_SECOND" | "MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS">;
export type Limits = ReturnType<typeof openLimits>;

export function openLimits(env: LimitSettings, log: Log) {
  const { REDIS_URL: redisUrl, REQUESTS_A_SECOND: requestsASecond } = env;
  const redis = redisUrl ? connect(redisUrl, log) : undefined;
  const limiter = (keyPrefix: string, points: number, duration: number): Limiter => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    if (!redis) return memory;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `tandem:limit:${keyPrefix}`,
      points,
      duration,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  };
  /** Of this process alone: its own time is what is shared out. */
  const budget = (keyPrefix: string, share: number): Limiter =>
    new RateLimiterMemory({
      keyPrefix,
      points: Math.ceil(requestsASecond * share * BUDGET_SECONDS),
      duration: BUDGET_SECONDS,
    });
  return {
    /** By address and by sign-in, in points: one for a small request, more for a page (`request-budgets.ts`). */
    requestsOfAddress: budget("requests", 1),
    requestsOfSignIn: budget("own-requests", SIGN_IN_SHARE),
    /** By address: upgrades of /collab, and files. */
    socketsOfAddress: budget("sockets", SOCKET_SHARE),
    filesOfAddress: budget("files", FILE_FACTOR),
    /** By address: a class comes in together, a script hundreds of times. */
    newGuests: limiter("guests", 60, 60),
    /** By user. */
    newMessages: limiter("messages", 120, 60),
    /** By user: sessions and copies of sessions, which take space. */
    newSessions: limiter("sessions", 120, 60),
    /** By user: runs that begin, what is said of them, and the bytes of that. */
    newRuns: limiter("runs", 60, 600),
    runReports: limiter("run-reports", 200, 10),
    runBytes: limiter("run-bytes", RUN_BYTES_A_MINUTE, 60),
    /** By user: looks through a session's history. */
    newReplays: limiter("replays", 60, 60),
    /** By address: one per visit to a page. */
    newVitals: limiter("vitals", 120, 60),
    /** By address: what guests ask of an AI that somebody pays for. There are new guests whenever one wants. */
    guestReviews: limiter("guest-reviews", env.MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS, HOUR_SECONDS),
    /** By user and by address, in milliseconds of the thread that checks. */
    checkTime: limiter("check-time", MAX_CHECK_SECONDS_AN_HOUR * 1_000, HOUR_SECONDS),
    checkTimeOfAddress: limiter(
      "check-time-address",
      MAX_CHECK_SECONDS_AN_HOUR * PEOPLE_AN_ADDRESS * 1_000,
      HOUR_SECONDS,
    ),
    /** By the state of a trip to GitHub, which may come back once. */
    usedStates: limiter("state", 1, STATE_SECONDS),
    close: () => redis?.disconnect(),
  };
}

function connect(url: string, log: Log): RedisClient {
  const client = new RedisClient(url, {
    family: 0,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_TIMEOUT_MS,
    // A connection that hangs is given up, so that this process counts by itself at once and nobody else waits.
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
