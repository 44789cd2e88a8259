/**
 * Hocuspocus, Yjs and lib0 tell the console about frames that they do not understand, with the whole error, which may
 * quote the frame: a person's own words, as often as that person likes. Our log gets at most one line per second for
 * all of this: the kind of error and where it was thrown, without its message.
 */
import type { Log } from "../observe/log.ts";

const PAUSE_MS = 1_000;

/** Takes the console of this process over. `onComplaint` is called for each line that would have been written. */
export function hushLibraries({ log, onComplaint }: { log: Log; onComplaint: () => void }): void {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  let last: ReturnType<typeof describe>;
  const tell = () => {
    timer = undefined;
    if (count === 0) return;
    log.warn({ count, ...last }, "a library complained");
    count = 0;
    timer = setTimeout(tell, PAUSE_MS).unref();
  };
  const complain = (...words: unknown[]) => {
    onComplaint();
    count++;
    if (timer) return;
    last = describe(words);
    tell();
  };
  Object.assign(console, { error: complain, warn: complain, log: complain, info: complain, debug: complain });
}

/**
 * The class of an error and the line of code that threw it. The message stands before these lines, and may look like
 * one.
 */
function describe(words: unknown[]): { kind?: string; at?: string } {
  const error = words.find((word) => word instanceof Error);
  if (!error) return { at: codeLineOf(new Error().stack, 2) };
  const { stack = "", message } = error;
  return { kind: error.constructor.name, at: codeLineOf(stack.slice(stack.indexOf(message) + message.length), 0) };
}

function codeLineOf(stack = "", skip: number): string | undefined {
  return stack
    .split("\n")
    .filter((line) => /^ {4}at [^\s]/.test(line) && /:\d+:\d+\)?$/.test(line))
    .at(skip)
    ?.trim();
}
