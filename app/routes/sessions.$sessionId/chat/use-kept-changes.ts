import { useEffect, useRef } from "react";
import { MESSAGE_CHANGE_MS } from "../../../../protocol/limits.ts";
import type { Observable } from "../observable.ts";
import { usePageData } from "../page-data.ts";
import { fromMessage, toMessage } from "./composer-text.ts";
import { keepChange, readChanges, withdrawChange } from "./kept-changes.ts";
import type { ShownMessage } from "./message-list.ts";
import { useKeeping } from "./use-keeping.ts";
import type { Editing } from "./use-own-messages.ts";
import { type Draft, draftOf, type Written } from "./use-written.ts";

type Parts = { messages: ShownMessage[]; written: Observable<Written>; resume: (editing: Editing) => void };

/**
 * Keeps what a sent message is being changed to on this device. After a reload the message is open for change again;
 * where it cannot be changed any more, what was written is in the draft.
 */
export function useKeptChanges({ messages, written, resume }: Parts) {
  const { place, mayKeep } = useKeeping();
  const { now } = usePageData();
  const latest = useRef(messages);
  useEffect(() => {
    latest.current = messages;
  }, [messages]);

  useEffect(() => {
    if (!mayKeep) return;
    const here = { origin: location.origin, sessionId: place.sessionId };
    const bodyOf = ({ text, links }: Draft) => toMessage(text, links, [], here);
    const draftFrom = (body: string) => fromMessage(body, [], place.sessionId);
    /** Whether it is what the message says already. */
    const isSame = (body: string, message: ShownMessage) => body === bodyOf(draftFrom(message.body));

    const restore = () => {
      let open: Editing | undefined;
      for (const { id, body } of readChanges(place)) {
        const message = latest.current.find((each) => each.id === id && each.userId === place.userId);
        if (message && !isSame(body, message) && Date.parse(message.createdAt) + MESSAGE_CHANGE_MS > Date.parse(now)) {
          open = { message, body };
          continue;
        }
        if (!message || !isSame(body, message)) written.set(withAdded(draftOf(written.value), draftFrom(body)));
        withdrawChange(place, id);
      }
      if (!open) return;
      // Both at once: the composer takes the focus when somebody begins to change a message, not when a page is loaded.
      written.set({ ...draftFrom(open.body ?? ""), editing: open, aside: draftOf(written.value) });
      resume(open);
    };
    const follow = () => {
      const { editing } = written.value;
      if (!editing) return;
      const { message } = editing;
      const body = bodyOf(written.value);
      if (body === "" || isSame(body, message)) withdrawChange(place, message.id);
      else keepChange(place, { id: message.id, body });
    };
    if (!written.value.editing) restore();
    follow();
    return written.subscribe(follow);
  }, [written, place, mayKeep, now, resume]);
}

/** Below what stands there. */
const withAdded = (draft: Draft, { text, links }: Draft): Draft => ({
  text: [draft.text.trimEnd(), text].filter((part) => part !== "").join("\n"),
  links: [...draft.links, ...links],
});
