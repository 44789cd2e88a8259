/** The findings of one review as they come in: put where they belong, stored, and handed on. */
import { type Finding, severities } from "../../protocol/entities.ts";
import { MAX_FINDINGS } from "../../protocol/limits.ts";
import type { Database } from "../../db/client.ts";
import { addFinding, repeatFinding } from "../../db/findings.ts";
import { isReviewRunning } from "../../db/reviews.ts";
import { type Shown, shown } from "./find-quote.ts";
import { type EarlierFinding, isSameFinding } from "./match-findings.ts";
import { readFinding } from "./model-finding.ts";
import { placeFinding, type PlacedFinding } from "./place-finding.ts";
import type { Reviewer } from "./reviewer.ts";
import type { StoredFile, Subject } from "./subject.ts";
import { Cancelled } from "./watch-for-cancel.ts";

/** A finding as the API answers it; its id is there where it is stored. */
export type Suggestion = PlacedFinding & { id?: string };

/** Stores a finding; undefined for one that is not to be shown. */
type Store = (finding: PlacedFinding) => Promise<Suggestion | undefined>;

/** Nothing is stored for code that belongs to no session. */
export const storeNothing: Store = (finding) => Promise.resolve(finding);

/**
 * Stores the findings of a session's review; what an earlier review has found too is taken over from it. One that
 * somebody has applied while this review was running is not shown. Throws `Cancelled` when the review does not run any
 * more.
 */
export function storeInSession(
  db: Database,
  reviewId: string,
  { sessionId, fileId, file }: StoredFile,
  { earlier, reviewer }: { earlier: EarlierFinding[]; reviewer: Pick<Reviewer, "matchEarlier"> },
): Store {
  /** Each earlier finding until it has been found again. */
  let left = earlier;
  return async (placed) => {
    const finding = { ...placed, anchor: file.anchorLines(placed.startLine, placed.endLine) };
    const match = reviewer.matchEarlier(left, placed);
    left = left.filter((each) => each !== match);
    const stored = match
      ? await repeatFinding(db, { id: reviewId, sessionId }, match.finding.id, finding)
      : await addFinding(db, { id: reviewId, sessionId, fileId }, finding);
    if (!stored && !(await isReviewRunning(db, reviewId))) throw new Cancelled();
    return stored && toSuggestion(stored);
  };
}

export class FindingCollector {
  /** Findings that are about other code, or cannot be stored: nobody sees them. */
  unplaced = 0;
  /** Why a finding could not be stored: our own failure, whatever a reviewer makes of the exception. */
  storeError: unknown;
  private readonly suggestions: Suggestion[] = [];
  private readonly lines: string[];
  private readonly code: Shown;
  private readonly onSuggestion: (suggestion: Suggestion) => void;

  constructor({ lines, startLine }: Subject, onSuggestion: (suggestion: Suggestion) => void) {
    this.lines = lines;
    this.code = shown(lines, startLine);
    this.onSuggestion = onSuggestion;
  }

  /** Takes a finding as a reviewer words it, and stores it. */
  async take(raw: unknown, store: Store): Promise<void> {
    const said = readFinding(raw);
    if (!said || this.suggestions.length >= MAX_FINDINGS) return;
    const placed = placeFinding(this.lines, this.code, said);
    if (!placed) return void this.unplaced++;
    if (this.suggestions.some((other) => isSameFinding(other, placed))) return;
    const suggestion = await store(placed).catch((error: unknown) => {
      this.storeError = error;
      throw error;
    });
    if (!suggestion) return;
    this.suggestions.push(suggestion);
    this.onSuggestion(suggestion);
  }

  bySeverity(): Suggestion[] {
    return [...this.suggestions].sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.startLine - b.startLine,
    );
  }
}

const toSuggestion = ({
  id,
  severity,
  title,
  message,
  startLine,
  endLine,
  quote,
  replacement,
}: Finding): Suggestion => ({ id, severity, title, message, startLine, endLine, quote, replacement });
