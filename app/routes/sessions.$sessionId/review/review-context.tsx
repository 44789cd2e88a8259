import { type ReactNode, useMemo, useState } from "react";
import type { Finding } from "../../../../protocol/entities.ts";
import { createRequiredContext } from "../required-context.ts";
import { stateOf } from "./finding-card.tsx";
import type { Whereabouts } from "./follow-finding.ts";
import { useKnownReviews } from "./use-reviews.ts";
import { useReviewMarks } from "./use-review-marks.ts";
import { useWhereabouts } from "./use-whereabouts.ts";

export type Reviews = ReturnType<typeof useKnownReviews>;
const [ReviewsProvider, useReviewsValue] = createRequiredContext<Reviews>("ReviewProvider");

type Findings = {
  /** The id of the one whose card is open. */
  selected: string | undefined;
  setSelected: (findingId: string | undefined) => void;
  /** Where each of the shown findings is now. */
  whereabouts: ReadonlyMap<string, Whereabouts>;
  /** How many of them are still open. */
  openCount: number;
};
const [FindingsProvider, useFindingsValue] = createRequiredContext<Findings>("ReviewProvider");

/** The reviews of the session: which is shown, what it found, and how to ask for one. */
export const useReviews = (): Reviews => useReviewsValue();

/** How the findings of the shown review stand in the text as it is now, and which of them is selected. */
export const useFindings = (): Findings => useFindingsValue();

/** Nobody has applied or dismissed it. */
export const isOpenFinding = (finding: Finding, where: Whereabouts | undefined): boolean =>
  ["open", "changed"].includes(stateOf(finding, where));

/** Knows the session's reviews, and keeps their marks in the code. */
export function ReviewProvider({ children }: { children: ReactNode }) {
  const reviews = useKnownReviews();
  const { findings } = reviews;
  const [selected, setSelected] = useState<string>();
  const whereabouts = useWhereabouts(findings);
  useReviewMarks(findings, whereabouts, selected);
  const openCount = findings.filter((finding) => isOpenFinding(finding, whereabouts.get(finding.id))).length;
  const value = useMemo(() => ({ selected, setSelected, whereabouts, openCount }), [selected, whereabouts, openCount]);
  return (
    <ReviewsProvider value={reviews}>
      <FindingsProvider value={value}>{children}</FindingsProvider>
    </ReviewsProvider>
  );
}
