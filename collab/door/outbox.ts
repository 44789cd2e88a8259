/**
 * What is to be sent on one socket, written once a turn: a write costs more than everything else about a keystroke, and
 * `ws` makes one of each frame. A frame for many sockets is made once.
 */
import { writeAtEnd } from "../turn.ts";
import type { NodeSocket } from "./node-socket.ts";

/** Messages, and how they stand on the wire: unmasked binary frames of RFC 6455, one behind the other. */
export type Frames = { readonly bytes: Buffer; readonly messages: readonly Uint8Array[] };

/** For a read that nobody waits for: it goes with what is sent next, or by itself after this long. */
const LATE_MS = 100;
/** What is longer is written as it is, and not copied beside the rest. */
export const MAX_COPIED_BYTES = 16 * 1024;
const FINAL_BINARY = 0x82;

const late = new Set<Outbox>();
let lateTimer: NodeJS.Timeout | undefined;

export type OutboxOptions = {
  /** Told of what is about to be written. */
  onSent: (frames: Frames) => void;
  /** Told after a write of which the system has not taken all. */
  onLeft: () => void;
};

export class Outbox {
  /** How many bytes wait for the end of the turn. */
  bytes = 0;
  private readonly stream: NodeSocket["_socket"];
  private readonly options: OutboxOptions;
  private waiting: Frames[] = [];
  private readonly later: Frames[] = [];
  private isClosed = false;

  constructor({ _socket }: NodeSocket, options: OutboxOptions) {
    this.stream = _socket;
    this.options = options;
  }

  /** False once the socket closes. */
  get isOpen(): boolean {
    return !this.isClosed && this.stream.writable;
  }

  /** Sends at the end of this turn. */
  add(frames: Frames): void {
    this.waiting.push(frames);
    this.bytes += frames.bytes.length;
    writeAtEnd(this);
  }

  /** The same for what comes last in a turn: it is written at once where nothing waits before it. */
  addLast(frames: Frames): void {
    if (this.waiting.length > 0 || this.later.length > 0) this.add(frames);
    else this.put([frames]);
  }

  /** Sends with what is sent next, or within a tenth of a second. */
  addLate(frames: Frames): void {
    this.later.push(frames);
    late.add(this);
    lateTimer ??= setTimeout(writeLate, LATE_MS).unref();
  }

  /** Writes all that waits, now. */
  write(): void {
    const all = this.later.length > 0 ? [...this.waiting, ...this.later.splice(0)] : this.waiting;
    this.waiting = [];
    this.bytes = 0;
    late.delete(this);
    this.put(all);
  }

  /** Writes all that waits, and nothing more. */
  close(): void {
    this.write();
    this.isClosed = true;
  }

  private put(all: Frames[]) {
    const { stream } = this;
    // What is left for a socket that closes is lost, as it is with `ws`.
    if (all.length === 0 || !this.isOpen) return;
    for (const frames of all) this.options.onSent(frames);
    const [first] = all;
    if (all.length === 1 && first) stream.write(first.bytes);
    else if (all.every(({ bytes }) => bytes.length <= MAX_COPIED_BYTES))
      stream.write(Buffer.concat(all.map(({ bytes }) => bytes)));
    else {
      stream.cork();
      for (const { bytes } of all) stream.write(bytes);
      stream.uncork();
    }
    if (stream.writableLength > 0) this.options.onLeft();
  }
}

function writeLate() {
  lateTimer = undefined;
  for (const outbox of late) outbox.write();
}

/** Messages for one write: it may go to many sockets. */
export function framesOf(messages: readonly Uint8Array[]): Frames {
  let size = 0;
  for (const { length } of messages) size += headLength(length) + length;
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const message of messages) {
    at = writeHead(bytes, at, message.length);
    bytes.set(message, at);
    at += message.length;
  }
  return { bytes, messages };
}

const headLength = (length: number) => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHead(bytes: Buffer, at: number, length: number): number {
  bytes[at] = FINAL_BINARY;
  if (length < 126) {
    bytes[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    bytes[at + 1] = 126;
    return bytes.writeUInt16BE(length, at + 2);
  }
  bytes[at + 1] = 127;
  return bytes.writeBigUInt64BE(BigInt(length), at + 2);
}
