import type { Database } from "../../db/client.ts";
import { isReviewRunning } from "../../db/reviews.ts";

const POLL_MS = 500;

/** Somebody pressed Cancel, on whichever page. */
export class Cancelled extends Error {}

/**
 * Polls the row of a review, since another web process may have been asked to cancel it. The signal is aborted when it
 * does not run any more; disposing ends the polling.
 */
export function watchForCancel(db: Database, id: string): Disposable & { signal: AbortSignal } {
  const cancelled = new AbortController();
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    isReviewRunning(db, id)
      .then(
        (isRunning) => !isRunning && cancelled.abort(new Cancelled()),
        // The next query may succeed.
        () => {},
      )
      .finally(() => (isAsking = false));
  }, POLL_MS);
  return { signal: cancelled.signal, [Symbol.dispose]: () => clearInterval(timer) };
}
