/**
 * How far a decision reads ahead at most, and how far back a search starts again when more of the answer has arrived.
 */
export const LOOK_AHEAD = 120;
/**
 * How many characters may be read without a result, over all failed attempts together. It bounds the time that a bad
 * answer takes.
 */
const MAX_WASTED = 500_000;

/** A part of the reading: it pauses where more of the answer is needed, and goes on with the next piece. */
export type Reading<T> = Generator<void, T>;

/** What stands here cannot be read as JSON. */
export class Unreadable extends Error {}

/** The text of an answer as far as it has arrived, and where it is being read. */
export class AnswerText {
  text = "";
  at = 0;
  /** Whether there is no more to come. */
  hasEnded = false;
  private wasted = 0;

  /** Counts characters that were read without a result. */
  waste(chars: number): void {
    this.wasted += chars;
  }

  /** Whether another attempt may be made that may fail. */
  get mayTry(): boolean {
    return this.wasted < MAX_WASTED;
  }

  /** Waits until the next `count` characters have arrived, or the answer has ended. */
  *ahead(count: number): Reading<void> {
    while (this.text.length - this.at < count && !this.hasEnded) yield;
  }

  /** The character here; empty at the end. */
  *char(): Reading<string> {
    while (this.at >= this.text.length && !this.hasEnded) yield;
    return this.text[this.at] ?? "";
  }

  /** Goes behind white space and comments, and returns the character there; empty at the end. */
  *charAfterSpace(): Reading<string> {
    for (;;) {
      const char = this.text[this.at] ?? (yield* this.char());
      if (/[\s\ufeff]/.test(char)) this.at++;
      else if (char === "/" || char === "#") yield* this.passComment(char);
      else return char;
    }
  }

  /** The first match of a global pattern from an index on; undefined when there is none until the end. */
  *search(pattern: RegExp, from: number): Reading<RegExpExecArray | undefined> {
    for (let start = from; ;) {
      pattern.lastIndex = start;
      const match = pattern.exec(this.text);
      if (match || this.hasEnded) return match ?? undefined;
      // A match may have begun before the end of what was there.
      const searched = this.text.length;
      yield;
      start = Math.max(from, searched - LOOK_AHEAD);
    }
  }

  private *passComment(char: string): Reading<void> {
    yield* this.ahead(2);
    const second = this.text[this.at + 1];
    const isLong = second === "*";
    if (char === "/" && !isLong && second !== "/") throw new Unreadable();
    const end = yield* this.search(isLong ? /\*\//g : /\n/g, this.at + (isLong ? 2 : 0));
    this.at = end ? end.index + end[0].length : this.text.length;
  }
}
