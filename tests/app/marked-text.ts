/**
 * The model: a plain list of characters that are never taken out, only marked as deleted. A finding knows its own by
 * their ids. No Yjs in it.
 */
export class MarkedText {
  private readonly characters: { id: number; char: string; isDeleted: boolean }[] = [];
  private lastId = 0;

  shown = () => this.characters.filter(({ isDeleted }) => !isDeleted);
  toString = () =>
    this.shown()
      .map(({ char }) => char)
      .join("");

  /** What is written at a place stands right before the character that is shown there, at the end behind everything. */
  insert(at: number, text: string) {
    const before = this.shown()[at];
    const index = before ? this.characters.indexOf(before) : this.characters.length;
    this.characters.splice(index, 0, ...[...text].map((char) => ({ id: ++this.lastId, char, isDeleted: false })));
  }

  delete(at: number, length: number) {
    for (const character of this.shown().slice(at, at + length)) character.isDeleted = true;
  }

  /** Ids of the first and the last character of lines. */
  idsOf(startLine: number, endLine: number): [number, number] {
    const lines = this.toString().split("\n");
    const start = lines.slice(0, startLine - 1).join("\n").length + (startLine > 1 ? 1 : 0);
    const end = start + lines.slice(startLine - 1, endLine).join("\n").length;
    return [this.shown()[start]?.id ?? 0, this.shown()[end - 1]?.id ?? 0];
  }

  /** What ought to be said of the finding between two characters. */
  follow([first, last]: [number, number], quote: string) {
    const from = this.characters.findIndex(({ id }) => id === first);
    const to = this.characters.findIndex(({ id }) => id === last);
    const left = this.characters.slice(from, to + 1).filter(({ isDeleted }) => !isDeleted);
    if (left.every(({ char }) => /\s/.test(char))) return { state: "gone" };
    const before = this.characters.slice(0, from).filter(({ isDeleted }) => !isDeleted).length;
    const after = before + left.length;
    const lines = this.toString().split("\n");
    const lineOf = (offset: number) => this.toString().slice(0, offset).split("\n").length;
    const [startLine, endLine] = [lineOf(before), lineOf(after)];
    const now = lines.slice(startLine - 1, endLine).join("\n");
    return { state: now === quote ? "same" : "changed", startLine, endLine };
  }
}
