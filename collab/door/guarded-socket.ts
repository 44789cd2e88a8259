/**
 * One socket and the frames that have arrived on it: which of them go further, when, and when the socket is not read.
 */
import { type Connection, MessageType } from "@hocuspocus/server";
import * as encoding from "lib0/encoding";
import { CLOSE } from "../../protocol/close-codes.ts";
import { MAX_UNSENT_BYTES } from "../../protocol/limits.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { Traffic } from "../traffic.ts";
import type { Account, AccountHolder } from "./budgets.ts";
import { FrameQueue, sizeOf } from "./frame-queue.ts";
import { documentOf, type FrameHead, readAnswer } from "./frames.ts";
import type { NodeSocket } from "./node-socket.ts";
import { type Frames, framesOf, MAX_COPIED_BYTES, Outbox } from "./outbox.ts";
import type { Served, Turns } from "./turns.ts";
import type { Outcome, UsualFrames } from "./usual-frames.ts";

/** How much of a socket may wait here before it is not read for a while; one more read may come on top. */
const MAX_WAITING_BYTES = 64 * 1024;
/** While more than this is still unsent to a reader, its questions are not answered … */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** … nor while this much is unsent to all sockets of one user together. */
const MAX_UNREAD_BYTES_PER_USER = 16 * 1024 * 1024;
/**
 * For incomplete frames on all sockets of one user: `ws` holds the part that has arrived of each. Four of the largest.
 */
const MAX_HALF_SENT_BYTES_PER_USER = 32 * 1024 * 1024;
/** Frames of which less has arrived are not checked. */
const SMALL_BYTES = 64 * 1024;
/** How long until a socket that does not read is checked again. */
const UNREAD_PAUSE_MS = 50;
/** How many documents are opened for one user at once: each takes queries and memory. */
const MAX_OPENINGS = 16;
/**
 * What opening a document is charged, in milliseconds of a user's time: most of that work is asynchronous, and not
 * measured here.
 */
const OPENING_MS = 50;
/** What an edit costs later, when it is written and sent on. */
const EDIT_MS = 0.05;
/** A socket's state in which it is neither being opened nor closed. */
const OPEN = 1;
/** What an edit costs in all, where no clock is read. */
const LAST_EDIT_MS = 0.2;
/** From this many edits in one go, their user also pays for sending them on. */
const MANY_EDITS = 8;
/** A client that does not answer the closing handshake would stay for half a minute. */
const HARD_CLOSE_MS = 5_000;
/** After this many frames that take no time, the clock is read again. */
const FRAMES_PER_CLOCK_CHECK = 16;

/** Longer frames wait for their user's turn. */
const MAX_STRAIGHT_BYTES = 4 * 1024;
/** What follows the address in Hocuspocus' acknowledgement of an edit. */
const APPLIED = Uint8Array.of(MessageType.SyncStatus, 1);

const outboxes = new WeakMap<object, Outbox>();

/** Where what is sent on a socket waits for the end of the turn. */
export const outboxOf = (webSocket: object): Outbox | undefined => outboxes.get(webSocket);

export type GuardMetrics = Pick<CollabMetrics, "ignored" | "refused" | "unread">;

type GuardOptions = {
  turns: Turns;
  account: Account;
  metrics: GuardMetrics;
  traffic: Traffic;
  usualFrames: UsualFrames;
  /** Hands a frame to Hocuspocus. */
  deliver: (frame: Uint8Array) => void;
};

export class GuardedSocket implements Served, AccountHolder {
  account: Account;
  private readonly webSocket: NodeSocket;
  private readonly options: GuardOptions;
  private readonly queue = new FrameQueue();
  private opening: string | undefined;
  private connection: Connection | undefined;
  private address: string | undefined;
  /** How a frame begins that is meant for this document. */
  private head = new Uint8Array();
  private acknowledgement: Frames | undefined;
  private readonly outbox: Outbox;
  private unreadTimer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isWorking = false;

  constructor(webSocket: NodeSocket, options: GuardOptions) {
    this.webSocket = webSocket;
    this.options = options;
    this.account = options.account;
    this.account.holders.add(this);
    const { send, close } = webSocket;
    this.outbox = new Outbox(webSocket, {
      onSent: ({ messages }) => this.count("out", messages),
      onLeft: () => this.cutUnread(),
    });
    outboxes.set(webSocket, this.outbox);
    webSocket.send = (data) => {
      if (this.isWorking) this.account.takeBytes(data.length);
      if (data.length <= MAX_COPIED_BYTES) this.outbox.add(framesOf([data]));
      else {
        this.outbox.write();
        this.count("out", [data]);
        send.call(webSocket, data);
        this.cutUnread();
      }
      if (this.opening !== undefined && readAnswer(data) === "denied") this.opened();
    };
    webSocket.close = (code, reason) => {
      this.outbox.close();
      // `ws` itself closes when the other side does, and what that side sent before is still waiting here.
      if (webSocket._closeFrameReceived) this.handOverLast();
      else if (code !== CLOSE.restart.code) this.end();
      close.call(webSocket, code, reason);
      setTimeout(() => webSocket.terminate(), HARD_CLOSE_MS).unref();
    };
    webSocket._socket.on("data", () => this.checkHalfSent());
    webSocket.on("pong", () => this.chargeControlFrame());
    webSocket.on("ping", (data) => {
      this.chargeControlFrame();
      // Only the last of several pings has to be answered, and an answer costs more than everything else about a ping.
      if (!this.isOver && !this.account.isInDebt) webSocket.pong(data);
    });
  }

