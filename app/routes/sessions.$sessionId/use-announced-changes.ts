import { useCallback, useEffect, useRef } from "react";
import type { ServerEvent } from "../../../protocol/events.ts";
import { mayEdit } from "../../../protocol/entities.ts";
import { toast } from "../../ui/toast.ts";
import { connectionWords } from "../../words/connection.ts";
import { reviewWords } from "../../words/review.ts";
import { sessionPageWords } from "../../words/session-page.ts";
import { announce } from "./announcer.tsx";
import { useCollabState, useServerEvents } from "./connection/collab-context.tsx";
import { useUser } from "./connection/identity-context.tsx";
import { savingOf } from "./connection/save-label.tsx";
import { useIsOver, useRole } from "./connection/use-access.ts";
import { useFollowing } from "./editor/editor-context.tsx";

/** A lost connection that is over sooner is not worth an interruption. */
const HELD_MS = 2_000;

/** Tells what the page shows by its look alone: who is followed, what one may do, that all is saved, what was found. */
export function useAnnouncedChanges() {
  const followed = useFollowing().followed?.name;
  useChange(followed, (before) =>
    followed
      ? sessionPageWords.announced.following(followed)
      : before && sessionPageWords.announced.notFollowing(before),
  );
  const isOver = useIsOver();
  const isEditor = mayEdit(useRole());
  useChange(isEditor, () => {
    // A notice is seen, and read out as well.
    if (!isOver) toast(isEditor ? sessionPageWords.youCanEdit : sessionPageWords.youCanView);
    return undefined;
  });
  useAnnouncedSaving();
  useAnnouncedReviews();
}

/** Says something when a value changes, and nothing of the first. */
function useChange<Value>(value: Value, sentence: (before: Value) => string | undefined) {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    const said = sentence(before.current);
    before.current = value;
    if (said) announce(said);
  });
}

/**
 * Tells when what is typed is saved again; never each Saving… and Saved. That it is not, and why, is told by the line
 * under the header, where it is said in full.
 */
function useAnnouncedSaving() {
  const saving = useCollabState(savingOf);
  const amissSince = useRef<number>(undefined);
  useEffect(() => {
    if (!saving || saving === "saving" || saving === "keeping") return;
    if (saving === "saved") {
      const isWorthIt = amissSince.current !== undefined && Date.now() - amissSince.current >= HELD_MS;
      amissSince.current = undefined;
      if (isWorthIt) announce(sessionPageWords.announced.saving(connectionWords.saving.saved.label));
      return;
    }
    // The line tells of a server that cannot store at once, and of a lost connection only when that has lasted.
    if (saving === "notSaved") amissSince.current = 0;
    else amissSince.current ??= Date.now();
  }, [saving]);
}

/** That one's own review has begun, and how each one ended, in a sentence: its findings come one by one. */
function useAnnouncedReviews() {
  const ownId = useUser().id;
  const found = useRef(new Map<string, number>());
  const told = useRef(new Set<string>());
  useServerEvents(
    useCallback(
      (event: ServerEvent) => {
        if (event.type === "finding-added") {
          found.current.set(event.reviewId, (found.current.get(event.reviewId) ?? 0) + 1);
          return;
        }
        if (event.type !== "review-changed") return;
        const { id, path, state, problem, userId } = event.review;
        if (state === "running") {
          // Others have a notice of it.
          if (userId === ownId && !found.current.has(id)) announce(reviewWords.reading);
          return void found.current.set(id, 0);
        }
        // One may end so soon that nobody hears of its beginning.
        const count = found.current.get(id) ?? 0;
        if (told.current.has(id)) return;
        told.current.add(id);
        found.current.delete(id);
        const words = sessionPageWords.announced;
        if (state === "done") announce(words.reviewDone(path, count));
        else if (state === "cancelled") announce(words.reviewCancelled(path));
        else announce(problem ? words.reviewFailedWhy(path, reviewWords.problems[problem]) : words.reviewFailed(path));
      },
      [ownId],
    ),
  );
}
