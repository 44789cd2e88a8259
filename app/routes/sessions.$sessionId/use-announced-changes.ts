import { useCallback, useEffect, useRef } from "react";
import type { ServerEvent } from "../../../protocol/events.ts";
import { mayEdit } from "../../../protocol/entities.ts";
import { announce } from "./announcer.tsx";
import { useServerEvents } from "./connection/collab-context.tsx";
import { useIsOver, useRole } from "./connection/use-access.ts";
import { useFollowing } from "./editor/editor-context.tsx";

/** Has read out what the page shows by its look alone: who is followed, what one may do, what a review has found. */
export function useAnnouncedChanges() {
  const followed = useFollowing().followed?.name;
  useChange(followed, (before) =>
    followed ? `You follow ${followed}. Escape stops.` : before && `You do not follow ${before} any more.`,
  );
  const isOver = useIsOver();
  const isEditor = mayEdit(useRole());
  useChange(isEditor, () => (isOver ? undefined : isEditor ? "You can edit now." : "You can only view now."));
  useAnnouncedReviews();
}

/** Says something when a value changes, and nothing of the first. */
function useChange<Value>(value: Value, sentence: (before: Value) => string | undefined) {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    const words = sentence(before.current);
    before.current = value;
    if (words) announce(words);
  });
}

/** One sentence a review, when it has ended: its findings come one by one. */
function useAnnouncedReviews() {
  const found = useRef(new Map<string, number>());
  useServerEvents(
    useCallback((event: ServerEvent) => {
      if (event.type === "finding-added") {
        found.current.set(event.reviewId, (found.current.get(event.reviewId) ?? 0) + 1);
        return;
      }
      if (event.type !== "review-changed") return;
      const { id, path, state } = event.review;
      if (state === "running") return void found.current.set(id, 0);
      const count = found.current.get(id);
      // One that began before this page listened, or has been told of already.
      if (count === undefined) return;
      found.current.delete(id);
      if (state !== "done")
        return announce(`The review of ${path} ${state === "failed" ? "failed" : "was cancelled"}.`);
      announce(`The review of ${path} is done: ${count} ${count === 1 ? "finding" : "findings"}.`);
    }, []),
  );
}
