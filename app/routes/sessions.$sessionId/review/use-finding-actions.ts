import { useCallback } from "react";
import type { Finding } from "../../../../protocol/entities.ts";
import { toast } from "../../../ui/toast.ts";
import { reviewWords } from "../../../words/review.ts";
import { useChat } from "../chat/chat-context.tsx";
import { findingLink, mentionOf } from "../chat/finding-link.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { usePathOf } from "../files/files-context.tsx";
import { useIsPhone, usePanel } from "../layout-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useFindings, useReviews } from "./review-context.tsx";
import { type FindingActions, placeOf } from "./finding-card.tsx";

/** What can be done with a finding of the shown review. */
export function useFindingActions(): FindingActions {
  const { move, shown } = useReviews();
  const { selected, setSelected, whereabouts } = useFindings();
  const collab = useCollab();
  const pane = usePane();
  const pathOf = usePathOf();
  const { propose } = useChat();
  const sessionId = useSession().id;
  const reveal = useRevealFinding();
  const uncoverCode = useUncoverCode();

  return {
    onSelect(finding) {
      const isOpening = selected !== finding.id;
      setSelected(isOpening ? finding.id : undefined);
      if (isOpening) reveal(finding);
    },
    onShowCode(finding) {
      reveal(finding);
      uncoverCode();
    },
    /** The claim first: of two who press at once, on whichever node, one makes the edit. */
    async onApply(finding) {
      const { id } = finding;
      if (!collab || !pane || finding.replacement === null) return;
      // As it is stored: a later review may have renewed it since it was shown.
      const claimed = await move(id, "applied");
      if (!claimed) return;
      const { fileId, replacement } = claimed;
      const where = collab.tools.followFindings(collab.ydoc, [claimed]).get(id);
      const isDone =
        replacement !== null &&
        where?.state === "same" &&
        pane.edits.replaceLines({ fileId, startLine: where.startLine, endLine: where.endLine }, replacement);
      if (isDone) {
        pane.revealLines({ fileId, startLine: where.startLine, endLine: where.startLine });
        uncoverCode();
        return;
      }
      await move(id, "open");
      toast.error(reviewWords.changedInThatMoment);
    },
    onDismiss: (finding) => void move(finding.id, "dismissed"),
    onReopen: (finding) => void move(finding.id, "open"),
    onDiscuss(finding) {
      const place = placeOf(finding, pathOf(finding.fileId) ?? shown?.path ?? "", whereabouts.get(finding.id));
      propose(mentionOf(finding.title, place, findingLink(location.origin, sessionId, finding.id)));
    },
  };
}

/** Shows a finding that somebody points to by its id, in whichever review it is. */
export function useShowFinding(): (findingId: string) => Promise<void> {
  const { find } = useReviews();
  const { setSelected } = useFindings();
  const { setPanel } = usePanel();
  const reveal = useRevealFinding();
  return async (findingId) => {
    const finding = await find(findingId);
    if (!finding) return;
    setSelected(findingId);
    setPanel("review");
    reveal(finding);
  };
}

/** Scrolls the editor to where a finding is now. */
function useRevealFinding(): (finding: Finding) => void {
  const collab = useCollab();
  const pane = usePane();
  return useCallback(
    (finding) => {
      const where = collab?.tools.followFindings(collab.ydoc, [finding]).get(finding.id);
      if (where && where.state !== "gone")
        pane?.revealLines({ fileId: finding.fileId, startLine: where.startLine, endLine: where.endLine });
    },
    [collab, pane],
  );
}

/** On a phone the panel lies over the code. */
function useUncoverCode(): () => void {
  const isPhone = useIsPhone();
  const { setPanel } = usePanel();
  return () => isPhone && setPanel(undefined);
}
