import { MAX_REVIEW_CHARS, MAX_REVIEW_LINES } from "../../protocol/limits.ts";
import { failure } from "../http.ts";
import { reviewRefusalWords } from "../words/review-refusals.ts";
import type { Reviewer } from "./reviewer.ts";
import type { Subject } from "./subject.ts";

/** Throws 422 or 413 with a sentence where a reviewer cannot review a subject. */
export function requireReviewable(subject: Subject, reviewer: Reviewer): void {
  const refusal = reviewer.refusesLanguage(subject.language);
  if (refusal) throw failure(422, "invalid", refusal, { language: refusal });
  const excess = excessOf(reviewer.textOf(subject));
  if (excess) throw failure(413, "too_large", `${excess} ${reviewer.wayOut}`);
  const { noCode } = reviewRefusalWords;
  if (!subject.code.trim()) throw failure(422, "invalid", noCode, { code: noCode });
}

/** The sentence for a text that is over a limit; undefined for one within the limits. */
function excessOf(text: string): string | undefined {
  const { tooManyChars, tooManyLines } = reviewRefusalWords;
  if (text.length > MAX_REVIEW_CHARS) return tooManyChars(text.length, MAX_REVIEW_CHARS, MAX_REVIEW_LINES);
  const lines = text.split("\n", MAX_REVIEW_LINES + 1).length;
  return lines > MAX_REVIEW_LINES ? tooManyLines(MAX_REVIEW_CHARS, MAX_REVIEW_LINES) : undefined;
}
