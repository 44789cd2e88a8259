/** How many reviews people may still ask a model for. */
import { sql } from "kysely";
import { MAX_GUEST_REVIEWS_AN_HOUR, MAX_REVIEWS_AN_HOUR } from "../protocol/limits.ts";
import type { Database } from "./client.ts";
import type { User } from "./users.ts";

const HOUR_SECONDS = 3_600;

export type ReviewAllowance = {
  limit: number;
  left: number;
  /** Seconds until one more is free; 0 while some are left. */
  waitSeconds: number;
};

const limitOf = (user: Pick<User, "guest">): number => (user.guest ? MAX_GUEST_REVIEWS_AN_HOUR : MAX_REVIEWS_AN_HOUR);

/**
 * Failed reviews are free for the person who asked, but not for whoever pays the provider: together with them there are
 * at most this many times the limit.
 */
const MAX_TRIES_PER_REVIEW = 3;

/**
 * What a user may still ask a model for in this hour. Failed reviews do not count until there are very many; running
 * and cancelled ones do, for they cost.
 */
export const reviewAllowance = (db: Database, user: Pick<User, "id" | "guest">): Promise<ReviewAllowance> =>
  allowanceOf(db, limitOf(user), user.id);

/** What is left of `limit` reviews in this hour: a user's, or where `userId` is left out all users' together. */
export async function allowanceOf(db: Database, limit: number, userId?: string): Promise<ReviewAllowance> {
  let recent = db
    .selectFrom("reviews")
    .select([
      "state",
      sql<number>`greatest(1, ceil(extract(epoch from created_at + interval '1 hour' - clock_timestamp())))::int`.as(
        "wait",
      ),
    ])
    .where("source", "=", "model")
    .where("created_at", ">", sql<Date>`clock_timestamp() - interval '1 hour'`);
  if (userId) recent = recent.where("user_id", "=", userId);
  const tries = await recent
    .orderBy("created_at", "desc")
    .limit(limit * MAX_TRIES_PER_REVIEW)
    .execute();
  if (limit === 0) return { limit, left: 0, waitSeconds: HOUR_SECONDS };
  const counted = tries.filter(({ state }) => state !== "failed").slice(0, limit);
  const left = tries.length < limit * MAX_TRIES_PER_REVIEW ? limit - counted.length : 0;
  const waits = [
    ...(counted.length === limit ? [counted.at(-1)?.wait ?? 0] : []),
    ...(tries.length === limit * MAX_TRIES_PER_REVIEW ? [tries.at(-1)?.wait ?? 0] : []),
  ];
  return { limit, left, waitSeconds: Math.max(0, ...waits) };
}
