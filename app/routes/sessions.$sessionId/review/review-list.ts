import type { Review } from "../../../../protocol/entities.ts";

/**
 * Reviews that are known with those that came in, the newest first. One that has ended never runs again, whoever says
 * so: answers and events come in any order.
 */
export function mergeReviews(known: Review[], incoming: Review[]): Review[] {
  const byId = new Map(known.map((review) => [review.id, review]));
  for (const review of incoming) {
    const old = byId.get(review.id);
    if (!old || old.state === "running" || review.state !== "running") byId.set(review.id, review);
  }
  return [...byId.values()].sort((a, b) =>
    a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
  );
}

/** What of a session's reviews is on the page. */
type ChosenReview = {
  /** Whose findings and summary are shown. */
  shown: Review | undefined;
  /** A newer one that has nothing to show: that it runs, failed or was cancelled is said above. */
  newer: Review | undefined;
  /** The reviews whose findings are shown. */
  sources: ReadonlySet<string>;
};

/**
 * Of reviews, the newest first, the one that is shown: the last that has something to show. One that fails or is
 * cancelled takes nothing away: what the last good one found stays, together with what unfinished reviews have found
 * since. `found` has the reviews that have findings.
 */
export function chooseReview(reviews: Review[], found: ReadonlySet<string>): ChosenReview {
  const [latest] = reviews;
  if (!latest || latest.state === "done" || (latest.state === "running" && found.has(latest.id))) {
    return { shown: latest, newer: undefined, sources: new Set(latest && [latest.id]) };
  }
  const good = reviews.findIndex(({ state }) => state === "done");
  const since = good < 0 ? reviews : reviews.slice(0, good + 1);
  const shown = reviews[good] ?? since.find(({ id }) => found.has(id)) ?? latest;
  return { shown, newer: shown === latest ? undefined : latest, sources: new Set(since.map(({ id }) => id)) };
}

/** What an event brought after a request was sent is newer than the answer to that request. */
export class EventOrder {
  private count = 0;
  private readonly last = new Map<string, number>();

  /** To be called with what an event brought. */
  received(id: string) {
    this.last.set(id, ++this.count);
  }

  /** To be called when a request is sent: what it returns picks from the answer what no event has brought since. */
  request(): <T extends { id: string }>(answer: T[]) => T[] {
    const sent = this.count;
    return (answer) => answer.filter(({ id }) => (this.last.get(id) ?? 0) <= sent);
  }
}
