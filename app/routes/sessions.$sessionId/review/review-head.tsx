import { useId } from "react";
import type { Review } from "../../../../protocol/entities.ts";
import { useMounted } from "../../../ui/time.tsx";
import { formatDate } from "../../../words/formats.ts";
import { reviewWords } from "../../../words/review.ts";
import type { Reviews } from "./review-context.tsx";
import { ReviewOutcome, ReviewSummary } from "./review-outcome.tsx";
import { ReviewTitle } from "./review-title.tsx";

type Props = {
  reviews: Reviews;
  review: Review;
  mayEdit: boolean;
  /** Why nothing can be reviewed here any more. */
  closed: string | undefined;
};

/** The shown review above its findings, with the way to others. */
export function ReviewHead({ reviews, review, mayEdit, closed }: Props) {
  const others = useId();
  const isMounted = useMounted();
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      {reviews.reviews.length > 1 && !closed && (
        <div className="mb-2 flex items-center gap-2">
          <label htmlFor={others} className="shrink-0 text-xs text-ink-7">
            {reviewWords.shown}
          </label>
          <select
            id={others}
            value={review.id}
            onChange={({ target }) => void reviews.open(target.value)}
            className="select h-7 min-w-0 grow truncate rounded border border-ink-4 ps-2 text-xs text-ink-9 max-md:h-11 max-md:text-lg"
          >
            {reviews.reviews.map((each, nth) => (
              <option key={each.id} value={each.id} translate={nth === 0 ? undefined : "no"}>
                {nth === 0 ? reviewWords.latest(nameOf(each, isMounted)) : nameOf(each, isMounted)}
              </option>
            ))}
          </select>
        </div>
      )}
      <ReviewTitle review={review} />
      {!reviews.newer && <ReviewOutcome reviews={reviews} review={review} mayEdit={mayEdit} />}
      {reviews.newer && review.state === "done" && <ReviewSummary reviews={reviews} review={review} />}
    </div>
  );
}

function nameOf({ path, userName, createdAt }: Review, isMounted: boolean): string {
  const time = formatDate(new Date(createdAt), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    // The server does not know the person's own time zone.
    ...(!isMounted && { timeZone: "UTC" }),
  });
  return `${path} · ${userName} · ${time}`;
}
