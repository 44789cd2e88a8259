/** What is done with a limit. The process that opened them (`server/limits.ts`) and the pages' code both count. */
import type { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { failure } from "./http.ts";
import { apiWords } from "./words/api.ts";

export type Limiter = Pick<RateLimiterMemory, "consume" | "get" | "points" | "penalty" | "reward">;

/** A trip to GitHub has to be over by then. */
export const STATE_SECONDS = 5 * 60;

/** Counts `points`; the seconds to wait when there were too many, else undefined. */
export const consume = (limiter: Limiter, key: string, points = 1): Promise<number | undefined> =>
  limiter.consume(key, points).then(() => undefined, secondsLeft);

/** The seconds to wait where nothing is left, without counting. */
export async function secondsUntilFree(limiter: Limiter, key: string): Promise<number | undefined> {
  const counted = await limiter.get(key);
  return counted && counted.consumedPoints >= limiter.points ? secondsLeft(counted) : undefined;
}

/** Takes points that have been used already, even where fewer are left. */
export const penalize = async (limiter: Limiter, key: string, points: number): Promise<void> =>
  void (await limiter.penalty(key, points));

/** Gives back one that was counted. */
export const refund = async (limiter: Limiter, key: string): Promise<void> => void (await limiter.reward(key, 1));

const secondsLeft = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1_000));

/** What those read who asked for too much, alone or together with others of their address. */
export const sentenceFor = (seconds: number, isShared = false): string =>
  isShared ? apiWords.tooMuch.shared(seconds) : apiWords.tooMuch.alone(seconds);

/** Counts one, or `points`; throws 429 with the time to wait when there were too many. */
export async function consumeOne(limiter: Limiter, key: string, points = 1): Promise<void> {
  const seconds = await consume(limiter, key, points);
  if (!seconds) return;
  throw failure(429, "too_many", sentenceFor(seconds), undefined, {
    "Retry-After": String(seconds),
  });
}
