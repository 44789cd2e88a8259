import { useCallback, useEffect, useState } from "react";
import { z } from "../../../../protocol/zod.ts";
import { type Finding, findingSchema, type Review, reviewSchema } from "../../../../protocol/entities.ts";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { REVIEW_TIMEOUT_MS } from "../../../../protocol/limits.ts";
import { callApi } from "../../../call-api.ts";
import { toast } from "../../../ui/toast.ts";
import { reviewWords } from "../../../words/review.ts";
import { useServerEvents } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { EventOrder, mergeReviews } from "./review-list.ts";

const listAnswer = z.object({ reviews: z.array(reviewSchema), findings: z.array(findingSchema) });

/**
 * A review that runs for longer has lost its server, and no event about it will come; the API knows. One second is for
 * differences between clocks.
 */
const ABANDONED_MS = REVIEW_TIMEOUT_MS + 16_000;

/**
 * The session's reviews, the newest first, and those of their findings that this page knows, as the server's events
 * keep them. `onBegin` is called when anybody begins a review; it must not change.
 */
export function useReviewStore(onBegin: () => void) {
  const initial = usePageData();
  const userId = useUser().id;
  const [reviews, setReviews] = useState<Review[]>(initial.reviews);
  const [findings, setFindings] = useState<ReadonlyMap<string, Finding>>(
    () => new Map(initial.findings.map((finding) => [finding.id, finding])),
  );
  const [eventOrder] = useState(() => new EventOrder());
  const path = `/api/sessions/${initial.session.id}`;

  const addFindings = useCallback(
    (incoming: Finding[]) =>
      setFindings((known) => new Map([...known, ...incoming.map((finding) => [finding.id, finding] as const)])),
    [],
  );

  const refetch = useCallback(async () => {
    const pick = eventOrder.request();
    const page = await callApi("GET", `${path}/reviews`, { answer: listAnswer });
    addFindings(pick(page.findings));
    setReviews((known) => mergeReviews(known, pick(page.reviews)));
  }, [path, addFindings, eventOrder]);

  /** Takes and returns the findings of an answer; those of which an event has come meanwhile stay as that said. */
  const takeFindings = useCallback(
    async (request: () => Promise<Finding[]>): Promise<Finding[]> => {
      const pick = eventOrder.request();
      const answer = await request();
      addFindings(pick(answer));
      return answer;
    },
    [addFindings, eventOrder],
  );

  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "review-changed") {
          eventOrder.received(event.review.id);
          setReviews((known) => mergeReviews(known, [event.review]));
          if (event.review.state !== "running") return;
          onBegin();
          if (event.review.userId !== userId)
            toast(reviewWords.askedFor(event.review.userName, event.review.path), { id: event.review.id });
        }
        if (event.type === "finding-added" || event.type === "finding-changed") {
          eventOrder.received(event.finding.id);
          addFindings([event.finding]);
        }
        // The next reconnect loads them again.
        if (event.type === "refetch") refetch().catch(() => {});
      },
      [userId, addFindings, refetch, eventOrder, onBegin],
    ),
  );

  const running = reviews.find(({ state }) => state === "running")?.id;
  useEffect(() => {
    if (!running) return;
    // By this page's own clock, which may be wrong, but not in how long it takes.
    const timer = setTimeout(() => void refetch().catch(() => {}), ABANDONED_MS);
    return () => clearTimeout(timer);
  }, [running, refetch]);

  return { reviews, findings, isRunning: running !== undefined, path, refetch, takeFindings };
}
