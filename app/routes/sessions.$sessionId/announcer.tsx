import { useEffect, useState } from "react";
import { Listeners } from "./observable.ts";

/** Sentences that come within this time are read out together. */
const MERGE_MS = 700;

const sentences = new Listeners<string>();

/** Has a sentence read out by assistive technology. */
export const announce = (sentence: string): void => sentences.call(sentence);

/** Has a sentence that is shown read out: when it comes, and again when it becomes another one. */
export function useSpoken(sentence: string | undefined) {
  useEffect(() => {
    if (sentence) announce(sentence);
  }, [sentence]);
}

/**
 * The page's one region for what is read out, shown or not, so that it is merged and nothing is said twice. Notices
 * have their library's own, and what is in one is not announced. An alert of its own has only what cannot wait for its
 * turn, since somebody types on meanwhile: a name or an expression that is not taken, what takes the code's place.
 */
export function Announcer() {
  const [said, setSaid] = useState({ words: "", nth: 0 });
  useEffect(() => {
    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = sentences.add((sentence) => {
      waiting.push(sentence);
      timer ??= setTimeout(() => {
        const words = [...new Set(waiting)].join(" ");
        timer = undefined;
        waiting = [];
        setSaid(({ nth }) => ({ words, nth: nth + 1 }));
      }, MERGE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return (
    // Dialogs hide everything else; what says that it is live they leave.
    <p role="status" aria-live="polite" data-testid="announcer" className="sr-only">
      {/* The same words once more are read out once more: only what is new on the page is. */}
      <span key={said.nth}>{said.words}</span>
    </p>
  );
}
