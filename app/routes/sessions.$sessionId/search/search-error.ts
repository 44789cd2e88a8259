/** Why a search has no answer: it took too long, its code did not arrive, or something else is looked for by now. */
export type SearchFailure = "too-slow" | "not-loaded" | "ended";

export class SearchError extends Error {
  readonly failure: SearchFailure;

  constructor(failure: SearchFailure) {
    super(`The search failed: ${failure}.`);
    this.failure = failure;
  }
}
