import { useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import type { Finding } from "../../../../protocol/entities.ts";
import type { Collab } from "../connection/collab.client.ts";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { placeWords, stateOf } from "./finding-card.tsx";
import { followFindings } from "./follow-finding.ts";
import { findingLink, mentionOf } from "../chat/finding-link.ts";
import type { FindingActions } from "./review-panel.tsx";
import type { useReviews } from "./use-reviews.ts";
import { useWhereabouts } from "./use-whereabouts.ts";

type Options = {
  reviews: ReturnType<typeof useReviews>;
  collab: Collab | undefined;
  ready: boolean;
  /** Nothing can be reviewed here any more. */
  isOver: boolean;
  pane: EditorPane | undefined;
  sessionId: string;
  pathOf: (fileId: string) => string | undefined;
  /** The panel is to be seen. */
  onShow: () => void;
  /** The code is to be seen: on a phone the panel lies over it. */
  onReveal: () => void;
  onDiscuss: (text: string) => void;
};

/** A review on the page: its marks in the code, the finding that is selected, and what is done with one. */
export function useReviewDesk({
  reviews,
  collab,
  ready,
  isOver,
  pane,
  sessionId,
  pathOf,
  onShow,
  onReveal,
  onDiscuss,
}: Options) {
  const { findings, shown, move, find } = reviews;
  const [selected, setSelected] = useState<string>();
  const whereabouts = useWhereabouts(collab, ready, findings);

  const marks = useMemo(
    () =>
      findings.flatMap((finding) => {
        const where = whereabouts.get(finding.id);
        if (finding.state !== "open" || !where || where.state === "gone") return [];
        const { id, fileId, severity, title, message } = finding;
        return [
          {
            id,
            fileId,
            severity,
            title,
            message,
            startLine: where.startLine,
            endLine: where.endLine,
            isChanged: where.state === "changed",
            isSelected: id === selected,
          },
        ];
      }),
    [findings, whereabouts, selected],
  );
  const key = JSON.stringify(marks);
  useEffect(() => {
    pane?.setMarks(marks);
    // The list is made anew with each rendering.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pane, key]);

  function reveal(finding: Finding) {
    const where = collab && followFindings(collab.ydoc, [finding]).get(finding.id);
    if (where && where.state !== "gone")
      pane?.revealLines({ fileId: finding.fileId, startLine: where.startLine, endLine: where.endLine });
  }

  const actions: FindingActions = {
    onSelect(finding) {
      const isOpening = selected !== finding.id;
      setSelected(isOpening ? finding.id : undefined);
      if (isOpening) reveal(finding);
    },
    onShowCode(finding) {
      reveal(finding);
      onReveal();
    },
    /** The claim first: of two who press at once, on whichever node, one makes the edit. */
    async onApply(finding) {
      const { id } = finding;
      if (!collab || !pane || finding.replacement === null) return;
      // As it is stored: a later review may have renewed it since it was shown.
      const claimed = await move(id, "applied");
      if (!claimed) return;
      const { fileId, replacement } = claimed;
      const where = followFindings(collab.ydoc, [claimed]).get(id);
      const isDone =
        replacement !== null &&
        where?.state === "same" &&
        pane.replaceLines({ fileId, startLine: where.startLine, endLine: where.endLine }, replacement);
      if (isDone) {
        pane.revealLines({ fileId, startLine: where.startLine, endLine: where.startLine });
        onReveal();
        return;
      }
      await move(id, "open");
      toast.error("The code changed in that moment, so nothing was applied.");
    },
    onDismiss: (finding) => void move(finding.id, "dismissed"),
    onReopen: (finding) => void move(finding.id, "open"),
    onDiscuss(finding) {
      const place = placeWords(finding, pathOf(finding.fileId) ?? shown?.path ?? "", whereabouts.get(finding.id));
      onDiscuss(mentionOf(finding.title, place, findingLink(location.origin, sessionId, finding.id)));
    },
  };

  /** Shows a finding that somebody points to, in whichever review it is. */
  async function show(findingId: string) {
    const finding = await find(findingId);
    if (!finding) return;
    setSelected(findingId);
    onShow();
    reveal(finding);
  }

  const latest = useRef({ show, onShow });
  useEffect(() => {
    latest.current = { show, onShow };
  });
  useEffect(() => {
    if (isOver) return;
    const command = pane?.addCommand({ id: "review", label: "Review the code", run: () => latest.current.onShow() });
    return () => command?.dispose();
  }, [pane, isOver]);
  useEffect(() => {
    const [, id] = /^#finding=([\da-f-]{36})$/.exec(location.hash) ?? [];
    if (id && pane && ready) void latest.current.show(id);
  }, [pane, ready]);

  const openCount = findings.filter((finding) =>
    ["open", "changed"].includes(stateOf(finding, whereabouts.get(finding.id))),
  ).length;
  return { selected, setSelected, whereabouts, actions, show, openCount };
}
