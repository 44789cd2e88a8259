/**
 * From a live document to everybody who has it open: what a turn of the event loop has brought, merged, in one write a
 * socket, and to nobody what they have sent themselves. Hocuspocus makes a write of each frame, and echoes.
 *
 * safety: each reader is sent every update that the document applies while they read, except for their own, and each
 * presence that changes in its last state. Nothing is sent to a reader before what they were sent earlier.
 * liveness: an edit waits for the end of its turn; where many read, also until `PAUSE_PER_READER_MS` have passed for
 * each of them since the last one was sent. A caret waits for the next edit, `CARET_MS` at most.
 */
import {
  type afterLoadDocumentPayload,
  type Connection,
  type Document,
  type Extension,
  MessageType,
} from "@hocuspocus/server";
import * as encoding from "lib0/encoding";
import { type Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import { messageYjsUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import { connectionOf } from "../connection.ts";
import { type Frames, framesOf } from "../door/outbox.ts";
import { outboxOf } from "../door/guarded-socket.ts";
import { speakAtEnd, type Speaker } from "../turn.ts";
import { BriefPresence } from "./brief-presence.ts";

/** A write takes about four times less. An edit that comes alone is sent at once, however many read. */
const PAUSE_PER_READER_MS = 0.05;
const MAX_PAUSE_MS = 5;
const CARET_MS = 40;
/**
 * `Y.mergeUpdates` takes quadratic time: somebody who replays 40,000 small updates would stop the whole node for half a
 * minute. This much is some 140 keystrokes, which take 3 µs each.
 */
const MAX_MERGED_BYTES = 4_096;
/** If more people than this have written in one turn, everybody is sent everything: to leave out takes a merge each. */
const MAX_LEFT_OUT = 8;

type Presences = Record<"added" | "updated" | "removed", number[]>;
type Edit = { update: Uint8Array; from: Connection | undefined };
type States = Awareness["states"];
type Letter = {
  /** Whose own edits and presence are left out; undefined for everybody else. */
  reader: Connection | undefined;
  address: string;
  edits: Edit[];
  changed: ReadonlyMap<number, Connection | undefined>;
  states: States;
};

export class Delivery implements Extension {
  extensionName = "delivery";
  priority = 1_000;

  async afterLoadDocument({ document }: afterLoadDocumentPayload) {
    new Room(document);
  }
}

/** What is reached for behind Hocuspocus' document: both send to everybody at once. */
type Seams = { broadcastUpdate: (update: Uint8Array) => void; broadcastAwarenessUpdate: (clientIds: number[]) => void };

class Room implements Speaker {
  private readonly document: Document;
  private edits: Edit[] = [];
  private bytes = 0;
  /** Whose presence has changed, and which connection said so itself. */
  private changed = new Map<number, Connection | undefined>();
  /** Somebody came, went, or is somebody else now: what is sent next builds on that. */
  private isUrgent = false;
  private readonly brief = new BriefPresence();
  private quietUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;

  constructor(document: Document) {
    this.document = document;
    document.flushDelay = false;
    const seams = document as unknown as Seams;
    seams.broadcastUpdate = () => {};
    seams.broadcastAwarenessUpdate = () => {};
    document.flush = () => {
      this.deliver();
      return document;
    };
    document.on("update", (update: Uint8Array, origin: unknown) => this.add({ update, from: connectionOf(origin) }));
    document.awareness.on("update", (presences: Presences, origin: unknown) =>
      this.addPresences(presences, connectionOf(origin)),
    );
  }

  /** At the end of the turn, or when a pause is over. */
  speak(): void {
    const early = this.quietUntil - performance.now();
    if (early > 0 && !this.isUrgent) this.speakIn(early);
    else this.deliver();
  }

  private add(edit: Edit) {
    this.bytes += edit.update.byteLength;
    this.edits.push(edit);
    if (this.bytes >= MAX_MERGED_BYTES) this.deliver();
    else speakAtEnd(this);
  }

  private addPresences({ added, updated, removed }: Presences, from: Connection | undefined) {
    for (const clientId of updated) this.changed.set(clientId, from);
    for (const clientId of [...added, ...removed]) this.changed.set(clientId, undefined);
    if (from && added.length === 0 && removed.length === 0) return this.speakIn(CARET_MS);
    this.isUrgent = true;
    speakAtEnd(this);
  }

  private speakIn(ms: number) {
    const dueAt = performance.now() + ms;
    if (dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.dueAt = Infinity;
      this.speak();
    }, ms).unref();
  }

  private deliver() {
    clearTimeout(this.timer);
    this.dueAt = Infinity;
    this.isUrgent = false;
    const { edits, changed, document } = this;
    const { connections } = document;
    this.edits = [];
    this.bytes = 0;
    this.changed = new Map();
    if (connections.size === 0 || (edits.length === 0 && changed.size === 0)) return;
    const authors = new Set([...edits.map(({ from }) => from), ...changed.values()]);
    const leavesOut = authors.size <= MAX_LEFT_OUT;
    const whole = document.awareness.states;
    const brief = changed.size > 0 ? this.brief.statesFor(document, [...changed.keys()]) : whole;
    /** By the states that are in them, and the address. */
    const forAll = new Map([whole, brief].map((states) => [states, new Map<string, Frames | undefined>()]));
    for (const connection of connections.keys()) {
      const { messageAddress: address } = connection;
      const states = this.brief.has(connection) ? brief : whole;
      const made = forAll.get(states);
      const letter = { address, edits, changed, states };
      if (leavesOut && authors.has(connection))
        sendFrames(connection, this.framesFor({ ...letter, reader: connection }));
      else {
        if (!made?.has(address)) made?.set(address, this.framesFor({ ...letter, reader: undefined }));
        sendFrames(connection, made?.get(address));
      }
    }
    this.quietUntil = performance.now() + Math.min(MAX_PAUSE_MS, (connections.size - 2) * PAUSE_PER_READER_MS);
  }

  /** What one reader, or everybody, is to be sent; undefined where there is nothing. */
  private framesFor({ reader, address, edits, changed, states }: Letter): Frames | undefined {
    const isOthers = (from: Connection | undefined) => from === undefined || from !== reader;
    const updates = edits.filter(({ from }) => isOthers(from)).map(({ update }) => update);
    const { awareness } = this.document;
    const clientIds = [...changed]
      .filter(([clientId, from]) => isOthers(from) && awareness.meta.has(clientId))
      .map(([clientId]) => clientId);
    const messages = merged(updates).map((update) => updateMessage(address, update));
    if (clientIds.length > 0) messages.push(awarenessMessage(address, awareness, clientIds, states));
    return messages.length > 0 ? framesOf(messages) : undefined;
  }
}

/** Updates as one, or as they are where Yjs fails at that. */
function merged(updates: Uint8Array[]): Uint8Array[] {
  if (updates.length < 2) return updates;
  try {
    return [Y.mergeUpdates(updates)];
  } catch {
    return updates;
  }
}

function updateMessage(address: string, update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, MessageType.Sync);
  encoding.writeVarUint(encoder, messageYjsUpdate);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

function awarenessMessage(address: string, awareness: Awareness, clientIds: number[], states: States): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, MessageType.Awareness);
  encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, clientIds, states));
  return encoding.toUint8Array(encoder);
}

function sendFrames(connection: Connection, frames: Frames | undefined) {
  if (!frames) return;
  const outbox = outboxOf(connection.webSocket);
  if (outbox?.isOpen) outbox.addLast(frames);
  // As Hocuspocus finds out about it.
  else connection.close();
}
