import { useEffect, useMemo } from "react";
import type { Finding } from "../../../../protocol/entities.ts";
import { usePane } from "../editor/editor-context.tsx";
import type { Whereabouts } from "./follow-finding.ts";

/** Marks the open findings in the code. */
export function useReviewMarks(
  findings: Finding[],
  whereabouts: ReadonlyMap<string, Whereabouts>,
  selected: string | undefined,
) {
  const pane = usePane();
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
}
