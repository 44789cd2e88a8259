import { MAX_BATCH_CHARS, MAX_BATCH_PIECES } from "../../../../protocol/limits.ts";
import { pieceChars } from "../../../../protocol/piece-chars.ts";
import type { Piece } from "../../../../protocol/runs.ts";

type Text = Extract<Piece, { kind: "out" | "err" | "in" | "note" }>;
const isStream = (piece: Piece): piece is Text => piece.kind === "out" || piece.kind === "err";

/** Output that waits to be told, in as few pieces as it takes, and in batches that the server takes. */
export class Batches {
  private waiting: Piece[] = [];
  /** The end of what is waiting that has come before `mark` was called last. */
  private marked = 0;

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(pieces: Piece[]) {
    for (const piece of pieces.flatMap(halved)) {
      // What came before the mark stays by itself, so that it can be told alone.
      const last = this.waiting.length > this.marked ? this.waiting.at(-1) : undefined;
      const joined = last && isStream(last) && isStream(piece) && last.kind === piece.kind && last.text + piece.text;
      if (joined && joined.length < MAX_BATCH_CHARS)
        this.waiting.splice(-1, 1, { kind: piece.kind, text: joined } as Text);
      else this.waiting.push(piece);
    }
  }

  /** What came before is told apart from what comes behind. */
  mark() {
    this.marked = this.waiting.length;
  }

  /** Whether something waits that came before the mark. */
  get isBehindMark(): boolean {
    return this.marked > 0;
  }

  clear() {
    this.waiting = [];
    this.marked = 0;
  }

  /** The next batch; empty where nothing waits. */
  take(): Piece[] {
    let chars = 0;
    let count = 0;
    for (const piece of this.waiting) {
      chars += pieceChars(piece);
      if (count > 0 && (chars > MAX_BATCH_CHARS || count === MAX_BATCH_PIECES)) break;
      count++;
    }
    this.marked = Math.max(0, this.marked - count);
    return this.waiting.splice(0, count);
  }
}

/** A text counts for a character more than it has: the longest that there may be is too long for a batch. */
function halved(piece: Piece): Piece[] {
  if (!("text" in piece) || pieceChars(piece) <= MAX_BATCH_CHARS) return [piece];
  const middle = Math.floor(piece.text.length / 2);
  return [piece.text.slice(0, middle), piece.text.slice(middle)].map((text) => ({ ...piece, text }));
}