  get unsentBytes() {
    return this.webSocket.bufferedAmount + this.outbox.bytes;
  }

  get halfSentBytes() {
    const { _bufferedBytes, _messageLength } = this.webSocket._receiver;
    return this.isOver ? 0 : _bufferedBytes + _messageLength;
  }

  get isReady() {
    return !this.isOver && !this.queue.isEmpty && !this.hasToWait(this.queue.head);
  }

  receive(frame: Uint8Array): void {
    if (this.isOver) return;
    this.count("in", [frame]);
    this.account.takeBytes(sizeOf(frame));
    if (this.goesStraight(frame)) return;
    this.queue.add(frame);
    this.readOrNot();
    this.options.turns.ask(this);
  }

  goOn(): void {
    this.readOrNot();
    this.options.turns.ask(this);
  }

  moveTo(account: Account): void {
    if (account === this.account || this.isOver) return;
    const isOpening = this.opening !== undefined;
    if (isOpening) this.account.openings--;
    this.account.holders.delete(this);
    this.account.goOn();
    this.account = account;
    account.holders.add(this);
    if (isOpening) account.openings++;
  }

  enter(connection: Connection): void {
    const address = connection.messageAddress;
    this.connection = connection;
    this.address = Buffer.from(address).toString("latin1");
    this.head = headOf(address);
    this.acknowledgement = framesOf([Buffer.concat([this.head, APPLIED])]);
    this.webSocket.removeAllListeners("message");
    this.webSocket.on("message", (frame) => this.receive(frame));
    connection.onClose(() => {
      if (this.connection !== connection) return;
      // Hocuspocus finds out with the next thing that it sends, which may be before we do.
      if (this.webSocket.readyState !== OPEN) this.handOverLast();
      this.connection = undefined;
    });
    this.queue.releaseEarly();
    this.opened();
  }

  leave(): void {
    this.handOverLast();
    this.end();
    this.account.holders.delete(this);
  }

  async work(sliceMs: number): Promise<void> {
    const startedAt = performance.now();
    let edits = 0;
    this.isWorking = true;
    for (let count = 1; !this.isOver && !this.queue.isEmpty; count++) {
      const { head } = this.queue;
      if (this.hasToWait(head)) break;
      const frame = this.queue.take();
      if (head === undefined) this.refuse();
      else if (this.goesFurther(head, frame)) {
        if (head.kind === "edit") edits++;
        if (!this.take(frame)) await this.deliver(frame, head);
      }
      if ((head?.kind !== "unknown" || count % FRAMES_PER_CLOCK_CHECK === 0) && performance.now() - startedAt > sliceMs)
        break;
    }
    if (edits >= MANY_EDITS) this.connection?.document.flush();
    this.isWorking = false;
    this.account.takeTime(edits * EDIT_MS);
    this.readOrNot();
  }

  /** Takes a frame in the turn in which it came, where nothing of its sender waits, and it is a usual one. */
  private goesStraight(frame: Uint8Array): boolean {
    const { account, options } = this;
    if (!this.connection || this.isWorking || !this.queue.isEmpty || frame.byteLength > MAX_STRAIGHT_BYTES)
      return false;
    if (!account.mayGoStraight()) return false;
    const startedAt = performance.now();
    const isTaken = this.take(frame);
    options.turns.charge(account, performance.now() - startedAt + (isTaken ? EDIT_MS : 0));
    return isTaken;
  }

  /** Takes a usual frame of the document that is open here; false where it has to go the long way. */
  private take(frame: Uint8Array): boolean {
    const { connection, head } = this;
    if (!connection || !startsWith(frame, head)) return false;
    const outcome = this.tryUsual(connection, frame);
    if (outcome === "malformed") this.refuse();
    if (outcome === "edit" && this.acknowledgement) this.outbox.addLate(this.acknowledgement);
    return outcome !== "unusual";
  }

  /** What cannot be read goes the long way as well: there it is found out what is wrong with it. */
  private tryUsual(connection: Connection, frame: Uint8Array): Outcome {
    try {
      return this.options.usualFrames.take(connection, frame, this.head.length);
    } catch {
      return "unusual";
    }
  }

