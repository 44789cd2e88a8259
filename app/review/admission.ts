/**
 * What a review needs besides a row in the database: a place at the thread that checks, and where somebody pays for a
 * guest, one of their network's.
 */
import type { AppLoadContext } from "@remix-run/node";
import type { ReviewSource } from "../../protocol/entities.ts";
import { CHECK_SLICE_MS, MAX_CHECK_SECONDS_AN_HOUR } from "../../protocol/limits.ts";
import type { Begun } from "../../db/reviews.ts";
import type { User } from "../../db/users.ts";
import { failure } from "../http.ts";
import { giveBack, isUsedUp, note, refusedFor } from "../counting.ts";

/** Ends with the review. */
export type Admission = Disposable & {
  /** For a review that never began, or failed: it counts for nobody. */
  giveBack: () => Promise<void>;
  /** Notes the thread's time that a check has used. */
  noteCheck: (ms: number) => Promise<void>;
};

type Context = Pick<AppLoadContext, "clientAddress" | "env" | "limits" | "staticChecks">;

/**
 * Admits a review, or throws 429 with the sentence why not. Who may ask for how many of their own is decided after
 * this, by the database.
 */
export async function admitReview(
  { clientAddress, env, limits, staticChecks }: Context,
  user: User,
  source: ReviewSource,
): Promise<Admission> {
  if (source === "static") {
    const seconds =
      (await isUsedUp(limits.checkTime, user.id)) ?? (await isUsedUp(limits.checkTimeOfAddress, clientAddress));
    if (seconds)
      throw tooMany(`You have used all ${MAX_CHECK_SECONDS_AN_HOUR} seconds of checking for this hour.`, seconds);
  }
  const place = source === "static" ? staticChecks.takePlace({ user: user.id, address: clientAddress }) : undefined;
  if (source === "static" && !place) {
    throw failure(
      429,
      "too_many",
      "Several of your checks are still waiting. Please try again when they are done.",
      undefined,
      { "Retry-After": String(CHECK_SLICE_MS / 1_000) },
    );
  }
  const isPaidForGuest = source === "model" && user.guest;
  const seconds = isPaidForGuest ? await refusedFor(limits.guestReviews, clientAddress) : undefined;
  if (seconds) {
    await giveBack(limits.guestReviews, clientAddress);
    const most = env.MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS;
    throw tooMany(`Guests on your network have used all ${most} reviews for this hour.`, seconds);
  }
  let isCounted = isPaidForGuest;
  return {
    async giveBack() {
      if (isCounted) await giveBack(limits.guestReviews, clientAddress);
      isCounted = false;
    },
    async noteCheck(ms) {
      await Promise.all([note(limits.checkTime, user.id, ms), note(limits.checkTimeOfAddress, clientAddress, ms)]);
    },
    [Symbol.dispose]: () => place?.[Symbol.dispose](),
  };
}

/** The database's refusal to begin a review, as an answer. */
export function notBegun(begun: Extract<Begun, { refusal: string }>): Response {
  if (begun.refusal === "running")
    return failure(
      409,
      "review_running",
      "A review of this session is running already. Its findings are for everybody.",
    );
  const { limit, waitSeconds } = begun;
  if (begun.refusal === "too-many") return tooMany(`You have used all ${limit} reviews for this hour.`, waitSeconds);
  return tooMany(`People on this server have used all ${limit} reviews for this hour.`, waitSeconds);
}

const tooMany = (sentence: string, seconds: number) =>
  failure(429, "too_many", `${sentence} The next one is possible in ${Math.ceil(seconds / 60)} min.`, undefined, {
    "Retry-After": String(seconds),
  });
