import type { Review } from "../../../../protocol/entities.ts";
import { Ago } from "../../../ui/time.tsx";
import { reviewWords } from "../../../words/review.ts";

/** What was reviewed, by whom and when. */
export function ReviewTitle({ review }: { review: Review }) {
  const { source, model, path, startLine, endLine } = review;
  return (
    <>
      <h3 className="truncate text-sm">
        <span translate="no">{path}</span>
        {startLine !== null && endLine !== null && (
          <span className="font-normal text-ink-7"> {reviewWords.lines(startLine, endLine)}</span>
        )}
      </h3>
      <p className="text-xs text-ink-7 tabular-nums">
        {source === "static" ? reviewWords.staticChecks : <span translate="no">{model}</span>}
        {" · "}
        <span translate="no">{review.userName}</span>
        {" · "}
        <Ago iso={review.createdAt} />
        {review.tokensUsed > 0 && ` · ${reviewWords.tokens(review.tokensUsed)}`}
      </p>
    </>
  );
}
