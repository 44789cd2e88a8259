import { MAX_UNAUTHENTICATED_BYTES } from "../../protocol/limits.ts";
import { type FrameHead, readHead } from "./frames.ts";

/** What a frame takes besides its bytes. */
const FRAME_BYTES = 64;

/** What a frame that waits counts for, in bytes. */
export const sizeOf = (frame: Uint8Array) => frame.byteLength + FRAME_BYTES;

/** The frames of one socket that wait for their turn, and those that came before their document was asked for. */
export class FrameQueue {
  private frames: Uint8Array[] = [];
  private first = 0;
  private waitingBytes = 0;
  private early: Uint8Array[] = [];
  private earlyBytes = 0;

  /** The bytes of all frames that wait for their turn. */
  get bytes(): number {
    return this.waitingBytes;
  }

  get isEmpty(): boolean {
    return this.first === this.frames.length;
  }

  /** What the next frame is; undefined for one that is malformed. There must be one. */
  get head(): FrameHead | undefined {
    return readHead(this.frames[this.first] as Uint8Array);
  }

  add(frame: Uint8Array): void {
    this.frames.push(frame);
    this.waitingBytes += sizeOf(frame);
  }

  /** Removes and returns the next frame. There must be one. */
  take(): Uint8Array {
    const frame = this.frames[this.first++] as Uint8Array;
    this.waitingBytes -= sizeOf(frame);
    if (this.isEmpty) {
      this.frames = [];
      this.first = 0;
    }
    return frame;
  }

  /** Keeps a frame until its document is open; returns false where too much is kept already. */
  keepEarly(frame: Uint8Array): boolean {
    if (this.earlyBytes + sizeOf(frame) > MAX_UNAUTHENTICATED_BYTES) return false;
    this.early.push(frame);
    this.earlyBytes += sizeOf(frame);
    return true;
  }

  /** The document is open: what was kept comes before what has come since. */
  releaseEarly(): void {
    this.frames = [...this.early, ...this.frames.slice(this.first)];
    this.first = 0;
    this.waitingBytes += this.earlyBytes;
    this.dropEarly();
  }

  /** The document was refused: the page sends these frames again when it asks for it again. */
  dropUntilNextTry(): void {
    this.dropEarly();
    while (!this.isEmpty && this.head?.kind !== "sign-in") this.take();
  }

  clear(): void {
    this.frames = [];
    this.first = 0;
    this.waitingBytes = 0;
    this.dropEarly();
  }

  private dropEarly() {
    this.early = [];
    this.earlyBytes = 0;
  }
}
