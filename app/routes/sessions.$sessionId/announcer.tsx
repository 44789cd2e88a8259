import { useEffect, useState } from "react";
import { Listeners } from "./observable.ts";

/** Sentences that come within this time are read out together. */
const MERGE_MS = 700;

const sentences = new Listeners<string>();

/** Has a sentence read out by assistive technology. */
export const announce = (sentence: string): void => sentences.call(sentence);

/** The page's one region for what is read out and not shown. */
export function Announcer() {
  const [words, setWords] = useState("");
  useEffect(() => {
    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = sentences.add((sentence) => {
      waiting.push(sentence);
      timer ??= setTimeout(() => {
        timer = undefined;
        setWords(waiting.join(" "));
        waiting = [];
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
      {words}
    </p>
  );
}
