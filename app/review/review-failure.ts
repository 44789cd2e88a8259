import type { ReviewProblem } from "../../protocol/entities.ts";
import { failure } from "../http.ts";
import { reviewWords } from "../words/review.ts";

/** How long somebody is asked to wait where the provider names no time. */
const RETRY_SECONDS = 30;

const statuses: Record<ReviewProblem, number> = {
  ai_refused: 502,
  ai_too_long: 413,
  ai_cut_off: 502,
  ai_malformed: 502,
  ai_no_credit: 502,
  ai_no_model: 502,
  ai_rejected: 502,
  ai_away: 503,
  ai_busy: 503,
  ai_timeout: 504,
  check_stopped: 413,
  interrupted: 503,
};

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
  const status = statuses[problem];
  const wait = status === 503 ? Math.max(1, Math.ceil(retrySeconds ?? RETRY_SECONDS)) : undefined;
  const headers = wait ? { "Retry-After": String(wait) } : undefined;
  return failure(status, problem, reviewWords.problems[problem], undefined, headers);
}
