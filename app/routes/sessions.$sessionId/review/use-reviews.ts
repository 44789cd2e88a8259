import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import {
  type Finding,
  findingSchema,
  type FindingState,
  type Review,
  reviewProblems,
  reviewSchema,
  type ReviewSource,
  severities,
} from "../../../../protocol/entities.ts";
import { REVIEW_TIMEOUT_MS } from "../../../../protocol/limits.ts";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { ApiError, callApi } from "../call-api.ts";
import type { Collab } from "../connection/collab.client.ts";
import { useCollab, useServerEvents } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { chooseReview, EventOrder, mergeReviews } from "./review-list.ts";
import { isAtRisk } from "../connection/save-label.tsx";

const listAnswer = z.object({ reviews: z.array(reviewSchema), findings: z.array(findingSchema) });
const oneAnswer = z.object({ review: reviewSchema, findings: z.array(findingSchema) });
const findingAnswer = z.object({ finding: findingSchema });
/** How long a question waits for the last edits to be stored: the server reads what is stored. */
const SAVE_MS = 2_000;
/**
 * A review that runs for longer has lost its server, and no event about it will come; the API knows. One second is for
 * differences between clocks.
 */
const ABANDONED_MS = REVIEW_TIMEOUT_MS + 16_000;

export type Wanted = { fileId: string; startLine?: number; endLine?: number; source: ReviewSource };
/** Why a review did not even begin. */
export type Refusal = { code: string; message: string };

/** The reviews of a session, kept right by the server's events: everybody sees the same, the newest first. */
export function useKnownReviews() {
  const initial = usePageData();
  const sessionId = initial.session.id;
  const userId = useUser().id;
  const collab = useCollab();
  const [reviews, setReviews] = useState<Review[]>(initial.reviews);
  const [findings, setFindings] = useState<ReadonlyMap<string, Finding>>(
    () => new Map(initial.findings.map((finding) => [finding.id, finding])),
  );
  const [reopened, setReopened] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isAsking, setIsAsking] = useState(false);
  const [eventOrder] = useState(() => new EventOrder());
  const path = `/api/sessions/${sessionId}`;

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

  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "review-changed") {
          eventOrder.received(event.review.id);
          setReviews((known) => mergeReviews(known, [event.review]));
          if (event.review.state !== "running") return;
          // A new one is shown to everybody, even to those who are reading an old one.
          setReopened(undefined);
          setRefusal(undefined);
          if (event.review.userId !== userId)
            toast(`${event.review.userName} asked for a review of ${event.review.path}`, { id: event.review.id });
        }
        if (event.type === "finding-added" || event.type === "finding-changed") {
          eventOrder.received(event.finding.id);
          addFindings([event.finding]);
        }
        // The next reconnect loads them again.
        if (event.type === "refetch") refetch().catch(() => {});
      },
      [userId, addFindings, refetch, eventOrder],
    ),
  );

  const running = reviews.find(({ state }) => state === "running")?.id;
  useEffect(() => {
    if (!running) return;
    // By this page's own clock, which may be wrong, but not in how long it takes.
    const timer = setTimeout(() => void refetch().catch(() => {}), ABANDONED_MS);
    return () => clearTimeout(timer);
  }, [running, refetch]);

  const ask = useCallback(
    async (wanted: Wanted) => {
      setRefusal(undefined);
      setReopened(undefined);
      setIsAsking(true);
      try {
        await whenSaved(collab);
        await callApi("POST", "/api/ai/review", { body: { sessionId, ...wanted } });
      } catch (error) {
        const { code, message } =
          error instanceof ApiError ? error : { code: "internal", message: "That did not work. Please try again." };
        if (!hasBegun(code)) setRefusal({ code, message });
      } finally {
        setIsAsking(false);
        // The events have brought this already, unless the socket is away.
        refetch().catch(() => {});
      }
    },
    [collab, sessionId, refetch],
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
        const pick = eventOrder.request();
        addFindings(pick((await callApi("GET", `${path}/reviews/${reviewId}`, { answer: oneAnswer })).findings));
        setReopened(reviewId);
      } catch (error) {
        toast.error(error instanceof ApiError ? error.message : "That review could not be opened.");
      }
    },
    [path, addFindings, eventOrder],
  );

  /** Settles a finding, and returns it as it is stored; undefined, with a notice why, when somebody else was faster. */
  const move = useCallback(
    async (findingId: string, state: FindingState): Promise<Finding | undefined> => {
      try {
        const pick = eventOrder.request();
        const { finding } = await callApi("PATCH", `${path}/findings/${findingId}`, {
          body: { state },
          answer: findingAnswer,
        });
        addFindings(pick([finding]));
        return finding;
      } catch (error) {
        toast.error(error instanceof ApiError ? error.message : "That did not work. Please try again.");
        return undefined;
      }
    },
    [path, addFindings, eventOrder],
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
      if (!finding) toast("This finding is not there any more.");
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
    isRunning: running !== undefined,
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
