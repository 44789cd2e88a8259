import type { Review } from "../../../../protocol/entities.ts";
import { Ago } from "../../../ui/time.tsx";
import { lineWords } from "./line-words.ts";

/** What was reviewed, by whom and when. */
export function ReviewTitle({ review }: { review: Review }) {
  const { source, model, path, startLine, endLine } = review;
  return (
    <>
      <h3 className="truncate text-sm">
        {path}
        {startLine !== null && endLine !== null && (
          <span className="font-normal text-ink-7"> {lineWords(startLine, endLine)}</span>
        )}
      </h3>
      <p className="text-xs text-ink-7 tabular-nums">
        {source === "static" ? "Static checks (ESLint)" : model} · {review.userName} · <Ago iso={review.createdAt} />
        {review.tokensUsed > 0 && ` · ${review.tokensUsed.toLocaleString("en")} tokens`}
      </p>
    </>
  );
}
