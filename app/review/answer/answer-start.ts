import { type AnswerText, LOOK_AHEAD, type Reading } from "./answer-text.ts";
import { closers, key, matchAt } from "./json-tokens.ts";

const THOUGHT = String.raw`[\w:-]*(?:think|thought|reason|reflect|analysis|scratchpad)[\w:-]*`;
const opensThought = new RegExp(String.raw`<(${THOUGHT})>|\[(THINK)\]|<\|channel\|>(analysis)`, "iy");
const closesThought = new RegExp(String.raw`<\/${THOUGHT}>|\[\/THINK\]|<\|channel\|>final`, "iy");
/** No tag of a thought is longer. */
const MAX_TAG_CHARS = 30;
/** Matches text that is not a tag, or a complete tag: there is no need to wait for more. */
const wholeTag = /^(?:<\||).?[^|]*[>\]{\s]/;

/** What was found: JSON begins here, or a thought ends here whose beginning was never seen. */
export type Met = "json" | "end of thought";

/** Finds where an answer's JSON begins: behind thoughts, fences and explanations. */
export class AnswerStart {
  private readonly input: AnswerText;
  /** Where the answer can begin: behind the thoughts. */
  private begin = 0;
  /** Whether a thought was opened and never closed: then none is passed over any more. */
  private hasUnclosed = false;

  constructor(input: AnswerText) {
    this.input = input;
  }

  /** Goes to the next place where JSON begins; undefined when there is none until the end. */
  *next(): Reading<Met | undefined> {
    const { input } = this;
    for (;;) {
      const char = input.text[input.at] ?? (yield* input.char());
      if (!char) return;
      if (char === "<" || char === "[") {
        yield* this.waitForTag();
        if (yield* this.passThought()) continue;
        if (this.passClosingTag()) return "end of thought";
      }
      if ((char === "{" || char === "[") && input.mayTry && (yield* this.isBeginning(char))) return "json";
      input.at++;
    }
  }

  /** Waits until it is clear whether a thought's tag is here. */
  private *waitForTag(): Reading<void> {
    const { input } = this;
    while (!input.hasEnded && input.text.length - input.at < MAX_TAG_CHARS) {
      if (wholeTag.test(input.text.slice(input.at))) return;
      yield;
    }
  }

  /** Passes over a thought that opens here; one that is never closed may hold the answer. */
  private *passThought(): Reading<boolean> {
    const { input } = this;
    const opened = this.hasUnclosed ? undefined : matchAt(opensThought, input.text, input.at);
    if (!opened) return false;
    const [tag, element, isThink] = opened;
    const inside = input.at + tag.length;
    const end = element ? new RegExp(`</${element}>`, "gi") : isThink ? /\[\/THINK\]/gi : /<\|channel\|>final/gi;
    const closed = yield* input.search(end, inside);
    this.hasUnclosed = !closed;
    input.at = this.begin = closed ? closed.index + closed[0].length : inside;
    return true;
  }

  private passClosingTag(): boolean {
    const { input } = this;
    const closed = matchAt(closesThought, input.text, input.at);
    if (closed) input.at = this.begin = input.at + closed[0].length;
    return closed !== undefined;
  }

  /** Braces and brackets of an explanation are followed by something else. */
  private *isBeginning(char: string): Reading<boolean> {
    const { input } = this;
    let next = input.at + 1;
    for (;;) {
      while (/\s/.test(input.text[next] ?? "")) next++;
      if (next < input.text.length || input.hasEnded) break;
      yield;
    }
    const follows = input.text[next] ?? "";
    if (char === "[") return follows === "{" || (follows === "]" && this.isAlone());
    if (follows in closers || follows === "}" || follows === "/") return true;
    while (
      !input.hasEnded &&
      /^[\w$-]*\s*$/.test(input.text.slice(next, next + LOOK_AHEAD)) &&
      input.text.length - next < LOOK_AHEAD
    )
      yield;
    return matchAt(key, input.text, next) !== undefined;
  }

  /** Whether there is nothing before it but a fence. */
  private isAlone(): boolean {
    return /^\s*(?:```\w*\s*)?$/.test(this.input.text.slice(this.begin, this.input.at));
  }
}
