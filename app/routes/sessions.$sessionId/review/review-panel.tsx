import { reviewWords } from "../../../words/review.ts";
import { type AskProps, AskForReview } from "./ask-for-review.tsx";
import type { diffLines } from "../editor/line-diff.ts";
import { type FindingActions, FindingCard } from "./finding-card.tsx";
import type { Whereabouts } from "./follow-finding.ts";
import { NewerReview } from "./newer-review.tsx";
import { ReviewHead } from "./review-head.tsx";

type Props = AskProps & {
  pathOf: (fileId: string) => string | undefined;
  whereabouts: ReadonlyMap<string, Whereabouts>;
  selectedFinding: string | undefined;
  mayEdit: boolean;
  /** Why nothing can be reviewed or settled here any more. */
  closed: string | undefined;
  actions: FindingActions;
  /** Compares two texts; undefined until it is loaded. */
  compare: typeof diffLines | undefined;
};

/** The reviews of a session, for those who ask for one and for those who read. */
export function ReviewPanel({
  reviews,
  ai,
  file,
  selected,
  pathOf,
  whereabouts,
  selectedFinding,
  mayEdit,
  closed,
  actions,
  compare,
}: Props) {
  const { shown, newer, findings } = reviews;
  return (
    <div className="min-h-0 grow overflow-y-auto overscroll-contain">
      {mayEdit ? (
        <AskForReview reviews={reviews} ai={ai} file={file} selected={selected} />
      ) : (
        <p className="border-b border-ink-3 px-4 py-3 text-ink-7">{closed ?? reviewWords.forEditors}</p>
      )}
      {newer && <NewerReview reviews={reviews} review={newer} mayEdit={mayEdit} />}
      {shown ? (
        <>
          <ReviewHead reviews={reviews} review={shown} mayEdit={mayEdit} closed={closed} />
          <ul aria-label={reviewWords.findings}>
            {findings.map((finding) => (
              <FindingCard
                key={finding.id}
                finding={finding}
                path={pathOf(finding.fileId) ?? shown.path}
                where={whereabouts.get(finding.id)}
                isSelected={finding.id === selectedFinding}
                mayEdit={mayEdit}
                mayDiscuss={!closed}
                actions={actions}
                compare={compare}
              />
            ))}
          </ul>
        </>
      ) : (
        <p className="px-6 pt-8 text-center text-ink-7">
          {reviewWords.noReview}
          <br />
          {reviewWords.findingsAreMarked}
        </p>
      )}
    </div>
  );
}
