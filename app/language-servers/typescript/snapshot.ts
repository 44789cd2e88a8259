import type ts from "typescript";

/** A text as TypeScript takes it. What two texts have in common at both ends is not parsed again. */
export class Snapshot implements ts.IScriptSnapshot {
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  getText(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  getLength(): number {
    return this.text.length;
  }

  getChangeRange(old: ts.IScriptSnapshot): ts.TextChangeRange | undefined {
    if (!(old instanceof Snapshot)) return undefined;
    const [before, after] = [old.text, this.text];
    const shorter = Math.min(before.length, after.length);
    let head = 0;
    while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
    let tail = 0;
    while (tail < shorter - head && charFromEnd(before, tail) === charFromEnd(after, tail)) tail++;
    return { span: { start: head, length: before.length - head - tail }, newLength: after.length - head - tail };
  }
}

const charFromEnd = (text: string, nth: number) => text.charCodeAt(text.length - 1 - nth);
