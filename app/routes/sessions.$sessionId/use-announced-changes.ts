import { useCallback, useEffect, useRef } from "react";
import type { ServerEvent } from "../../../protocol/events.ts";
import { mayEdit } from "../../../protocol/entities.ts";
import { connectionWords } from "../../words/connection.ts";
import { sessionPageWords } from "../../words/session-page.ts";
import { announce } from "./announcer.tsx";
import { useCollabState, useServerEvents } from "./connection/collab-context.tsx";
import { savingOf } from "./connection/save-label.tsx";
import { useIsOver, useRole } from "./connection/use-access.ts";
import { useFollowing } from "./editor/editor-context.tsx";

/** A state of saving that is over sooner is not worth an interruption. */
const HELD_MS = 2_000;

/** Has read out what the page shows by its look alone: who is followed, what one may do, what is saved or was found. */
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
    const { canEdit, canView } = sessionPageWords.announced;
    return isOver ? undefined : isEditor ? canEdit : canView;
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

/** Tells when what is typed is not saved for longer than usual, and when it is again; never each Saving… and Saved. */
function useAnnouncedSaving() {
  const saving = useCollabState(savingOf);
  const told = useRef<typeof saving>("saved");
  useEffect(() => {
    if (!saving || saving === "saving" || saving === "keeping" || saving === told.current) return;
    const tell = () => {
      told.current = saving;
      announce(sessionPageWords.announced.saving(connectionWords.saving[saving].label));
    };
    if (saving === "saved") return tell();
    const timer = setTimeout(tell, HELD_MS);
    return () => clearTimeout(timer);
  }, [saving]);
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
      const words = sessionPageWords.announced;
      if (state === "done") announce(words.reviewDone(path, count));
      else announce(state === "failed" ? words.reviewFailed(path) : words.reviewCancelled(path));
    }, []),
  );
}
