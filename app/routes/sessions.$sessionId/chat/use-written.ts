import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { keep, keptName, onKept, readKept, withdraw } from "../../../kept-chat.ts";
import { Observable } from "../observable.ts";
import { fromMessage, toMessage } from "./composer-text.ts";
import type { LineLink } from "./line-link.ts";
import { useKeeping } from "./use-keeping.ts";
import type { Editing } from "./use-own-messages.ts";

export type Draft = { text: string; links: LineLink[] };

/** What stands in the composer: the draft, or a message that is being changed, and then the draft is aside. */
export type Written = Draft & { editing?: Editing; aside?: Draft };

export const NOTHING: Draft = { text: "", links: [] };

export const draftOf = ({ text, links, aside }: Written): Draft => aside ?? { text, links };

/**
 * What is being written, which outlives the composer and the page: the draft is kept on this device, as the text of the
 * message that it would become, so that whatever stands there is a draft.
 *
 * It belongs to its author in the session and not to a tab: what is written in one of their tabs is in all of them at
 * once. With one for each tab, who opens the session tomorrow could be given only one of them; with one that each tab
 * kept for itself, a tab with an older draft would write over the newer.
 */
export function useWritten(): Observable<Written> {
  const [written] = useState(() => new Observable<Written>(NOTHING));
  const { place, mayKeep } = useKeeping();
  /** The draft as it was last kept or found. */
  const kept = useRef("");
  useEffect(() => {
    if (!mayKeep) return;
    const name = keptName(place, "draft");
    const here = { origin: location.origin, sessionId: place.sessionId };
    const bodyOf = ({ text, links }: Draft) => toMessage(text, links, [], here);
    const follow = () => {
      const body = bodyOf(draftOf(written.value));
      if (body === kept.current) return;
      kept.current = body;
      if (body === "") withdraw(name);
      else keep(name, body);
    };
    const show = (body: string) => {
      const draft = fromMessage(body, [], place.sessionId);
      // What comes from another tab is not kept again from here: by then there may be more of it.
      kept.current = bodyOf(draft);
      written.set(written.value.aside ? { ...written.value, aside: draft } : draft);
    };
    const found = readKept(name) ?? "";
    if (found !== "" && bodyOf(draftOf(written.value)) === "") show(found);
    else {
      kept.current = found;
      follow();
    }
    const stops = [written.subscribe(follow), onKept(name, (_, body) => show(body))];
    return () => stops.forEach((stop) => stop());
  }, [written, place, mayKeep]);
  return written;
}

/** A part of what is being written; the component is rendered again when that part changes. */
export function usePartOfWritten<Part>(written: Observable<Written>, select: (value: Written) => Part): Part {
  const read = () => select(written.value);
  return useSyncExternalStore(written.subscribe, read, read);
}
