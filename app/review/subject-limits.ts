import { MAX_REVIEW_CHARS, MAX_REVIEW_LINES } from "../../protocol/limits.ts";
import { failure } from "../http.ts";
import type { Reviewer } from "./reviewer.ts";
import type { Subject } from "./subject.ts";

const NO_CODE = "There is no code here to review.";
const number = (count: number) => count.toLocaleString("en");

/** Throws 422 or 413 with a sentence where a reviewer cannot review a subject. */
export function requireReviewable(subject: Subject, reviewer: Reviewer): void {
  const refusal = reviewer.refusesLanguage(subject.language);
  if (refusal) throw failure(422, "invalid", refusal, { language: refusal });
  const excess = excessOf(reviewer.textOf(subject));
  if (excess) {
    const most = `${number(MAX_REVIEW_CHARS)} characters and ${number(MAX_REVIEW_LINES)} lines`;
    throw failure(413, "too_large", `This has ${excess}, and a review takes at most ${most}. ${reviewer.wayOut}`);
  }
  if (!subject.code.trim()) throw failure(422, "invalid", NO_CODE, { code: NO_CODE });
}

/** The size of a text that is over a limit, in words; undefined for a text within the limits. */
function excessOf(text: string): string | undefined {
  if (text.length > MAX_REVIEW_CHARS) return `${number(text.length)} characters`;
  const lines = text.split("\n", MAX_REVIEW_LINES + 1).length;
  return lines > MAX_REVIEW_LINES ? `more than ${number(MAX_REVIEW_LINES)} lines` : undefined;
}
