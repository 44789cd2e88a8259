import { sql } from "kysely";
import type { Finding, Review, ReviewProblem, ReviewSource } from "../protocol/entities.ts";
import { REVIEW_TIMEOUT_MS } from "../protocol/limits.ts";
import type { Database } from "./client.ts";
import { giveBackFindings, listFindings } from "./findings.ts";
import { allowanceOf, reviewAllowance } from "./review-allowance.ts";
import { shownName } from "./shown-name.ts";
import type { User } from "./users.ts";

/** A running review that is older has lost the web process that worked on it. */
const ABANDONED_SECONDS = REVIEW_TIMEOUT_MS / 1_000 + 15;

export type NewReview = {
  source: ReviewSource;
  /** Null for static checks. */
  model: string | null;
  path: string;
  language: string;
  /** Left out for code that belongs to no session: no event is sent then. */
  session?: { id: string; fileId: string };
  /** Lines from 1, inclusive; left out for the whole file. */
  lines?: { start: number; end: number };
};

const select = (db: Database) =>
  db
    .selectFrom("reviews")
    .innerJoin("users", "users.id", "reviews.user_id")
    .selectAll("reviews")
    .select(shownName("reviews.session_id").as("shown"));
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toReview = (row: Row): Review => ({
  id: row.id,
  sessionId: row.session_id ?? "",
  userId: row.user_id,
  userName: row.shown,
  source: row.source,
  model: row.model,
  fileId: row.file_id ?? "",
  path: row.path,
  language: row.language,
  startLine: row.start_line,
  endLine: row.end_line,
  state: row.state,
  problem: row.problem as ReviewProblem | null,
  summary: row.summary,
  unplaced: row.unplaced,
  tokensUsed: row.tokens,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

export type Begun =
  | { id: string }
  | { refusal: "too-many" | "too-many-of-all"; waitSeconds: number; limit: number }
  | { refusal: "running" };

/**
 * Any number that no other lock of ours has: a transaction that begins a review by a model holds it until the row is
 * written.
 */
const BEGIN_LOCK = 7_215_001;

/**
 * Begins a review, if the session has none running and, of a model's, the user and all users together (`mostOfAll`)
 * have one left in this hour. A lock makes the counts hold when many ask at once, from several web processes; an index
 * does the same for the session.
 */
export async function beginReview(
  db: Database,
  user: Pick<User, "id" | "guest">,
  review: NewReview,
  mostOfAll = Infinity,
): Promise<Begun> {
  return db.transaction().execute(async (trx): Promise<Begun> => {
    if (review.source === "model") await sql`select pg_advisory_xact_lock(${BEGIN_LOCK})`.execute(trx);
    if (review.session) {
      const abandoned = await trx
        .updateTable("reviews")
        .set({ state: "failed", problem: "interrupted", finished_at: sql<Date>`clock_timestamp()` })
        .where("session_id", "=", review.session.id)
        .where("state", "=", "running")
        .where("created_at", "<", sql<Date>`clock_timestamp() - make_interval(secs => ${ABANDONED_SECONDS})`)
        .returning("id")
        .execute();
      for (const { id } of abandoned) await giveBackFindings(trx, id);
    }
    if (review.source === "model") {
      const own = await reviewAllowance(trx, user);
      if (own.left <= 0) return { refusal: "too-many", waitSeconds: own.waitSeconds, limit: own.limit };
      const all = Number.isFinite(mostOfAll) ? await allowanceOf(trx, mostOfAll) : undefined;
      if (all && all.left <= 0) return { refusal: "too-many-of-all", waitSeconds: all.waitSeconds, limit: all.limit };
    }
    const row = await trx
      .insertInto("reviews")
      .values({
        user_id: user.id,
        source: review.source,
        model: review.model,
        path: review.path,
        language: review.language,
        session_id: review.session?.id ?? null,
        file_id: review.session?.fileId ?? null,
        start_line: review.lines?.start ?? null,
        end_line: review.lines?.end ?? null,
      })
      .onConflict((oc) => oc.column("session_id").where("state", "=", "running").doNothing())
      .returning("id")
      .executeTakeFirst();
    return row ?? { refusal: "running" };
  });
}

export type ReviewEnd = {
  state: "done" | "failed" | "cancelled";
  problem?: ReviewProblem;
  summary?: string;
  /** The number of remarks about code that is not there. */
  unplaced?: number;
  inputTokens?: number;
  outputTokens?: number;
  /** As the provider counts them, which may be more than the two others. */
  tokens?: number;
  /** Millionths of a dollar. */
  costMicros?: number;
};

/**
 * Ends a running review. What it cost is kept even where it had already been cancelled. One that is not done gives back
 * the findings that it had taken over. Returns how it ended.
 */
export async function endReview(
  db: Database,
  id: string,
  end: ReviewEnd,
): Promise<"done" | "failed" | "cancelled" | undefined> {
  return db.transaction().execute(async (trx) => {
    const state = await writeEnd(trx, id, end);
    if (state === "failed" || state === "cancelled") await giveBackFindings(trx, id);
    return state;
  });
}

async function writeEnd(
  db: Database,
  id: string,
  end: ReviewEnd,
): Promise<"done" | "failed" | "cancelled" | undefined> {
  const isRunning = sql<boolean>`state = 'running'`;
  const row = await db
    .updateTable("reviews")
    .set({
      state: sql`case when ${isRunning} then ${end.state} else state end`,
      problem: sql`case when ${isRunning} then ${end.problem ?? null} else problem end`,
      summary: sql`case when ${isRunning} then ${end.summary ?? null} else summary end`,
      unplaced: end.unplaced ?? 0,
      finished_at: sql<Date>`coalesce(finished_at, clock_timestamp())`,
      input_tokens: end.inputTokens ?? 0,
      output_tokens: end.outputTokens ?? 0,
      tokens: end.tokens ?? 0,
      cost_micros: end.costMicros === undefined ? null : String(end.costMicros),
    })
    .where("id", "=", id)
    .returning("state")
    .executeTakeFirst();
  return row?.state === "running" ? undefined : row?.state;
}

/**
 * Marks a running review of a session as cancelled, and gives back the findings that it had taken over; the web process
 * that works on it checks for this. False when none such runs.
 */
export async function cancelReview(db: Database, sessionId: string, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("reviews")
      .set({ state: "cancelled", finished_at: sql<Date>`clock_timestamp()` })
      .where("id", "=", id)
      .where("session_id", "=", sessionId)
      .where("state", "=", "running")
      .executeTakeFirst();
    if (numUpdatedRows === 1n) await giveBackFindings(trx, id);
    return numUpdatedRows === 1n;
  });
}

