/**
 * What a review needs besides a row in the database. One by a model, where a guest asks for it, counts against the
 * reviews that their network may have; a static check needs a place in the queue for the thread.
 */
import type { AppLoadContext } from "@remix-run/node";
import { CHECK_SLICE_MS, MAX_CHECK_SECONDS_AN_HOUR } from "../../protocol/limits.ts";
import type { Begun } from "../../db/reviews.ts";
import type { User } from "../../db/users.ts";
import { failure } from "../http.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import { penalize, refund, secondsUntilFree, consume } from "../rate-limits.ts";

/** Ends with the review. */
export type Admission = Disposable & {
  /** For a review that never began, or failed: it counts for nobody. */
  refund: () => Promise<void>;
};

/**
 * Admits a review by a model, or throws 429 with the sentence why not. How many reviews each person may ask for is
 * decided after this, by the database.
 */
export async function admitModelReview(
  { clientAddress, env, limits }: Pick<AppLoadContext, "clientAddress" | "env" | "limits">,
  user: User,
): Promise<Admission> {
  const seconds = user.guest ? await consume(limits.guestReviews, clientAddress) : undefined;
  if (seconds) {
    await refund(limits.guestReviews, clientAddress);
    const most = env.MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS;
    throw tooMany(reviewRefusalWords.guestsUsedAll(most), seconds);
  }
  let isCounted = user.guest;
  return {
    async refund() {
      if (isCounted) await refund(limits.guestReviews, clientAddress);
      isCounted = false;
    },
    [Symbol.dispose]: () => {},
  };
}

/** Admits a static check: it has a place in the queue until it is disposed of. Throws 429 with the sentence why not. */
export async function admitCheck(
  { clientAddress, limits, staticChecks }: Pick<AppLoadContext, "clientAddress" | "limits" | "staticChecks">,
  user: User,
): Promise<Admission> {
  const seconds =
    (await secondsUntilFree(limits.checkTime, user.id)) ??
    (await secondsUntilFree(limits.checkTimeOfAddress, clientAddress));
  if (seconds) throw tooMany(reviewRefusalWords.checkTimeUsed(MAX_CHECK_SECONDS_AN_HOUR), seconds);
  const place = staticChecks.takePlace({ user: user.id, address: clientAddress });
  if (!place) {
    const headers = { "Retry-After": String(CHECK_SLICE_MS / 1_000) };
    throw failure(429, "too_many", reviewRefusalWords.yoursWait, undefined, headers);
  }
  // A check costs the thread's time, which is spent by then.
  return { refund: () => Promise.resolve(), [Symbol.dispose]: () => place[Symbol.dispose]() };
}

/** Charges the thread's time that a check has used. */
export async function chargeCheck(
  { clientAddress, limits }: Pick<AppLoadContext, "clientAddress" | "limits">,
  user: User,
  ms: number,
): Promise<void> {
  await Promise.all([penalize(limits.checkTime, user.id, ms), penalize(limits.checkTimeOfAddress, clientAddress, ms)]);
}

/** The database's refusal to begin a review, as an answer. */
export function notBegun(begun: Extract<Begun, { refusal: string }>): Response {
  if (begun.refusal === "running") return failure(409, "review_running", reviewRefusalWords.running);
  const { limit, waitSeconds } = begun;
  const { youUsedAll, serverUsedAll } = reviewRefusalWords;
  return tooMany(begun.refusal === "too-many" ? youUsedAll(limit) : serverUsedAll(limit), waitSeconds);
}

const tooMany = (sentence: string, seconds: number) =>
  failure(429, "too_many", `${sentence} ${reviewRefusalWords.nextIn(Math.ceil(seconds / 60))}`, undefined, {
    "Retry-After": String(seconds),
  });
