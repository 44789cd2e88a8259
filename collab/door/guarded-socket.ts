/** One socket and what has come of it: which of its frames go further, when, and when it is read no more. */
import type { Connection } from "@hocuspocus/server";
import { CLOSE } from "../../protocol/close-codes.ts";
import { MAX_UNSENT_BYTES } from "../../protocol/limits.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { Account, AccountHolder } from "./budgets.ts";
import { FrameQueue, sizeOf } from "./frame-queue.ts";
import { documentOf, type FrameHead, readAnswer } from "./frames.ts";
import type { NodeSocket } from "./node-socket.ts";
import type { Served, Turns } from "./turns.ts";

/** As much of a socket waits here before it is read no further; one read of it comes on top. */
const MAX_WAITING_BYTES = 64 * 1024;
/** Until a reader has taken all but so much of what it was sent, no more questions of it are answered … */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** … and of all sockets of one user together. */
const MAX_UNREAD_BYTES_PER_USER = 16 * 1024 * 1024;
/**
 * Of frames that are not whole yet, on all sockets of one user: `ws` holds what has come of each. Four of the largest.
 */
const MAX_HALF_SENT_BYTES_PER_USER = 32 * 1024 * 1024;
/** Frames of which less has come are not checked. */
const SMALL_BYTES = 64 * 1024;
/** How long until a socket that does not read is checked again. */
const UNREAD_PAUSE_MS = 50;
/** Documents that are opened for one user at once: each takes queries, and room. */
const MAX_OPENINGS = 16;
/**
 * What it takes of a node to open a document, in milliseconds of a user's time: the rest of it is awaited, and not seen
 * here.
 */
const OPENING_MS = 50;
/** What an edit takes later, when it is written and sent on. */
const EDIT_MS = 0.05;
/** A socket's state in which it is neither being opened nor closed. */
const OPEN = 1;
/** What an edit takes in all, where nobody looks at the clock. */
const LAST_EDIT_MS = 0.2;
/** From this many edits in one go, their user also pays for sending them on. */
const MANY_EDITS = 8;
/** A client that does not answer the closing handshake would stay for half a minute. */
const HARD_CLOSE_MS = 5_000;
/** After this many frames that take no time, the clock is read again. */
const FRAMES_PER_CLOCK_CHECK = 16;

export type GuardMetrics = Pick<CollabMetrics, "ignored" | "refused" | "unread">;

type GuardOptions = {
  turns: Turns;
  account: Account;
  metrics: GuardMetrics;
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
  private unreadTimer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isWorking = false;

  constructor(webSocket: NodeSocket, options: GuardOptions) {
    this.webSocket = webSocket;
    this.options = options;
    this.account = options.account;
    this.account.holders.add(this);
    const { send, close } = webSocket;
    webSocket.send = (data, ...rest) => {
      if (this.isWorking) this.account.takeBytes(data.length);
      send.call(webSocket, data, ...rest);
      if (webSocket.bufferedAmount > MAX_UNSENT_BYTES) this.cut();
      if (this.opening !== undefined && typeof data !== "string" && readAnswer(data) === "denied") this.opened();
    };
    webSocket.close = (code, reason) => {
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
      // Only the last of several has to be answered, and an answer costs more than all the rest of it.
      if (!this.isOver && !this.account.isInDebt) webSocket.pong(data);
    });
  }

  get unsentBytes() {
    return this.webSocket.bufferedAmount;
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
    this.account.takeBytes(sizeOf(frame));
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
        await this.deliver(frame, head);
      }
      if ((head?.kind !== "unknown" || count % FRAMES_PER_CLOCK_CHECK === 0) && performance.now() - startedAt > sliceMs)
        break;
    }
    if (edits >= MANY_EDITS) this.connection?.document.flush();
    this.isWorking = false;
    this.account.takeTime(edits * EDIT_MS);
    this.readOrNot();
  }

  private async deliver(frame: Uint8Array, head: FrameHead) {
    if (head.kind === "sign-in") {
      this.opening = head.address;
      this.account.openings++;
      if (!this.account.isAnonymous) this.account.takeTime(OPENING_MS);
    }
    // In a buffer of its own: Yjs would read what an update announces and does not hold from what else is in this one.
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
   * Whether a frame waits for something else than its turn: its document, a place to open one, or that its sender
   * reads.
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
   * What somebody typed before leaving is taken along: there is no later turn. It is little, and who is in debt has had
   * a share.
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

  /** It is the one who sends more that is ended: with the others it is over once their frames are whole. */
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

  /** Nothing of it is taken from now on; what it still sends is read, for the closing handshake is behind it. */
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
