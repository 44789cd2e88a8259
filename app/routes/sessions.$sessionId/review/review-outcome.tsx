import { LoaderCircle } from "lucide-react";
import type { Review } from "../../../../protocol/entities.ts";
import { shownSummary } from "../../../check-summary.ts";
import { Button } from "../../../ui/button.tsx";
import { reviewWords } from "../../../words/review.ts";
import type { Reviews } from "./review-context.tsx";
import { ReviewersText } from "./reviewers-text.tsx";

type Props = { reviews: Reviews; review: Review; mayEdit: boolean };

/** The state of a review: it runs, it is done, or it has failed, and then it can be tried again. */
export function ReviewOutcome({ reviews, review, mayEdit }: Props) {
  const { state, problem, unplaced, fileId, startLine, endLine, source } = review;
  if (state === "running") {
    return (
      <div className="mt-2 flex items-center justify-between gap-2">
        <p className="flex items-center gap-2 text-ink-9">
          <LoaderCircle size={15} aria-hidden="true" className="animate-spin text-ink-7" /> {reviewWords.reading}
        </p>
        {mayEdit && (
          <Button size="small" onClick={() => void reviews.cancel(review.id)}>
            {reviewWords.cancel}
          </Button>
        )}
      </div>
    );
  }
  if (state === "done") return <ReviewSummary reviews={reviews} review={review} />;
  return (
    <>
      <div className={`mt-2 rounded px-3 py-2 ${state === "failed" ? "bg-red-tint text-red" : "bg-ink-2 text-ink-8"}`}>
        <p>
          {state === "failed" ? (problem ? reviewWords.problems[problem] : reviewWords.failed) : reviewWords.cancelled}
        </p>
        {mayEdit && review.id === reviews.reviews[0]?.id && (
          <Button
            size="small"
            className="mt-2"
            onClick={() =>
              void reviews.ask({
                fileId,
                source,
                ...(startLine !== null && endLine !== null && { startLine, endLine }),
              })
            }
          >
            {reviewWords.tryAgain}
          </Button>
        )}
      </div>
      <Unplaced count={unplaced} />
    </>
  );
}

/** What a review says as a whole, and whether it said more than can be shown. */
export function ReviewSummary({ reviews, review }: Omit<Props, "mayEdit">) {
  const { unplaced, source } = review;
  const nothing = reviews.findings.length === 0 && unplaced === 0 && source === "model" ? reviewWords.nothingFound : "";
  const text = [shownSummary(review), nothing].filter(Boolean).join(" ");
  return (
    <>
      {text && (
        <p dir="auto" className="mt-2 break-words whitespace-pre-wrap text-ink-9">
          <ReviewersText text={text} />
        </p>
      )}
      <Unplaced count={unplaced} />
    </>
  );
}

function Unplaced({ count }: { count: number }) {
  if (count === 0) return null;
  return <p className="mt-2 text-amber">{reviewWords.unplaced(count)}</p>;
}
