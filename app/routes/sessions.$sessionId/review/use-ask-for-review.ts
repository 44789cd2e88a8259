import { useCallback, useState } from "react";
import { type ReviewSource, reviewProblems } from "../../../../protocol/entities.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { reviewWords } from "../../../words/review.ts";
import type { Collab } from "../connection/collab.client.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { isAtRisk } from "../connection/save-label.tsx";
import { usePageData } from "../page-data.ts";

/** How long a question waits for the last edits to be stored: the server reads what is stored. */
const SAVE_MS = 2_000;

export type Wanted = { fileId: string; startLine?: number; endLine?: number; source: ReviewSource };
/** Why a review did not even begin. */
export type Refusal = { code: string; message: string };

/** Asks for a review. `refetch` brings what events have not; `onRefused` says why a review did not even begin. */
export function useAskForReview(refetch: () => Promise<void>, onRefused: (refusal: Refusal) => void) {
  const collab = useCollab();
  const sessionId = usePageData().session.id;
  const [isAsking, setIsAsking] = useState(false);
  const ask = useCallback(
    async (wanted: Wanted) => {
      setIsAsking(true);
      try {
        await whenSaved(collab);
        await callApi("POST", "/api/ai/review", { body: { sessionId, ...wanted } });
      } catch (error) {
        const { code, message } =
          error instanceof ApiError ? error : { code: "internal", message: reviewWords.notAsked };
        if (!hasBegun(code)) onRefused({ code, message });
      } finally {
        setIsAsking(false);
        // The events have brought this already, unless the socket is away.
        refetch().catch(() => {});
      }
    },
    [collab, sessionId, refetch, onRefused],
  );
  return { ask, isAsking };
}

/** What goes wrong after a review has begun is part of the review, and shown to everybody. */
const hasBegun = (code: string) => code === "review_cancelled" || reviewProblems.some((problem) => problem === code);

function whenSaved(collab: Collab | undefined): Promise<void> {
  const isSaved = () => !collab || !isAtRisk(collab.state.save);
  if (isSaved()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop?.();
      resolve();
    };
    const timer = setTimeout(done, SAVE_MS);
    const stop = collab?.subscribe(() => isSaved() && done());
  });
}
