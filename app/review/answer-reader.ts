/** How deep an answer may be nested: deeper ones are no answers, and would use up the stack. */
const MAX_DEPTH = 40;
/** How far a quotation mark is looked behind, to tell whether it ends its string. */
const LOOK_AHEAD = 120;
/**
 * How much may be read in vain, all beginnings that led to nothing together. It bounds the time that a bad answer
 * takes.
 */
const MAX_WASTED = 500_000;

/** Names under which models list what they found, in lower case and without anything between words. */
const listNames = new Set(
  "findings suggestions issues remarks problems comments bugs results reviews review reviewcomments defects errors warnings items feedback annotations diagnostics concerns observations codereview".split(
    " ",
  ),
);
const closers: Record<string, string> = { '"': '"', "'": "'", "`": "`", "“": "”" };

const opensThought =
  /<([\w:-]*(?:think|thought|reason|reflect|analysis|scratchpad)[\w:-]*)>|\[(THINK)\]|<\|channel\|>(analysis)/iy;
const closesThought =
  /<\/[\w:-]*(?:think|thought|reason|reflect|analysis|scratchpad)[\w:-]*>|\[\/THINK\]|<\|channel\|>final/iy;
const key = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”|[A-Za-z_$][\w$-]*)\s*:/y;
const word = /[A-Za-z_$][\w$-]*/y;

/** What stands here cannot be read as JSON, however kindly. */
class Unreadable extends Error {}

type Value = unknown;
type Reading<T> = Generator<void, T>;
/** Where a value stands: what may follow a string depends on it. */
type Place = {
  depth: number;
  inside: "object" | "array" | "nothing";
  /** An array that is here has findings in it. */ isList: boolean;
  /** In a finding: what is there has none. */ isWithin: boolean;
};

/**
 * Reads the findings out of an answer while it arrives: each is handed on as soon as it is complete. What models add is
 * passed over: thoughts before the answer, fences, words around it. So is what they get wrong in JSON: line feeds and
 * quotation marks in a string, other quotation marks, comments, commas too many or missing, bare words. Whatever valid
 * JSON means, it is read as that. Takes time in proportion to the answer's length, whatever it holds.
 */
export class AnswerReader {
  private text = "";
  private at = 0;
  private hasEnded = false;
  private readonly reading = this.read();
  private found: Value[] = [];
  /** Where the answer can begin: behind the thoughts. */
  private begin = 0;
  private wasted = 0;
  private saidSummary: string | undefined;
  private hasList = false;
  private isMended = false;
  private count = 0;
  private lost = 0;
  private isOpen = false;
  private isCut = false;
  private hasUnclosed = false;

  /** The characters so far. */
  get length() {
    return this.text.length;
  }

  /** What the answer says as a whole; empty when it says nothing. */
  get summary(): string {
    return this.saidSummary ?? "";
  }

  /** Findings that were there and could not be read. */
  get unreadable(): number {
    return this.lost;
  }

  /** Whether its end is there, as far as can be seen: nothing is open. */
  get isWhole(): boolean {
    return !this.isOpen && this.isUnderstood;
  }

  /** Whether this is an answer. That there is nothing to find is believed only where nothing had to be guessed. */
  get isUnderstood(): boolean {
    return this.count + this.lost > 0 || (!this.isMended && (this.hasList || this.saidSummary !== undefined));
  }

  /** Takes the next piece; returns the findings that it completes, as the model says them. */
  push(piece: string): Value[] {
    this.text += piece;
    return this.goOn();
  }

  /** There is no more to come: returns what can still be read. */
  finish(): Value[] {
    this.hasEnded = true;
    return this.goOn();
  }

  private goOn(): Value[] {
    this.reading.next();
    const found = this.found;
    this.found = [];
    return found;
  }

  private *read(): Reading<void> {
    // Some put the whole answer into a string, which has to be there to be unpacked.
    while (!this.hasEnded && !this.text.trim()) yield;
    if (this.text.trimStart().startsWith('"')) {
      while (!this.hasEnded) yield;
      const inner = parsed(this.text);
      if (typeof inner === "string") this.text = inner;
      this.at = 0;
    }
    for (
      let char = this.text[this.at] ?? (yield* this.char());
      char;
      char = this.text[this.at] ?? (yield* this.char())
    ) {
      if (char === "<" || char === "[") {
        while (
          this.text.length - this.at < 30 &&
          !this.hasEnded &&
          !/^(?:<\||).?[^|]*[>\]{\s]/.test(this.text.slice(this.at))
        )
          yield;
        if (yield* this.passThought()) continue;
      }
      if ((char === "{" || char === "[") && this.wasted < MAX_WASTED && (yield* this.isBeginning(char)))
        yield* this.readRoot();
      else this.at++;
    }
  }

