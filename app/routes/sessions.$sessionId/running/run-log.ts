import { pieceChars } from "../../../../protocol/piece-chars.ts";
import type { Piece } from "../../../../protocol/runs.ts";
import { Listeners } from "../observable.ts";
import { AnsiReader, type AnsiStyle, type AnsiToken, plainStyle } from "./ansi.ts";

/** A part of a line that looks alike; `isInput`: somebody typed it. */
export type Span = { text: string; style: AnsiStyle; isInput?: boolean };
type LineKind = "out" | "err" | "note";
/** `continues`: the program wrote no end of the line there, it was only too long. */
export type OutputLine = { kind: LineKind; spans: Span[]; continues?: boolean };
export type Table = Extract<Piece, { kind: "table" }>;
export type TestResult = Extract<Piece, { kind: "test" }>;
export type Item = OutputLine | Table | TestResult;

/** Part of the output, drawn as one. Only the last one is ever replaced, by one with the same id and more in it. */
export type Block = { id: number; items: Item[] };

export type TestCounts = Record<TestResult["state"], number>;
export type ShownLog = {
  blocks: Block[];
  /** Lines at the beginning that are not shown any more. */
  dropped: number;
  tests: TestCounts | undefined;
};

const MAX_LINE_CHARS = 2_000;
const MAX_BLOCK_LINES = 200;
const MAX_BLOCK_CHARS = 20_000;
export const MAX_SHOWN_LINES = 20_000;
/** What is drawn at a time, so that the page goes on between. */
const SLICE_CHARS = 8_000;
const SLICE_LINES = 100;

const nothing: ShownLog = { blocks: [], dropped: 0, tests: undefined };

/**
 * What a run has written, as it is shown: lines in blocks that are only ever added to. It is taken in slices
 * (`takeSlice`), since a program may write a megabyte at once.
 */
export class RunLog {
  private readonly listeners = new Listeners();
  private readers = { out: new AnsiReader(), err: new AnsiReader() };
  private waiting: Piece[] = [];
  private current = nothing;
  private lastId = 0;
  /** Lines and characters in the last block, and all lines that are shown. */
  private blockLines = 0;
  private blockChars = 0;
  private lines = 0;
  /** The line that is being written, at the end of the last block, and where in it. */
  private open: OutputLine | undefined;
  private column = 0;

  /** What is shown; another object after each change. */
  readonly getShown = (): ShownLog => this.current;
  readonly subscribe = this.listeners.add;

  add(pieces: Piece[]) {
    for (const piece of pieces) this.waiting.push(...sliced(piece));
  }

  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes some of what waits. */
  takeSlice() {
    if (!this.isWaiting) return;
    let chars = 0;
    let taken = 0;
    const linesBefore = this.lines;
    // Only what is written to in this slice is a new object, for those who draw it.
    this.renew();
    while (taken < this.waiting.length && chars < SLICE_CHARS && this.lines - linesBefore < SLICE_LINES) {
      const piece = this.waiting[taken++];
      if (!piece) break;
      chars += pieceChars(piece);
      this.take(piece);
    }
    this.waiting.splice(0, taken);
    this.dropOldest();
    this.current = { ...this.current, blocks: [...this.current.blocks] };
    this.listeners.call();
  }

  /** Begins anew, with what is added from here on. */
  reset() {
    this.readers = { out: new AnsiReader(), err: new AnsiReader() };
    this.current = nothing;
    this.clear();
  }

  /** Shows nothing of what was written so far. */
  clear() {
    this.waiting = [];
    this.open = undefined;
    this.lines = this.blockLines = this.blockChars = 0;
    this.current = { ...nothing, tests: this.current.tests };
    this.listeners.call();
  }

  /** All of it as text, for the clipboard. */
  toText(): string {
    return this.current.blocks.flatMap(({ items }) => items.map(textOf)).join("");
  }

  private take(piece: Piece) {
    if (piece.kind === "table" || piece.kind === "test") {
      this.open = undefined;
      this.push(piece, pieceChars(piece));
      if (piece.kind === "test") this.count(piece);
    } else if (piece.kind === "in") this.takeInput(piece.text);
    else if (piece.kind === "note") {
      this.open = undefined;
      for (const line of piece.text.replace(/\n$/, "").split("\n"))
        this.push({ kind: "note", spans: [{ text: line, style: plainStyle }] }, line.length);
    } else for (const token of this.readers[piece.kind].read(piece.text)) this.takeToken(piece.kind, token);
  }

  /** As in a terminal, where it stands behind the question that it answers. */
  private takeInput(text: string) {
    this.write("out", text.replace(/\n$/, ""), plainStyle, true);
    this.open = undefined;
  }

