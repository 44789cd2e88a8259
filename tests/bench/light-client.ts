/**
 * Somebody in a document who costs the measuring side little: sends, frame by frame, what Hocuspocus' provider sends,
 * and of what comes keeps nothing. To a server the two are alike (`npm run bench -- --stock typing` compares).
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { uint32 } from "lib0/random";
import * as Y from "yjs";
import {
  awarenessFrame,
  closeFrame,
  frame,
  syncStep1Frame,
  syncStep2Frame,
  updateFrame,
} from "../support/raw-socket.ts";
import { type LightSocket, openLightSocket } from "./light-socket.ts";

const SYNC = 0;
const AUTH = 2;
const PING = 9;
const PONG = new Uint8Array([10]);
const PROVIDER_VERSION = "4.8.0";
const EMPTY_STATE_VECTOR = new Uint8Array([0]);
const EMPTY_UPDATE = new Uint8Array([0, 0]);
/** So often a provider says again what it has said of itself. */
const RENEW_MS = 15_000;

export type LightWish = {
  /** Of the server. */
  origin: string;
  /** The document's. */
  name: string;
  cookie?: string;
  /** What the browser says it comes from. */
  page?: string;
  /** Asks for presence as Tandem's page does. */
  isBrief?: boolean;
};

export class LightClient implements Disposable {
  readonly clientId = uint32();
  /** Gets every update of the document, the first one with all that it held. */
  onUpdate: (update: Uint8Array) => void = () => {};
  /** Resolves when all has come that the document held. */
  readonly synced: Promise<void>;
  private readonly name: string;
  private socket: LightSocket | undefined;
  private presence: object = {};
  private presenceClock = 0;
  private readonly renewal = setInterval(() => this.publish(this.presence), RENEW_MS).unref();
  private onSynced = () => {};
  private onRefused: (error: Error) => void = () => {};

  constructor(wish: LightWish) {
    this.name = wish.name;
    this.synced = new Promise((resolve, reject) => {
      this.onSynced = resolve;
      this.onRefused = reject;
    });
    this.open(wish).catch(this.onRefused);
  }

  private async open({ origin, name, cookie, page = origin, isBrief = false }: LightWish) {
    this.socket = await openLightSocket(`${origin}/collab?session=${name}${isBrief ? "&presence=brief" : ""}`, {
      headers: { origin: page, ...(cookie !== undefined && { cookie }) },
      onMessage: (message) => this.read(message),
    });
    this.socket.send(frame(name, AUTH, 0, "", PROVIDER_VERSION));
    this.socket.send(syncStep1Frame(name, EMPTY_STATE_VECTOR));
    this.publish({});
  }

  /** The bytes that have come down the wire. */
  bytes = () => this.socket?.bytes() ?? 0;

  sendUpdate(update: Uint8Array) {
    this.socket?.send(updateFrame(this.name, update));
  }

  /** Says of itself what a provider says by awareness. */
  publish(presence: object) {
    this.presence = presence;
    this.socket?.send(awarenessFrame(this.name, this.clientId, JSON.stringify(presence), this.presenceClock++));
  }

  private read(message: Buffer) {
    if (message.length === 1 && message[0] === PING) return this.socket?.send(PONG);
    // A name is an id: the byte before it is its length.
    const at = (message[0] ?? 0) + 1;
    const [type, kind] = [message[at], message[at + 1]];
    if (type === AUTH && kind === 1) this.onRefused(new Error(`${this.name} refuses: ${message.toString("latin1")}`));
    if (type !== SYNC) return;
    if (kind === 0) return this.socket?.send(syncStep2Frame(this.name, EMPTY_UPDATE));
    const decoder = decoding.createDecoder(message);
    decoder.pos = at + 2;
    const update = decoding.readVarUint8Array(decoder);
    this.onUpdate(update);
    if (kind === 1) this.onSynced();
  }

  [Symbol.dispose]() {
    clearInterval(this.renewal);
    this.socket?.send(closeFrame(this.name));
    this.socket?.close();
  }
}

/** Tells which characters of others have come, by Yjs' clock from one up to another one, each of them once. */
export function watchTyped(client: LightClient, onTyped: (other: number, from: number, to: number) => void) {
  const known = new Map<number, number>();
  client.onUpdate = (update) => {
    const { from, to } = Y.parseUpdateMeta(update);
    for (const [other, end] of to) {
      const start = Math.max(known.get(other) ?? 0, from.get(other) ?? 0);
      if (other === client.clientId || end <= start) continue;
      known.set(other, end);
      onTyped(other, start, end);
    }
  };
}

/** One character right behind another one, at the end of a text, as Yjs writes it (V1). */
export function insertion(id: Y.ID, behind: Y.ID): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, id.client);
  encoding.writeVarUint(encoder, id.clock);
  // An item of characters that says what it stands behind, and nothing else of its place.
  encoding.writeUint8(encoder, 0x84);
  encoding.writeVarUint(encoder, behind.client);
  encoding.writeVarUint(encoder, behind.clock);
  encoding.writeVarString(encoder, "x");
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}
