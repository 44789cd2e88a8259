import { type AnswerText, type Reading, Unreadable } from "./answer-text.ts";
import type { FindingPicker } from "./finding-picker.ts";
import { readString } from "./json-string.ts";
import { bareName, closers, matchAt } from "./json-tokens.ts";
import type { StringPlace } from "./string-end.ts";

/** How deep an answer may be nested: deeper ones are no answers, and would use up the stack. */
const MAX_DEPTH = 40;

/** Where a value stands. */
export type ValuePlace = StringPlace & {
  /** Whether an array that is here has findings as its entries. */
  isFindingList: boolean;
  /** Whether this is inside of a finding, which cannot contain others. */
  isInFinding: boolean;
};

/**
 * Reads the values of an answer's JSON, and offers each to the picker as soon as it is complete. Mistakes are read as
 * what was meant: line feeds and quotation marks in a string, other quotation marks, comments, commas too many or
 * missing, bare words. Valid JSON is always read as what it means.
 */
export class TolerantJson {
  /** Whether something had to be guessed: a bracket was missing, or a value could not be read to its end. */
  isRepaired = false;
  /**
   * Whether the answer ended in the middle of a value. Such a value is not offered: it may say the opposite of what it
   * would have said.
   */
  isCut = false;
  private readonly input: AnswerText;
  private readonly picker: FindingPicker;

  constructor(input: AnswerText, picker: FindingPicker) {
    this.input = input;
    this.picker = picker;
  }

  /** Reads the value that begins here, and goes behind it. Throws `Unreadable`. */
  *value(place: ValuePlace): Reading<unknown> {
    if (place.depth > MAX_DEPTH) throw new Unreadable();
    const char = yield* this.input.charAfterSpace();
    const inner = { ...place, depth: place.depth + 1 };
    if (char === "{") return yield* this.object({ ...inner, inside: "object" });
    if (char === "[") return yield* this.array({ ...inner, inside: "array" });
    if (char in closers) return yield* readString(this.input, place);
    return yield* this.bare();
  }

  private *object(place: ValuePlace): Reading<unknown> {
    const { input, picker } = this;
    const result = Object.create(null) as Record<string, unknown>;
    input.at++;
    for (;;) {
      const char = yield* input.charAfterSpace();
      if (char === "" || char === "]") return this.closed(result, char);
      if (char === "}" || char === ",") {
        input.at++;
        if (char === "}") return result;
        continue;
      }
      const name = yield* this.name();
      if ((yield* input.charAfterSpace()) !== ":") throw new Unreadable();
      input.at++;
      const isFindingList = !place.isInFinding && picker.isListName(name);
      const before = picker.count;
      const value = yield* this.value({ ...place, isFindingList });
      if (isFindingList && !this.isCut) picker.takeList(value, picker.count > before);
      if (!place.isInFinding && place.depth <= 2) picker.takeSummary(name, value);
      result[name] = value;
    }
  }

  private *array(place: ValuePlace): Reading<unknown> {
    const { input, picker } = this;
    const result: unknown[] = [];
    input.at++;
    for (;;) {
      const char = yield* input.charAfterSpace();
      if (char === "" || char === "}") return this.closed(result, char);
      if (char === "]" || char === "," || char === "." || char === "…") {
        input.at++;
        if (char === "]") return result;
        continue;
      }
      const start = input.at;
      try {
        const isInFinding = place.isInFinding || place.isFindingList;
        const value = yield* this.value({ ...place, isFindingList: false, isInFinding });
        if (place.isFindingList && !this.isCut) picker.takeEntry(value);
        result.push(value);
      } catch (error) {
        if (!(error instanceof Unreadable) || !place.isFindingList || !(yield* this.passBroken(start))) throw error;
        picker.unreadable++;
      }
    }
  }

  /** An object or array that ends without its own bracket: with one of what is around it, or with the text. */
  private closed<T>(value: T, char: string): T {
    this.isRepaired = true;
    this.isCut ||= char === "";
    return value;
  }

  /** Goes behind a finding that cannot be read: to the next, or the list's end. False when neither is there. */
  private *passBroken(start: number): Reading<boolean> {
    const { input } = this;
    input.waste(input.at - start);
    if (!input.mayTry) return false;
    const end = yield* input.search(/\}\s*(?:,\s*(?=\{)|(?=\]))/g, start + 1);
    if (end) input.at = end.index + end[0].length;
    else input.waste(input.text.length - start);
    return end !== undefined;
  }

  private *name(): Reading<string> {
    const { input } = this;
    const char = yield* input.charAfterSpace();
    if (char in closers) return yield* readString(input, undefined);
    for (;;) {
      const match = matchAt(bareName, input.text, input.at);
      if (!match) throw new Unreadable();
      const end = input.at + match[0].length;
      if (end < input.text.length || input.hasEnded) {
        input.at = end;
        return match[0];
      }
      yield;
    }
  }

  /** A number, or a word without quotation marks. */
  private *bare(): Reading<unknown> {
    const { input } = this;
    const start = input.at;
    for (;;) {
      const char = input.text[input.at] ?? (yield* input.char());
      if (!char || /[,}\]\n]/.test(char)) break;
      input.at++;
    }
    const word = input.text
      .slice(start, input.at)
      .replace(/\s*\/[/*].*$/, "")
      .trim();
    if (!word) throw new Unreadable();
    if (word === "true" || word === "True") return true;
    if (word === "false" || word === "False") return false;
    if (/^(?:null|none|nil|nan|undefined|[-+]?infinity)$/i.test(word)) return null;
    const number = Number(word);
    return Number.isFinite(number) ? number : word;
  }
}