/** Whether a review still runs: false once somebody has cancelled it, or it is gone. */
export async function isReviewRunning(db: Database, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("reviews")
    .select("id")
    .where("id", "=", id)
    .where("state", "=", "running")
    .executeTakeFirst();
  return row !== undefined;
}

/** One review of a session, with the asker's name as it is now. */
export async function findReview(db: Database, sessionId: string, id: string): Promise<Review | undefined> {
  const row = await select(db).where("reviews.id", "=", id).where("session_id", "=", sessionId).executeTakeFirst();
  return row && toReview(row);
}

/**
 * The newest `limit` reviews of a session, the newest first, and behind them the last that is done, however many have
 * failed since. One whose web process died is returned as interrupted.
 */
export async function listReviews(db: Database, sessionId: string, limit = 50): Promise<Review[]> {
  const rows = await select(db)
    .select(
      sql<boolean>`reviews.state = 'running' and reviews.created_at < clock_timestamp() - make_interval(secs => ${ABANDONED_SECONDS})`.as(
        "abandoned",
      ),
    )
    .where("session_id", "=", sessionId)
    .orderBy("reviews.created_at", "desc")
    .limit(limit)
    .execute();
  if (rows.length === limit && !rows.some(({ state }) => state === "done")) {
    const done = await select(db)
      .where("session_id", "=", sessionId)
      .where("reviews.state", "=", "done")
      .orderBy("reviews.created_at", "desc")
      .limit(1)
      .execute();
    rows.push(...done.map((row) => ({ ...row, abandoned: false })));
  }
  return rows.map(({ abandoned, ...row }) => ({
    ...toReview(row),
    ...(abandoned && { state: "failed", problem: "interrupted" }),
  }));
}

/**
 * What may be seen when a session is opened: the findings of its last review that is done, and of unfinished ones
 * since.
 */
export async function listStandingFindings(db: Database, reviews: Pick<Review, "id" | "state">[]): Promise<Finding[]> {
  const done = reviews.findIndex(({ state }) => state === "done");
  const standing = done < 0 ? reviews : reviews.slice(0, done + 1);
  return listFindings(
    db,
    standing.map(({ id }) => id),
  );
}

/** What a user's reviews have cost so far: `costMicros` in millionths of a dollar, of those whose price was known. */
export async function reviewUsage(
  db: Database,
  userId: string,
): Promise<{ reviews: number; tokens: number; costMicros: number }> {
  const row = await db
    .selectFrom("reviews")
    .select([
      sql<number>`count(*)::int`.as("reviews"),
      sql<string>`coalesce(sum(tokens), 0)`.as("tokens"),
      sql<string>`coalesce(sum(cost_micros), 0)`.as("cost"),
    ])
    .where("user_id", "=", userId)
    .where("source", "=", "model")
    .executeTakeFirstOrThrow();
  return { reviews: row.reviews, tokens: Number(row.tokens), costMicros: Number(row.cost) };
}