  private takeToken(kind: "out" | "err", token: AnsiToken) {
    if (token.type === "text") this.write(kind, token.text, token.style);
    else if (token.type === "\n") {
      if (this.open?.kind !== kind) this.openLine(kind);
      this.open = undefined;
    } else if (token.type === "\r") this.column = 0;
    else this.column = Math.max(0, this.column - 1);
  }

  private write(kind: "out" | "err", text: string, style: AnsiStyle, isInput?: boolean) {
    const line = this.open?.kind === kind ? this.open : this.openLine(kind);
    const room = MAX_LINE_CHARS - this.column;
    const part = text.slice(0, room);
    overwrite(line, this.column, { text: part, style, ...(isInput && { isInput }) });
    this.column += part.length;
    this.blockChars += part.length;
    if (text.length <= room) return;
    line.continues = true;
    this.open = undefined;
    this.write(kind, text.slice(room), style, isInput);
  }

  private openLine(kind: "out" | "err"): OutputLine {
    const line: OutputLine = { kind, spans: [] };
    this.push(line, 1);
    this.column = 0;
    return (this.open = line);
  }

  private push(item: Item, chars: number) {
    const { blocks } = this.current;
    const last = blocks.at(-1);
    if (last && this.blockLines < MAX_BLOCK_LINES && this.blockChars < MAX_BLOCK_CHARS) last.items.push(item);
    else {
      blocks.push({ id: ++this.lastId, items: [item] });
      this.blockLines = this.blockChars = 0;
    }
    this.blockLines++;
    this.blockChars += chars;
    this.lines++;
  }

  private count({ state }: TestResult) {
    const { tests = { passed: 0, failed: 0, skipped: 0 } } = this.current;
    this.current = { ...this.current, tests: { ...tests, [state]: tests[state] + 1 } };
  }

  private renew() {
    const blocks = [...this.current.blocks];
    const last = blocks.pop();
    if (last) {
      const items = [...last.items];
      if (this.open) items[items.length - 1] = this.open = { ...this.open, spans: [...this.open.spans] };
      blocks.push({ ...last, items });
    }
    this.current = { ...this.current, blocks };
  }

  private dropOldest() {
    const { blocks } = this.current;
    let { dropped } = this.current;
    let count = 0;
    while (this.lines > MAX_SHOWN_LINES && count < blocks.length - 1) {
      const length = blocks[count++]?.items.length ?? 0;
      dropped += length;
      this.lines -= length;
    }
    if (count > 0) this.current = { ...this.current, blocks: blocks.slice(count), dropped };
  }
}

/** A text in parts that are taken at once. */
function sliced(piece: Piece): Piece[] {
  if (!("text" in piece) || piece.text.length <= SLICE_CHARS || piece.kind === "in") return [piece];
  const parts: Piece[] = [];
  // Most that is written has many lines; one that has a thousand empty ones is cut shorter.
  const step = Math.min(SLICE_CHARS, MAX_LINE_CHARS);
  for (let at = 0; at < piece.text.length; at += step) parts.push({ ...piece, text: piece.text.slice(at, at + step) });
  return parts;
}

/** Writes into a line over what stands there. */
function overwrite(line: OutputLine, column: number, span: Span) {
  const { spans } = line;
  const length = spans.reduce((sum, { text }) => sum + text.length, 0);
  if (column < length) {
    line.spans = [...cut(spans, 0, column), span, ...cut(spans, column + span.text.length, length)];
    return;
  }
  const last = spans.at(-1);
  if (last && last.style === span.style && !last.isInput && !span.isInput)
    spans[spans.length - 1] = { ...last, text: last.text + span.text };
  else spans.push(span);
}

/** What of spans stands from one column to another. */
export function cut(spans: Span[], from: number, to: number): Span[] {
  let at = 0;
  return spans.flatMap((span) => {
    const [start, end] = [Math.max(0, from - at), Math.min(span.text.length, to - at)];
    at += span.text.length;
    return start < end ? [{ ...span, text: span.text.slice(start, end) }] : [];
  });
}

export const lineText = ({ spans }: OutputLine): string => spans.map(({ text }) => text).join("");

function textOf(item: Item): string {
  if (item.kind === "table") {
    const rows = [item.columns, ...item.rows.map((row) => row.map((cell) => cell ?? "NULL"))];
    return rows.map((row) => `${row.join("\t")}\n`).join("");
  }
  if (item.kind === "test") {
    const { state, name, message, expected, actual } = item;
    const details = [message, expected !== undefined && `- ${expected}`, actual !== undefined && `+ ${actual}`];
    return [`${state}: ${name.join(" › ")}`, ...details.filter(Boolean)].map((line) => `${line}\n`).join("");
  }
  return lineText(item) + (item.continues ? "" : "\n");
}
