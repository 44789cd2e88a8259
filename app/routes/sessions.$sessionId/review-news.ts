import type { Review } from "../../../collab/protocol.ts";

/**
 * Reviews by what is known and what is new, the newest first. One that has ended never runs again, whoever says so: answers
 * and events come in any order.
 */
export function mergeReviews(known: Review[], news: Review[]): Review[] {
  const byId = new Map(known.map((review) => [review.id, review]));
  for (const review of news) {
    const old = byId.get(review.id);
    if (!old || old.state === "running" || review.state !== "running") byId.set(review.id, review);
  }
  return [...byId.values()].sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1));
}

/** Tells old answers from news: what an event said after a question was sent is newer than what the answer says. */
export class Heard {
  private count = 0;
  private readonly last = new Map<string, number>();

  /** An event told of this. */
  note(id: string) {
    this.last.set(id, ++this.count);
  }

  /** Called when a question is sent; what it returns picks from the answer that of which no event has told since. */
  ask(): <T extends { id: string }>(answer: T[]) => T[] {
    const sent = this.count;
    return (answer) => answer.filter(({ id }) => (this.last.get(id) ?? 0) <= sent);
  }
}
