import { useEffect } from "react";
import { useCollab } from "../connection/collab-context.tsx";

/** From the last key until the others no longer see "is typing". */
const TYPING_MS = 4_000;

/** Tells the others that somebody is typing, for a moment after each change of the text. */
export function useIsTyping(isTyping: boolean, text: string) {
  const collab = useCollab();
  useEffect(() => {
    collab?.publish({ typing: isTyping });
    if (!isTyping) return;
    const timer = setTimeout(() => collab?.publish({ typing: false }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [collab, isTyping, text]);
  useEffect(() => () => collab?.publish({ typing: false }), [collab]);
}
