import { AnswerStart } from "./answer/answer-start.ts";
import { AnswerText, type Reading, Unreadable } from "./answer/answer-text.ts";
import { FindingPicker } from "./answer/finding-picker.ts";
import { TolerantJson } from "./answer/tolerant-json.ts";

/**
 * Reads the findings out of an answer while it arrives: each is handed on as soon as it is complete. What models add is
 * passed over: thoughts before the answer, fences, words around it (`answer-start.ts`). What they get wrong in JSON is
 * read as it was meant (`tolerant-json.ts`), and what they call otherwise is found (`finding-picker.ts`). Takes time in
 * proportion to the answer's length, whatever it holds.
 */
export class AnswerReader {
  private readonly input = new AnswerText();
  private readonly picker = new FindingPicker();
  private readonly start = new AnswerStart(this.input);
  private readonly json = new TolerantJson(this.input, this.picker);
  private readonly reading = this.read();
  /** Whether something has begun that has no end yet. */
  private isOpen = false;

  /** The characters so far. */
  get length() {
    return this.input.text.length;
  }

  /** What the answer says as a whole; empty when it says nothing. */
  get summary(): string {
    return this.picker.summary ?? "";
  }

  /** Findings that were there and could not be read. */
  get unreadable(): number {
    return this.picker.unreadable;
  }

  /** Whether its end is there, as far as can be seen: nothing is open. */
  get isWhole(): boolean {
    return !this.isOpen && this.isUnderstood;
  }

  /** Whether this is an answer. One without findings is believed only where nothing had to be guessed. */
  get isUnderstood(): boolean {
    return this.picker.count + this.picker.unreadable > 0 || (!this.json.isRepaired && this.hasListOrSummary);
  }

  /** Takes the next piece; returns the findings that it completes, as the model says them. */
  push(piece: string): unknown[] {
    this.input.text += piece;
    return this.goOn();
  }

  /** There is no more to come: returns what can still be read. */
  finish(): unknown[] {
    this.input.hasEnded = true;
    return this.goOn();
  }

  private goOn(): unknown[] {
    this.reading.next();
    return this.picker.newFindings();
  }

  private get hasListOrSummary(): boolean {
    return this.picker.hasList || this.picker.summary !== undefined;
  }

  private *read(): Reading<void> {
    yield* this.unpack();
    for (;;) {
      const met = yield* this.start.next();
      if (!met) return;
      if (met === "json") yield* this.readRoot();
      else this.forget();
    }
  }

  /** Some put the whole answer into a string, which has to be there to be unpacked. */
  private *unpack(): Reading<void> {
    const { input } = this;
    while (!input.hasEnded && !input.text.trim()) yield;
    if (!input.text.trimStart().startsWith('"')) return;
    while (!input.hasEnded) yield;
    const inner = parsed(input.text);
    if (typeof inner === "string") input.text = inner;
  }

  private *readRoot(): Reading<void> {
    const { input, json, picker } = this;
    const [start, before, wasOpen] = [input.at, picker.count, this.isOpen];
    this.isOpen = true;
    try {
      const isFindingList = input.text[start] === "[";
      const root = yield* json.value({ depth: 0, inside: "nothing", isFindingList, isInFinding: false });
      if (!json.isCut) picker.takeRoot(root, picker.count > before);
      this.isOpen = json.isCut;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.isOpen = input.hasEnded || wasOpen;
      // An answer that broke off in the middle is not an empty one.
      json.isRepaired ||= this.hasListOrSummary;
      input.waste(input.at - start);
      if (picker.count === before) input.at = start + 1;
    }
  }

  /** All that was read was a thought, which began before the answer did. */
  private forget() {
    this.picker.forget();
    this.json.isRepaired = false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
