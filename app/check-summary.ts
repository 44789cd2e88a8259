/**
 * What static checks found as a whole. The number is what is stored: whoever reads it may have another language than
 * whoever asked. The web process and the pages import it.
 */
import type { Review } from "../protocol/entities.ts";
import { MAX_FINDINGS } from "../protocol/limits.ts";
import { reviewWords } from "./words/review.ts";

/** In words, where the findings themselves do not say it; empty otherwise. */
export function checkSummary(total: number): string {
  if (total === 0) return reviewWords.rulesFindNothing;
  return total > MAX_FINDINGS ? reviewWords.rulesFind(total, MAX_FINDINGS) : "";
}

/** The summary of a review as it is shown. Earlier static checks have stored a sentence, which stays what it is. */
export function shownSummary({ source, summary }: Pick<Review, "source" | "summary">): string {
  if (!summary) return "";
  return source === "static" && /^\d+$/.test(summary) ? checkSummary(Number(summary)) : summary;
}
