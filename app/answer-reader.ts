/**
 * Reads the findings out of a JSON object while it arrives: each is handed on as soon as its closing brace is there.
 * Whatever stands before the object, or behind it, is passed over: some models explain, or wrap it into a fence.
 */
export class AnswerReader {
  private text = "";
  private at = 0;
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  private stringStart = 0;
  private lastString = "";
  private inFindings = false;
  private objectStart = 0;
  private rootStart = -1;
  private rootEnd = -1;
  private isFresh = false;
  private hasFindings = false;

  /** The characters so far. */
  get length() {
    return this.text.length;
  }

  /** The whole object, once it is complete. */
  get whole(): string | undefined {
    return this.rootEnd < 0 ? undefined : this.text.slice(this.rootStart, this.rootEnd);
  }

  /** Takes the next piece; returns the JSON of each finding that it completes. */
  push(piece: string): string[] {
    this.text += piece;
    const complete: string[] = [];
    for (; this.at < this.text.length && this.rootEnd < 0; this.at++) {
      const found = this.step(this.text[this.at] ?? "");
      if (found) complete.push(found);
    }
    return complete;
  }

  private step(char: string): string | undefined {
    if (this.inString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (char === "\\") this.isEscaped = true;
      else if (char === '"') {
        this.inString = false;
        if (this.depth === 1) this.lastString = this.text.slice(this.stringStart, this.at);
      }
      return;
    }
    // Braces of an explanation before the answer are followed by something else.
    if (this.isFresh && !/\s/.test(char)) {
      this.isFresh = false;
      if (char !== '"' && char !== "}") this.beginAnew();
    }
    if (this.rootStart < 0 && char !== "{") return;
    if (char === '"') {
      this.inString = true;
      this.stringStart = this.at + 1;
    } else if (char === "{" || char === "[") {
      if (this.rootStart < 0) {
        this.rootStart = this.at;
        this.isFresh = true;
      }
      if (char === "[" && this.depth === 1) this.hasFindings ||= this.inFindings = this.lastString === "findings";
      if (char === "{" && this.depth === 2) this.objectStart = this.at;
      this.depth++;
    } else if (char === "}" || char === "]") {
      this.depth--;
      if (this.depth === 0) {
        if (this.hasFindings) this.rootEnd = this.at + 1;
        else this.beginAnew();
      }
      if (this.depth === 1) this.inFindings = false;
      if (char === "}" && this.depth === 2 && this.inFindings) return this.text.slice(this.objectStart, this.at + 1);
    }
  }

  private beginAnew() {
    this.rootStart = -1;
    this.depth = 0;
  }
}
