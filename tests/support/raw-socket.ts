import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { ServerEvent } from "../../protocol/events.ts";
import type { Stack } from "./stack.ts";
import { until } from "./until.ts";

/** Hocuspocus' message types. */
const TYPE = { sync: 0, awareness: 1, auth: 2, stateless: 5, broadcastStateless: 6, close: 7, syncStatus: 8 } as const;

const EMPTY_STATE_VECTOR = new Uint8Array([0]);

/** A frame made by hand: the document's name, then `parts`. */
export function frame(name: string, ...parts: (number | string | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, name);
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

export const signInFrame = (name: string, token = "") => frame(name, TYPE.auth, 0, token);
export const syncStep1Frame = (name: string, stateVector: Uint8Array) => frame(name, TYPE.sync, 0, stateVector);
export const syncStep2Frame = (name: string, update: Uint8Array) => frame(name, TYPE.sync, 1, update);
export const updateFrame = (name: string, update: Uint8Array) => frame(name, TYPE.sync, 2, update);
export const statelessFrame = (name: string, payload: string) => frame(name, TYPE.stateless, payload);
export const closeFrame = (name: string) => frame(name, TYPE.close, "");
export const broadcastFrame = (name: string, payload: string) => frame(name, TYPE.broadcastStateless, payload);

/** The beginning of a WebSocket frame of so many bytes (below 2^31) as it announces, and so many zeros of it. */
function halfFrame(announced: number, bytes: number): Buffer {
  const head = Buffer.alloc(14);
  head.writeUInt8(0x82, 0);
  head.writeUInt8(0x80 | 127, 1);
  head.writeUInt32BE(announced, 6);
  return Buffer.concat([head, Buffer.alloc(bytes)]);
}

/** An awareness update that says `state` (JSON, possibly not valid) of `clientId`. */
export function awarenessFrame(name: string, clientId: number, state: string, clock = 1): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, state);
  return frame(name, TYPE.awareness, encoding.toUint8Array(encoder));
}

export type RawSocket = Awaited<ReturnType<typeof openRaw>>;

/** A socket of an attacker, who has a cookie or none and writes frames by hand. */
export async function openRaw(
  { collabOrigin, origin }: Pick<Stack, "collabOrigin" | "origin">,
  cookie?: string,
  query = "",
) {
  const socket = new WebSocket(`${collabOrigin.replace(/^http/, "ws")}/collab${query}`, {
    headers: { origin, ...(cookie && { cookie }) },
  });
  const events: ServerEvent[] = [];
  /** True for each change that the server says it applied, false for each that it refused. */
  const acknowledged: boolean[] = [];
  /** The updates of others. */
  const updates: Uint8Array[] = [];
  /** What was said of client ids by awareness, in order; null for one that is gone. */
  const presences: { clientId: number; state: unknown }[] = [];
  /** `let in: …` or `refused: …`, one for each sign-in frame. */
  const answers: string[] = [];
  let received = 0;
  let syncs = 0;
  let lastSync = new Uint8Array();
  socket.on("message", (data: Buffer) => {
    received++;
    const decoder = decoding.createDecoder(data);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === TYPE.auth) {
      const refused = decoding.readVarUint(decoder) === 1;
      const detail = decoding.readVarString(decoder);
      answers.push(refused ? `refused: ${detail}` : `let in: ${detail}`);
    }
    if (type === TYPE.sync) {
      const step = decoding.readVarUint(decoder);
      const bytes = new Uint8Array(decoding.readVarUint8Array(decoder));
      if (step === 2) updates.push(bytes);
      if (step === 1) {
        syncs++;
        lastSync = bytes;
      }
    }
    if (type === TYPE.awareness) presences.push(...readPresences(decoding.readVarUint8Array(decoder)));
    if (type === TYPE.stateless) events.push(JSON.parse(decoding.readVarString(decoder)) as ServerEvent);
    if (type === TYPE.syncStatus) acknowledged.push(decoding.readVarInt(decoder) === 1);
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("error", () => {});
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return {
    socket,
    events,
    acknowledged,
    answers,
    updates,
    presences,
    closed,
    receivedCount: () => received,
    send: (data: Uint8Array | string) => socket.send(data),
    /** Sends a frame in two writes, the second of which begins with its byte `from`. */
    sendInPieces(data: Uint8Array, from: number) {
      const tcp = (socket as unknown as { _socket: Socket })._socket;
      const mask = Buffer.from([1, 2, 3, 4]);
      const size =
        data.length < 126
          ? Buffer.from([0x80 | data.length])
          : Buffer.from([0x80 | 126, data.length >> 8, data.length & 255]);
      const bytes = Buffer.concat([Buffer.from([0x82]), size, mask, data.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
      const at = bytes.length - data.length + from;
      // A ping that came in between would be answered in between, which is no WebSocket any more.
      socket.pause();
      tcp.write(bytes.subarray(0, at));
      setTimeout(() => {
        tcp.write(bytes.subarray(at));
        socket.resume();
      }, 20);
    },
    /** Sends so many bytes of a frame that announces more, and never the rest. */
    sendHalf: (announced: number, bytes: number) =>
      void (socket as unknown as { _socket: Socket })._socket.write(halfFrame(announced, bytes)),
    /** Signs in to a document; resolves with `let in: readonly`, `let in: read-write` or `refused: reason`. */
    signIn(name: string) {
      const before = answers.length;
      socket.send(signInFrame(name));
      return until(() => answers[before]);
    },
    /** Resolves when the server has handled everything that was sent before. */
    async handled(name: string) {
      const before = syncs;
      socket.send(syncStep1Frame(name, EMPTY_STATE_VECTOR));
      await until(() => syncs > before);
    },
    /** Everything that the document holds, as an update. */
    async wholeDocument(name: string) {
      const before = syncs;
      socket.send(syncStep1Frame(name, EMPTY_STATE_VECTOR));
      await until(() => syncs > before);
      return lastSync;
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}

function readPresences(update: Uint8Array) {
  const decoder = decoding.createDecoder(update);
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const clientId = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    return { clientId, state: JSON.parse(decoding.readVarString(decoder)) as unknown };
  });
}
