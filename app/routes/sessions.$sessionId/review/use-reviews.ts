import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import {
  type Finding,
  findingSchema,
  type FindingState,
  reviewSchema,
  severities,
} from "../../../../protocol/entities.ts";
import { ApiError, callApi } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { reviewWords } from "../../../words/review.ts";
import { chooseReview } from "./review-list.ts";
import { type Refusal, useAskForReview, type Wanted } from "./use-ask-for-review.ts";
import { useReviewStore } from "./use-review-store.ts";

const oneAnswer = z.object({ review: reviewSchema, findings: z.array(findingSchema) });
const findingAnswer = z.object({ finding: findingSchema });

/** The reviews of a session, which one of them is shown, and what can be done: everybody sees the same. */
export function useKnownReviews() {
  const [reopened, setReopened] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  // A new one is shown to everybody, even to those who are reading an old one.
  const showCurrent = useCallback(() => {
    setReopened(undefined);
    setRefusal(undefined);
  }, []);
  const { reviews, findings, isRunning, path, refetch, takeFindings } = useReviewStore(showCurrent);
  const { ask: send, isAsking } = useAskForReview(refetch, setRefusal);
  const ask = useCallback(
    (wanted: Wanted) => {
      showCurrent();
      return send(wanted);
    },
    [send, showCurrent],
  );

  const cancel = useCallback(
    async (reviewId: string) => {
      await callApi("POST", `${path}/reviews/${reviewId}/cancel`).catch(
        (error: unknown) => error instanceof ApiError && error.status !== 409 && toast.error(error.message),
      );
    },
    [path],
  );

  const open = useCallback(
    async (reviewId: string) => {
      try {
        await takeFindings(
          async () => (await callApi("GET", `${path}/reviews/${reviewId}`, { answer: oneAnswer })).findings,
        );
        setReopened(reviewId);
      } catch (error) {
        toast.error(error instanceof ApiError ? error.message : reviewWords.cannotOpen);
      }
    },
    [path, takeFindings],
  );

  /** Settles a finding, and returns it as it is stored; undefined, with a notice why, when somebody else was faster. */
  const move = useCallback(
    async (findingId: string, state: FindingState): Promise<Finding | undefined> => {
      try {
        const [stored] = await takeFindings(async () => {
          const body = { state };
          return [(await callApi("PATCH", `${path}/findings/${findingId}`, { body, answer: findingAnswer })).finding];
        });
        return stored;
      } catch (error) {
        toast.error(error instanceof ApiError ? error.message : reviewWords.answerUnreadable);
        return undefined;
      }
    },
    [path, takeFindings],
  );

  const current = chooseReview(reviews, new Set([...findings.values()].map(({ reviewId }) => reviewId)));
  const shownReviews = useRef(current.sources);
  useEffect(() => {
    shownReviews.current = current.sources;
  });

  /** A finding by its id, wherever it is, with its review shown; undefined when it is not there any more. */
  const find = useCallback(
    async (findingId: string): Promise<Finding | undefined> => {
      const finding =
        findings.get(findingId) ??
        (await callApi("GET", `${path}/findings/${findingId}`, { answer: findingAnswer }).catch(() => undefined))
          ?.finding;
      if (!finding) toast(reviewWords.findingGone);
      else if (shownReviews.current.has(finding.reviewId)) setReopened(undefined);
      else await open(finding.reviewId);
      return finding;
    },
    [findings, path, open],
  );

  const old = reviews.find(({ id }) => id === reopened);
  const shown = old ?? current.shown;
  const newer = old ? undefined : current.newer;
  const sources = old ? new Set([old.id]) : current.sources;
  const shownFindings = [...findings.values()]
    .filter(({ reviewId }) => sources.has(reviewId))
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        a.startLine - b.startLine ||
        (a.id < b.id ? -1 : 1),
    );
  return {
    reviews,
    shown,
    newer,
    isRunning,
    findings: shownFindings,
    refusal,
    isAsking,
    ask,
    cancel,
    open,
    move,
    find,
  };
}
