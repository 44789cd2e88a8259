/** How somebody wants lines to be shown in this browser. */
import { Observable } from "../observable.ts";

const KEY = "tandem.wrap";

/** Whether long lines are wrapped; undefined: as is usual at the page's width. */
export const wrapChoice = new Observable<boolean | undefined>(undefined);

/** Reads it once, when the editor opens. */
export function readWrapChoice() {
  try {
    const kept = localStorage.getItem(KEY);
    wrapChoice.set(kept === null ? undefined : kept === "on");
  } catch {
    // The browser keeps nothing: then it is as usual.
  }
}

export function chooseWrap(isWrapped: boolean) {
  wrapChoice.set(isWrapped);
  try {
    localStorage.setItem(KEY, isWrapped ? "on" : "off");
  } catch {
    // As above.
  }
}
