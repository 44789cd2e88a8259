import { MAX_BATCH_CHARS, MAX_OUTPUT_CHARS } from "../../protocol/limits.ts";
import { pieceChars } from "../../protocol/piece-chars.ts";
import type { Piece } from "../../protocol/runs.ts";

/** A third of the messages that the frame takes in a second. */
const BATCHES_A_SECOND = 20;

type TextPiece = Extract<Piece, { text: string }>;
const isText = (piece: Piece): piece is TextPiece => "text" in piece;

/**
 * Gathers what a program writes into batches. While it writes little, each piece is sent at once, since a program may
 * do nothing but compute afterwards, and no timer runs then. A program that writes without end is sent twenty times a
 * second, and no more than `MAX_OUTPUT_CHARS` in all: the rest is dropped, and said to be.
 */
export class OutputBuffer {
  private pieces: Piece[] = [];
  private chars = 0;
  private total = 0;
  private tokens = BATCHES_A_SECOND;
  private refilledAt = performance.now();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly send: (pieces: Piece[]) => void;
  private readonly setTimer = setTimeout;

  constructor(send: (pieces: Piece[]) => void) {
    this.send = send;
  }

  add(piece: Piece) {
    if (this.total >= MAX_OUTPUT_CHARS) return;
    if (isText(piece) && piece.text.length > MAX_BATCH_CHARS / 2) return this.addInParts(piece);
    const chars = pieceChars(piece);
    this.total += chars;
    if (this.chars + chars > MAX_BATCH_CHARS) this.flush();
    const last = this.pieces.at(-1);
    if (last && isText(last) && isText(piece) && last.kind === piece.kind && last.kind !== "in")
      last.text += piece.text;
    else this.pieces.push({ ...piece });
    this.chars += chars;
    if (this.total >= MAX_OUTPUT_CHARS) this.flush();
    else this.flushIfAllowed();
  }

  /** Sends what there is, however soon after the last time. */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pieces.length === 0) return;
    const { pieces } = this;
    this.pieces = [];
    this.chars = 0;
    this.tokens--;
    this.send(pieces);
  }

  private addInParts(piece: TextPiece) {
    for (let at = 0; at < piece.text.length;) {
      let end = Math.min(piece.text.length, at + MAX_BATCH_CHARS / 2);
      if (isHighSurrogate(piece.text, end - 1)) end--;
      this.add({ ...piece, text: piece.text.slice(at, end) });
      at = end;
    }
  }

  private flushIfAllowed() {
    const now = performance.now();
    this.tokens = Math.min(BATCHES_A_SECOND, this.tokens + ((now - this.refilledAt) / 1_000) * BATCHES_A_SECOND);
    this.refilledAt = now;
    if (this.tokens >= 1) return this.flush();
    this.timer ??= this.setTimer.call(undefined, () => this.flush(), 1_000 / BATCHES_A_SECOND);
  }
}

const isHighSurrogate = (text: string, at: number) => /[\uD800-\uDBFF]/.test(text[at] ?? "");
