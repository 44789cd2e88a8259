import { reviewWords } from "../../../words/review.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useEnding, useMayEdit } from "../connection/use-access.ts";
import { whyClosed } from "../connection/why-closed.ts";
import { useSelectedLines } from "../editor/editor-context.tsx";
import { useActiveFile, usePathOf } from "../files/files-context.tsx";
import { usePageData } from "../page-data.ts";
import { useFindings, useReviews } from "./review-context.tsx";
import { ReviewPanel } from "./review-panel.tsx";
import { useFindingActions } from "./use-finding-actions.ts";

/** The session's reviews beside the code, with what the rest of the page knows of them. */
export function Review() {
  const { whereabouts, selected } = useFindings();
  return (
    <ReviewPanel
      reviews={useReviews()}
      ai={usePageData().ai}
      file={useActiveFile()}
      selected={useSelectedLines()}
      pathOf={usePathOf()}
      whereabouts={whereabouts}
      selectedFinding={selected}
      mayEdit={useMayEdit()}
      closed={whyClosed(useEnding(), reviewWords.closed)}
      actions={useFindingActions()}
      compare={useCollab()?.tools.diffLines}
    />
  );
}
