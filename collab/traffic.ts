/**
 * Counts what passes through the sockets of people who were let in, and with `LOG=collab` writes a line for each frame:
 * which session, which kind, how large; never what is in it.
 */
import { MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { messageYjsUpdate } from "y-protocols/sync";
import type { Log } from "../observe/log.ts";

type Direction = "in" | "out";
type Counts = { frames: number; bytes: number; updates: number };

export class Traffic {
  /** Read when the metrics are read: a counter with a label costs more than all else about a frame that is counted. */
  readonly counts: Readonly<Record<Direction, Counts>> = {
    in: { frames: 0, bytes: 0, updates: 0 },
    out: { frames: 0, bytes: 0, updates: 0 },
  };
  private readonly log: Log | undefined;

  /** `log` is where each frame is written down, if at all. */
  constructor(log?: Log) {
    this.log = log;
  }

  count(direction: Direction, frame: Uint8Array): void {
    const counts = this.counts[direction];
    counts.frames++;
    counts.bytes += frame.byteLength;
    if (isEdit(frame)) counts.updates++;
    this.log?.info({ direction, ...headOf(frame), bytes: frame.byteLength }, "frame");
  }
}

/** Every frame passes here, so no name is decoded: it is a session's id, and the byte before it is its length. */
function isEdit(frame: Uint8Array): boolean {
  const type = frame[(frame[0] ?? 0) + 1];
  return type === MessageType.Sync && frame[(frame[0] ?? 0) + 2] === messageYjsUpdate;
}

function headOf(frame: Uint8Array): { sessionId?: string; kind: string } {
  try {
    const decoder = decoding.createDecoder(frame);
    const sessionId = decoding.readVarString(decoder).slice(0, 36);
    return { sessionId, kind: MessageType[decoding.readVarUint(decoder)] ?? "unknown" };
  } catch {
    return { kind: "malformed" };
  }
}
