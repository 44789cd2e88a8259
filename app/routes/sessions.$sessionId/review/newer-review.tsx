import type { Review } from "../../../../protocol/entities.ts";
import { reviewWords } from "../../../words/review.ts";
import type { Reviews } from "./review-context.tsx";
import { ReviewOutcome } from "./review-outcome.tsx";
import { ReviewTitle } from "./review-title.tsx";

type Props = { reviews: Reviews; review: Review; mayEdit: boolean };

/** A review that has nothing to show yet, or never will: what the review before it found stays below. */
export function NewerReview({ reviews, review, mayEdit }: Props) {
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      <ReviewTitle review={review} />
      <ReviewOutcome reviews={reviews} review={review} mayEdit={mayEdit} />
      <p className="mt-2 text-xs text-ink-7">
        {review.state === "running" ? reviewWords.untilItFinds : reviewWords.previousStays}
      </p>
    </div>
  );
}