  /** Passes over a thought; one that is never closed may hold the answer. */
  private *passThought(): Reading<boolean> {
    const opened = this.hasUnclosed ? undefined : matchAt(opensThought, this.text, this.at);
    if (opened) {
      const inside = this.at + opened[0].length;
      const end = opened[1]
        ? new RegExp(`</${opened[1]}>`, "gi")
        : opened[2]
          ? /\[\/THINK\]/gi
          : /<\|channel\|>final/gi;
      for (end.lastIndex = inside; ;) {
        const close = end.exec(this.text);
        if (close) {
          this.at = this.begin = end.lastIndex;
          return true;
        }
        if (this.hasEnded) break;
        const from = this.text.length;
        yield;
        end.lastIndex = Math.max(inside, from - LOOK_AHEAD);
      }
      this.hasUnclosed = true;
      this.at = this.begin = inside;
      return true;
    }
    const closed = matchAt(closesThought, this.text, this.at);
    if (!closed) return false;
    // All before it was a thought, which began before the answer did.
    this.at = this.begin = this.at + closed[0].length;
    this.saidSummary = undefined;
    this.hasList = this.isMended = false;
    return true;
  }

  /** Braces and brackets of an explanation are followed by something else. */
  private *isBeginning(char: string): Reading<boolean> {
    let next = this.at + 1;
    for (;;) {
      while (/\s/.test(this.text[next] ?? "")) next++;
      if (next < this.text.length || this.hasEnded) break;
      yield;
    }
    const follows = this.text[next] ?? "";
    if (char === "[") {
      const isAlone = () => /^\s*(?:```\w*\s*)?$/.test(this.text.slice(this.begin, this.at));
      return follows === "{" || (follows === "]" && isAlone());
    }
    if (follows in closers || follows === "}" || follows === "/") return true;
    while (
      !this.hasEnded &&
      /^[\w$-]*\s*$/.test(this.text.slice(next, next + LOOK_AHEAD)) &&
      this.text.length - next < LOOK_AHEAD
    )
      yield;
    return matchAt(key, this.text, next) !== undefined;
  }

  private *readRoot(): Reading<void> {
    const [start, before, wasOpen] = [this.at, this.count, this.isOpen];
    this.isOpen = true;
    try {
      const isArray = this.text[start] === "[";
      const root = yield* this.value({ depth: 0, inside: "nothing", isList: isArray, isWithin: false });
      if (isArray) this.hasList = true;
      if (this.count === before && isFinding(root)) this.take(root);
      this.isOpen = this.isCut;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.isOpen = this.hasEnded || wasOpen;
      // An answer that broke in the middle is no empty one.
      this.isMended ||= this.hasList || this.saidSummary !== undefined;
      this.wasted += this.at - start;
      if (this.count === before) this.at = start + 1;
    }
  }

  /** One that is cut off may say the opposite of what it would have said. */
  private take(finding: Value) {
    if (this.isCut) return;
    this.count++;
    this.found.push(finding);
  }

  private *value(place: Place): Reading<Value> {
    if (place.depth > MAX_DEPTH) throw new Unreadable();
    const char = yield* this.charAfterSpace();
    const inner = { ...place, depth: place.depth + 1 };
    if (char === "{") return yield* this.object({ ...inner, inside: "object" });
    if (char === "[") return yield* this.array({ ...inner, inside: "array" });
    if (char in closers) return yield* this.string(place);
    return yield* this.bare();
  }

  private *object(place: Place): Reading<Value> {
    const result: Record<string, Value> = Object.create(null) as Record<string, Value>;
    this.at++;
    for (;;) {
      const char = yield* this.charAfterSpace();
      if (char === "" || char === "]") {
        this.isMended = true;
        this.isCut ||= char === "";
        return result;
      }
      if (char === "}" || char === ",") {
        this.at++;
        if (char === "}") return result;
        continue;
      }
      const name = yield* this.name();
      if ((yield* this.charAfterSpace()) !== ":") throw new Unreadable();
      this.at++;
      const isList = !place.isWithin && listNames.has(name.toLowerCase().replace(/[^a-z]/g, ""));
      const before = this.count;
      const value = yield* this.value({ depth: place.depth, inside: "object", isList, isWithin: place.isWithin });
      if (isList) {
        this.hasList ||=
          value === null || Array.isArray(value) || (typeof value === "string" && /^(?:$|none|no )/i.test(value));
        // Only one, or named ones.
        if (this.count === before && isFinding(value)) this.take(value);
        else if (this.count === before && isRecord(value))
          Object.values(value)
            .filter(isFinding)
            .forEach((each) => this.take(each));
      }
      if (
        place.depth <= 2 &&
        !place.isWithin &&
        typeof value === "string" &&
        /^(?:summary|overview|overall|conclusion)/i.test(name)
      )
        this.saidSummary ??= value;
      result[name] = value;
    }
  }

  private *array(place: Place): Reading<Value> {
    const result: Value[] = [];
    this.at++;
    for (;;) {
      const char = yield* this.charAfterSpace();
      if (char === "]") {
        this.at++;
        return result;
      }
      if (char === "" || char === "}") {
        this.isMended = true;
        this.isCut ||= char === "";
        return result;
      }
      if (char === "," || char === "." || char === "…") {
        this.at++;
        continue;
      }
      const start = this.at;
      try {
        const value = yield* this.value({ ...place, isList: false, isWithin: place.isWithin || place.isList });
        if (place.isList && isRecord(value) && Object.keys(value).length > 0) this.take(value);
        // A remark, but of no lines.
        if (place.isList && typeof value === "string" && value) this.lost++;
        result.push(value);
      } catch (error) {
        if (!(error instanceof Unreadable) || !place.isList || !(yield* this.passBroken(start))) throw error;
        this.lost++;
      }
    }
  }

  /** Goes behind a finding that cannot be read: to the next, or the list's end. False when neither is there. */
  private *passBroken(start: number): Reading<boolean> {
    this.wasted += this.at - start;
    const end = /\}\s*(?:,\s*(?=\{)|(?=\]))/g;
    for (end.lastIndex = start + 1; this.wasted < MAX_WASTED;) {
      const match = end.exec(this.text);
      if (match) {
        this.at = match.index + match[0].length;
        return true;
      }
      if (this.hasEnded) {
        this.wasted += this.text.length - start;
        return false;
      }
      const from = this.text.length;
      yield;
      // What stood open at the old end is looked at again.
      end.lastIndex = Math.max(start + 1, from - LOOK_AHEAD);
    }
    return false;
  }

  private *name(): Reading<string> {
    const char = yield* this.charAfterSpace();
    if (char in closers) return yield* this.string(undefined);
    while (
      !this.hasEnded &&
      (word.lastIndex = this.at) >= 0 &&
      word.test(this.text) &&
      word.lastIndex === this.text.length
    )
      yield;
    const match = matchAt(word, this.text, this.at);
    if (!match) throw new Unreadable();
    this.at += match[0].length;
    return match[0];
  }

  /** A number, or a word without quotation marks. */
  private *bare(): Reading<Value> {
    const start = this.at;
    for (;;) {
      const char = this.text[this.at] ?? (yield* this.char());
      if (!char || /[,}\]\n]/.test(char)) break;
      this.at++;
    }
    const said = this.text
      .slice(start, this.at)
      .replace(/\s*\/[/*].*$/, "")
      .trim();
    if (!said) throw new Unreadable();
    if (said === "true" || said === "True") return true;
    if (said === "false" || said === "False") return false;
    if (/^(?:null|none|nil|nan|undefined|[-+]?infinity)$/i.test(said)) return null;
    const number = Number(said);
    return Number.isFinite(number) ? number : said;
  }

  /** `place` is where the string stands as a value; undefined for a name. */
  private *string(place: Place | undefined): Reading<string> {
    const opening = this.text[this.at] ?? "";
    const closer = closers[opening] ?? '"';
    let text = "";
    this.at++;
    while (this.text.length - this.at < 2 && !this.hasEnded) yield;
    const isTriple = opening === '"' && this.text.startsWith('""', this.at);
    if (isTriple) this.at += 2;
    let from = this.at;
    for (;;) {
      const char = this.text[this.at] ?? (yield* this.char());
      if (char === "") throw new Unreadable();
      if (char === "\\") {
        text += this.text.slice(from, this.at) + (yield* this.escaped());
        from = this.at;
      } else if (char === closer || (char === '"' && opening === "“")) {
        const isEnd = isTriple ? yield* this.isTripleEnd() : yield* this.isEnd(place);
        if (!isEnd) {
          this.at++;
          continue;
        }
        text += this.text.slice(from, this.at);
        this.at += isTriple ? 3 : 1;
        return text;
      } else this.at++;
    }
  }

  private *escaped(): Reading<string> {
    while (this.text.length - this.at < 6 && !this.hasEnded) {
      const next = this.text[this.at + 1];
      if (next !== undefined && next !== "u") break;
      yield;
    }
    const next = this.text[this.at + 1] ?? "";
    const [, hex] = /^\\u([\da-f]{4})/i.exec(this.text.slice(this.at, this.at + 6)) ?? [];
    this.at += hex ? 6 : 2;
    if (hex) return String.fromCharCode(parseInt(hex, 16));
    const known = {
      n: "\n",
      t: "\t",
      r: "\r",
      b: "\b",
      f: "\f",
      "/": "/",
      "\\": "\\",
      '"': '"',
      "'": "'",
      "`": "`",
      "\n": "\n",
    }[next];
    // Of a regular expression, say, that was copied as it stood.
    return known ?? `\\${next}`;
  }

  private *isTripleEnd(): Reading<boolean> {
    while (this.text.length - this.at < 3 && !this.hasEnded) yield;
    return this.text.startsWith('"""', this.at);
  }

  /** Whether the quotation mark here ends its string, or is one that should have been escaped: what follows tells. */
  private *isEnd(place: Place | undefined): Reading<boolean> {
    if (!place) return true;
    for (;;) {
      const is = this.seemsEnd(place);
      if (is !== undefined) return is;
      yield;
    }
  }

  /** Undefined while what is there does not tell. */
  private seemsEnd(place: Place): boolean | undefined {
    const { text } = this;
    const after = (index: number) => {
      while (/\s/.test(text[index] ?? "")) index++;
      return index;
    };
    const unknown = this.hasEnded ? true : undefined;
    const next = after(this.at + 1);
    const follows = text[next];
    if (follows === undefined) return unknown;
    if (follows === "/" || follows === "`") {
      if (next + 2 >= text.length) return unknown;
      return /^(?:\/\/|\/\*|```)/.test(text.slice(next, next + 3));
    }
    if (place.inside !== "object") {
      if (follows === "]" || place.inside === "nothing") return true;
      if (follows !== ",") return false;
      const value = text[after(next + 1)];
      return value === undefined ? unknown : /["'`“\d{[\]tfnTFN/-]/.test(value);
    }
    if (follows === "}") {
      // A finding is handed on with its brace, so this does not wait for what comes behind.
      const behind = text[after(next + 1)];
      return place.depth <= 1 || behind === undefined || /[,}\]`/{]/.test(behind);
    }
    const hasComma = follows === ",";
    if (!hasComma && !text.slice(this.at, next).includes("\n")) return false;
    const name = hasComma ? after(next + 1) : next;
    const begins = text[name];
    if (begins === undefined) return unknown;
    if (hasComma && (begins === "}" || begins === "/")) return true;
    const ahead = text.slice(name, name + LOOK_AHEAD);
    if (matchAt(key, ahead, 0)) return true;
    const isOpen =
      /^(?:"(?:[^"\\]|\\.)*\\?|'(?:[^'\\]|\\.)*\\?|“[^”]*|[A-Za-z_$][\w$-]*)$|^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”|[A-Za-z_$][\w$-]*)\s*$/.test(
        ahead,
      );
    if (!isOpen) return false;
    return ahead.length < LOOK_AHEAD ? (this.hasEnded ? false : undefined) : hasComma;
  }

  /** The character here; empty at the end. */
  private *char(): Reading<string> {
    while (this.at >= this.text.length && !this.hasEnded) yield;
    return this.text[this.at] ?? "";
  }

  /** The same, behind white space and comments. */
  private *charAfterSpace(): Reading<string> {
    for (;;) {
      const char = this.text[this.at] ?? (yield* this.char());
      if (/[\s\ufeff]/.test(char)) this.at++;
      else if (char === "/" || char === "#") {
        while (this.text.length - this.at < 2 && !this.hasEnded) yield;
        const isLong = this.text[this.at + 1] === "*";
        if (char === "/" && !isLong && this.text[this.at + 1] !== "/") throw new Unreadable();
        const end = isLong ? "*/" : "\n";
        let from = this.at + (isLong ? 2 : 0);
        for (;;) {
          const found = this.text.indexOf(end, from);
          if (found >= 0) {
            this.at = found + end.length;
            break;
          }
          if (this.hasEnded) {
            this.at = this.text.length;
            break;
          }
          from = Math.max(from, this.text.length - 1);
          yield;
        }
      } else return char;
    }
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const isRecord = (value: Value): value is Record<string, Value> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** It says something, and of which lines. */
function isFinding(value: Value): boolean {
  if (!isRecord(value)) return false;
  const names = Object.keys(value).join(" ").toLowerCase();
  return /title|message|description|issue|problem/.test(names) && /quote|line|code|snippet/.test(names);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
