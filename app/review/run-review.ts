/** One review from the request to the stored findings. What is stored, the bus announces to everybody. */
import type { AppLoadContext } from "@remix-run/node";
import type { ReviewProblem, ReviewSource } from "../../protocol/entities.ts";
import { beginReview, endReview, type ReviewEnd } from "../../db/reviews.ts";
import type { User } from "../../db/users.ts";
import { failure } from "../http.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import { type Admission, notBegun } from "./admission.ts";
import { FindingCollector, storeInSession, storeNothing, type Suggestion } from "./collect-findings.ts";
import { eslintReviewer } from "./eslint-reviewer.ts";
import { listEarlier } from "./match-findings.ts";
import { modelReviewer } from "./model-reviewer.ts";
import { failedReview, ReviewFailure } from "./review-failure.ts";
import type { Reviewer } from "./reviewer.ts";
import { findSubject, type Subject, type SubjectRequest } from "./subject.ts";
import { requireReviewable } from "./subject-limits.ts";
import { Cancelled, watchForCancel } from "./watch-for-cancel.ts";

export type ReviewAnswer = { suggestions: Suggestion[]; summary: string; unplaced: number; tokensUsed: number };

/** A review that has been let through all limits: `run` does it. */
export type ReadyReview = { run: (onSuggestion: (suggestion: Suggestion) => void) => Promise<ReviewAnswer> };

export type WantedReview = { user: User; subject: SubjectRequest; source: ReviewSource; signal: AbortSignal };

/** What the process has, and where the request came from. */
export type ReviewContext = Pick<
  AppLoadContext,
  "clientAddress" | "db" | "env" | "limits" | "log" | "metrics" | "model" | "staticChecks" | "stopping"
>;

/** A review that has begun. `signal` is aborted when whoever asked for it hangs up. */
type BegunReview = { id: string; subject: Subject; reviewer: Reviewer; admission: Admission; signal: AbortSignal };

const reviewers: Record<ReviewSource, (context: ReviewContext, user: User) => Reviewer> = {
  model: modelReviewer,
  static: eslintReviewer,
};

/**
 * Checks that a review may be made and begins it; throws the refusal otherwise (404, 409, 413, 422, 429, 503). Access
 * has been checked before. Whoever asks about code of their own and hangs up cancels (`signal`); a session's review is
 * everybody's and goes on.
 */
export async function prepareReview(
  context: ReviewContext,
  { user, subject: asked, source, signal }: WantedReview,
): Promise<ReadyReview> {
  const reviewer = reviewers[source](context, user);
  const subject = await findSubject(context.db, asked);
  let admission: Admission | undefined;
  try {
    requireReviewable(subject, reviewer);
    admission = await reviewer.admit();
    const id = await begin(context, user, subject, reviewer);
    const review = { id, subject, reviewer, admission, signal };
    return { run: (onSuggestion) => run(context, review, onSuggestion) };
  } catch (error) {
    subject[Symbol.dispose]();
    admission?.[Symbol.dispose]();
    await admission?.refund();
    throw error;
  }
}

async function begin({ db, env }: ReviewContext, user: User, subject: Subject, reviewer: Reviewer): Promise<string> {
  const { path, language, stored, startLine, endLine } = subject;
  const begun = await beginReview(
    db,
    user,
    {
      source: reviewer.source,
      model: reviewer.modelName,
      path,
      language,
      session: stored && { id: stored.sessionId, fileId: stored.fileId },
      lines: subject.isSelection ? { start: startLine, end: endLine } : undefined,
    },
    env.MAX_REVIEWS_AN_HOUR_A_SERVER,
  );
  if ("refusal" in begun) throw notBegun(begun);
  return begun.id;
}

async function run(
  context: ReviewContext,
  review: BegunReview,
  onSuggestion: (suggestion: Suggestion) => void,
): Promise<ReviewAnswer> {
  const { db, metrics, stopping } = context;
  const { id, subject, reviewer, admission, signal } = review;
  const watch = subject.stored && watchForCancel(db, id);
  const cancelled = watch?.signal ?? signal;
  const stop = AbortSignal.any([cancelled, stopping]);
  const found = new FindingCollector(subject, onSuggestion);
  const costs = () => ({ ...reviewer.spent(), unplaced: found.unplaced });
  try {
    const { stored } = subject;
    const earlier = stored ? await listEarlier(db, subject, stored) : [];
    const store = stored ? storeInSession(db, id, stored, { earlier, reviewer }) : storeNothing;
    const { summary, storedSummary, unreadable } = await reviewer.review(subject, earlier, {
      signal: stop,
      onFinding: async (finding) => {
        stop.throwIfAborted();
        await found.take(finding, store);
      },
    });
    found.unplaced += unreadable;
    const ended = await endReview(db, id, { state: "done", summary: storedSummary ?? summary, ...costs() });
    if (ended !== "done") throw new Cancelled();
    metrics.reviews.inc({ source: reviewer.source, outcome: "done" });
    return { suggestions: found.bySeverity(), summary, unplaced: found.unplaced, tokensUsed: reviewer.spent().tokens };
  } catch (caught) {
    const error = found.storeError ?? caught;
    if (cancelled.aborted || error instanceof Cancelled) throw await endCancelled(context, review, costs());
    throw await endFailed(context, review, costs(), error);
  } finally {
    watch?.[Symbol.dispose]();
    subject[Symbol.dispose]();
    admission[Symbol.dispose]();
    metrics.tokens.inc(reviewer.spent().tokens);
  }
}

type Costs = Omit<ReviewEnd, "state" | "problem" | "summary">;

/** Ends a cancelled review; returns the answer for whoever asked for it. */
async function endCancelled({ db, metrics }: ReviewContext, { id, reviewer }: BegunReview, costs: Costs) {
  metrics.reviews.inc({ source: reviewer.source, outcome: "cancelled" });
  await endReview(db, id, { state: "cancelled", ...costs });
  return failure(409, "review_cancelled", reviewRefusalWords.cancelled);
}

/** Ends a failed review, which counts for nobody; returns the answer for whoever asked for it, or the error. */
async function endFailed(
  { db, log, metrics }: ReviewContext,
  { id, reviewer, admission }: BegunReview,
  costs: Costs,
  error: unknown,
): Promise<unknown> {
  const problem: ReviewProblem = error instanceof ReviewFailure ? error.problem : "interrupted";
  metrics.reviews.inc({ source: reviewer.source, outcome: problem });
  await admission.refund();
  await endReview(db, id, { state: "failed", problem, ...costs });
  if (!(error instanceof ReviewFailure)) return error;
  // Not the message: of an answer that does not parse it quotes a piece, and that may be code.
  log.warn(
    { problem, cause: error.cause instanceof Error ? error.cause.constructor.name : undefined },
    "review failed",
  );
  return failedReview(error);
}
