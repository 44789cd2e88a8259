import type { ReviewSource } from "../../protocol/entities.ts";
import type { Admission } from "./admission.ts";
import type { Usage } from "./completion-reader.ts";
import type { EarlierFinding, MatchEarlier } from "./match-findings.ts";
import type { Subject } from "./subject.ts";

export type ReviewListeners = {
  /** Aborted when the review is cancelled, or the process stops. */
  signal: AbortSignal;
  /** Called with each finding as the reviewer words it, and awaited. */
  onFinding: (finding: unknown) => Promise<void>;
};

export type Reviewed = {
  /** For whoever asked. */
  summary: string;
  /** What is stored in its place, where it is put into words for each reader. */
  storedSummary?: string;
  /** Findings that were there and could not be read. */
  unreadable: number;
};

/** `costMicros` is in millionths of a dollar; undefined where there is no price. */
export type Spent = Usage & { costMicros: number | undefined };

/**
 * Who reviews: a model (`model-reviewer.ts`), or ESLint (`eslint-reviewer.ts`). Each review has one of its own. What
 * both have in common is in `run-review.ts`.
 */
export type Reviewer = {
  source: ReviewSource;
  /** Null where no model is asked. */
  modelName: string | null;
  /** The sentence for a language that it cannot review; undefined where it can. */
  refusesLanguage: (language: string) => string | undefined;
  /** What it reads of a subject: this is measured against the limits. */
  textOf: (subject: Subject) => string;
  /** What to do about a text beyond the limits: the last sentence of the refusal. */
  wayOut: string;
  /** Counts the review against what its asker may use, or throws 429 with the sentence why not. */
  admit: () => Promise<Admission>;
  /** Reviews a subject; throws a `ReviewFailure`, a refusal, or the signal's reason. */
  review: (subject: Subject, earlier: EarlierFinding[], listeners: ReviewListeners) => Promise<Reviewed>;
  /** What the review has used so far, however it ends. */
  spent: () => Spent;
  /** Which earlier finding says the same as a new one. */
  matchEarlier: MatchEarlier;
};
