import type { ReviewProblem } from "../../protocol/entities.ts";
import { failure } from "../http.ts";
import { reviewProblemTexts } from "../review-problems.ts";

/** How long somebody is asked to wait where the provider names no time. */
const RETRY_SECONDS = 30;

/** A review that failed, for a reason that people are shown. */
export class ReviewFailure extends Error {
  override readonly name = "ReviewFailure";
  readonly problem: ReviewProblem;
  /** When the provider wants to be asked again. */
  readonly retrySeconds: number | undefined;
  constructor(problem: ReviewProblem, { retrySeconds, cause }: { retrySeconds?: number; cause?: unknown } = {}) {
    super(problem, { cause });
    this.problem = problem;
    this.retrySeconds = retrySeconds;
  }
}

/** The failure as the API answers it. */
export function failedReview({ problem, retrySeconds }: ReviewFailure): Response {
  const { status, text } = reviewProblemTexts[problem];
  const wait = status === 503 ? Math.max(1, Math.ceil(retrySeconds ?? RETRY_SECONDS)) : undefined;
  return failure(status, problem, text, undefined, wait ? { "Retry-After": String(wait) } : undefined);
}