  /** Counts what passes once somebody is let in. */
  private count(direction: "in" | "out", frames: readonly Uint8Array[]) {
    if (this.connection) for (const frame of frames) this.options.traffic.count(direction, frame);
  }

  private cutUnread() {
    if (this.unsentBytes > MAX_UNSENT_BYTES) this.cut();
  }

  private async deliver(frame: Uint8Array, head: FrameHead) {
    if (head.kind === "sign-in") {
      this.opening = head.address;
      this.account.openings++;
      if (!this.account.isAnonymous) this.account.takeTime(OPENING_MS);
    }
    // In a buffer of its own: where an update announces more than it holds, Yjs would go on reading in the rest of the
    // buffer.
    this.options.deliver(frame.byteLength === frame.buffer.byteLength ? frame : new Uint8Array(frame));
    await this.connection?.waitForPendingMessages();
  }

  private goesFurther(head: FrameHead, frame: Uint8Array): boolean {
    const isHere = this.connection !== undefined && head.address === this.address;
    if (head.kind === "unknown") this.options.metrics.ignored.inc({ reason: "unknown" });
    else if (head.kind === "sign-in") {
      // A second connection to the same document would get everything twice.
      if (!this.connection || documentOf(head.address) !== documentOf(this.address ?? "")) return true;
      this.options.metrics.ignored.inc({ reason: "unknown" });
    } else if (isHere) return true;
    // A page that comes back may send what was left over before it asks for the document.
    else if (this.connection || !this.queue.keepEarly(frame))
      this.options.metrics.ignored.inc({ reason: "unaddressed" });
    return false;
  }

  /**
   * Whether a frame waits for something other than its turn: for its document, for a place to open one, or for its
   * sender to read.
   */
  private hasToWait(head: FrameHead | undefined): boolean {
    if (this.opening !== undefined) return true;
    if (head?.kind === "sign-in") return this.account.openings >= MAX_OPENINGS;
    if (head?.kind !== "question") return false;
    if (this.unsentBytes <= MAX_UNREAD_BYTES && this.account.unsentBytes <= MAX_UNREAD_BYTES_PER_USER) return false;
    this.unreadTimer ??= setTimeout(() => {
      this.unreadTimer = undefined;
      this.options.turns.ask(this);
    }, UNREAD_PAUSE_MS).unref();
    return true;
  }

  /**
   * Takes what somebody typed before leaving, since there is no later turn. It is little; somebody in debt has had
   * their share.
   */
  private handOverLast() {
    const { connection } = this;
    if (this.isOver || !connection || this.account.isInDebt) return;
    let edits = 0;
    while (!this.queue.isEmpty) {
      const { head } = this.queue;
      const frame = this.queue.take();
      if (head?.kind !== "edit" || head.address !== this.address) continue;
      edits++;
      connection.handleMessage(new Uint8Array(frame));
    }
    this.account.takeTime(edits * LAST_EDIT_MS);
  }

  /** A document was opened, or refused. */
  private opened() {
    if (this.opening === undefined) return;
    this.opening = undefined;
    this.account.openings--;
    if (!this.connection) this.queue.dropUntilNextTry();
    this.account.goOn();
  }

  private readOrNot() {
    const isEnough = this.queue.bytes > MAX_WAITING_BYTES || this.account.isInDebt;
    if (isEnough && !this.isOver) this.webSocket.pause();
    else if (this.webSocket.isPaused) this.webSocket.resume();
  }

  /** Ends the socket on which more arrives: the others are done once their frames are complete. */
  private checkHalfSent() {
    if (this.isOver || this.halfSentBytes < SMALL_BYTES || this.account.halfSentBytes <= MAX_HALF_SENT_BYTES_PER_USER)
      return;
    this.options.metrics.refused.inc({ reason: "half-sent" });
    this.end();
    this.webSocket.terminate();
  }

  private chargeControlFrame() {
    if (this.isOver) return;
    this.account.chargeControlFrame();
    this.readOrNot();
  }

  private refuse() {
    this.options.metrics.refused.inc({ reason: "malformed" });
    this.webSocket.close(CLOSE.malformed.code, "malformed");
  }

  private cut() {
    if (!this.isOver) this.options.metrics.unread.inc();
    this.end();
    this.webSocket.terminate();
  }

  /** Nothing that it sends is taken from now on, but it is still read, since the closing handshake comes after it. */
  private end() {
    if (this.isOver) return;
    this.isOver = true;
    this.queue.clear();
    clearTimeout(this.unreadTimer);
    if (this.opening !== undefined) this.account.openings--;
    this.opening = undefined;
    this.account.goOn();
    this.readOrNot();
  }
}

/** An address as frames begin with it. */
function headOf(address: string): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  return encoding.toUint8Array(encoder);
}

function startsWith(frame: Uint8Array, head: Uint8Array): boolean {
  if (frame.length <= head.length) return false;
  for (let i = 0; i < head.length; i++) if (frame[i] !== head[i]) return false;
  return true;
}
