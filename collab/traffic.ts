/**
 * Counts what passes through the sockets of people who were let in, and with `LOG=collab` writes a line for each frame:
 * which session, which kind, how large; never what is in it.
 */
import { type connectedPayload, type Extension, MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { messageYjsUpdate } from "y-protocols/sync";
import type { Log } from "../observe/log.ts";
import type { CollabMetrics } from "./metrics.ts";

export type TrafficOptions = {
  metrics: Pick<CollabMetrics, "frames" | "frameBytes" | "updates">;
  /** Where each frame is written down, if at all. */
  log?: Log;
};

/** Hocuspocus knows its sockets by what all runtimes have; under Node they are those of `ws`. */
type Socket = {
  on(event: "message", listener: (data: Uint8Array) => void): void;
  send(data: Uint8Array, ...rest: unknown[]): void;
};

export class Traffic implements Extension {
  extensionName = "traffic";
  private readonly options: TrafficOptions;
  /** One socket may carry several documents. */
  private readonly watched = new WeakSet<Socket>();

  constructor(options: TrafficOptions) {
    this.options = options;
  }

  async connected({ connection }: connectedPayload) {
    const socket = connection.webSocket as unknown as Socket;
    if (this.watched.has(socket)) return;
    this.watched.add(socket);
    socket.on("message", (data) => this.count("in", data));
    const send = socket.send.bind(socket);
    socket.send = (data, ...rest) => {
      this.count("out", data);
      send(data, ...rest);
    };
  }

  private count(direction: "in" | "out", data: Uint8Array) {
    const { metrics, log } = this.options;
    metrics.frames.inc({ direction });
    if (isEdit(data)) metrics.updates.inc({ direction });
    metrics.frameBytes.inc({ direction }, data.byteLength);
    log?.info({ direction, ...headOf(data), bytes: data.byteLength }, "frame");
  }
}

/** y-protocols' number of a message that is neither half of a handshake. */

/** Every frame passes here, so no name is decoded: it is a session's id, and the byte before it is its length. */
function isEdit(data: Uint8Array): boolean {
  const type = data[(data[0] ?? 0) + 1];
  return type === MessageType.Sync && data[(data[0] ?? 0) + 2] === messageYjsUpdate;
}

function headOf(data: Uint8Array): { sessionId?: string; kind: string } {
  try {
    const decoder = decoding.createDecoder(data);
    const sessionId = decoding.readVarString(decoder).slice(0, 36);
    return { sessionId, kind: MessageType[decoding.readVarUint(decoder)] ?? "unknown" };
  } catch {
    return { kind: "malformed" };
  }
}
