/**
 * What stands before Hocuspocus on each socket. A frame is counted before anything of it is read, then waits for its
 * user's turn. While somebody has more waiting than may be, or has taken more than their share, their sockets are not
 * read: nothing is dropped, nobody is shut out, and nothing grows. What no client has to send goes no further, and a
 * socket that does not read what it was sent is ended.
 */
import type { connectedPayload, Connection, Extension, Hocuspocus } from "@hocuspocus/server";
import type { Account, AccountHolder, Accounts } from "./budgets.ts";
import { documentOf, type FrameHead, readAnswer, readHead } from "./frames.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import { MAX_UNAUTHENTICATED_BYTES, MAX_UNSENT_BYTES } from "../../protocol/limits.ts";
import { type Served, Turns } from "./turns.ts";

/** As much of a socket waits here before it is read no further; one read of it comes on top. */
const MAX_WAITING_BYTES = 64 * 1024;
/** What a frame takes besides its bytes. */
const FRAME_BYTES = 64;
/** Until a reader has taken all but so much of what it was sent, no more questions of it are answered … */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** … and of all sockets of one user together. */
const MAX_UNREAD_BYTES_A_USER = 16 * 1024 * 1024;
/**
 * Of frames that are not whole yet, on all sockets of one user: `ws` holds what has come of each. Four of the largest.
 */
const MAX_HALF_SENT_BYTES_A_USER = 32 * 1024 * 1024;
/** So much of one frame is looked at by nobody. */
const SMALL_BYTES = 64 * 1024;
/** Whoever does not read is looked at again after so long. */
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
/** Of so many edits in one go their user pays for sending them on, too. */
const MANY_EDITS = 8;
/** Who does not answer the closing handshake would stay for half a minute. */
const HARD_CLOSE_MS = 5_000;
/** Frames that take no time look at the clock only now and then. */
const FRAMES_A_LOOK = 16;

export type DoorOptions = {
  accounts: Accounts;
  /** The hash of the sign-in that a cookie names, where its signature is good. */
  signInOf: (cookie: string | null) => string | undefined;
  /**
   * A frame goes no further: `unknown` is of no kind that clients send, `unaddressed` for no document that is open
   * here.
   */
  onIgnored: (reason: "unknown" | "unaddressed") => void;
  onRefused: (reason: "malformed" | "half-sent") => void;
  /** A socket was ended that did not read what it was sent. */
  onUnread: () => void;
  /** A socket has closed. */
  onGone: (request: Request) => void;
};

/** Hocuspocus knows its sockets by what all runtimes have; under Node they are those of `ws`. */
export type NodeSocket = {
  readonly bufferedAmount: number;
  readonly isPaused: boolean;
  readonly readyState: number;
  /** The other side closes. */
  readonly _closeFrameReceived?: boolean;
  pause(): void;
  resume(): void;
  terminate(): void;
  ping(): void;
  pong(data: Uint8Array): void;
  send(data: Uint8Array | string, ...rest: unknown[]): void;
  close(code?: number, reason?: string): void;
  on(event: "ping" | "pong", listener: (data: Uint8Array) => void): void;
  on(event: "error", listener: (error: { code?: string }) => void): void;
  readonly _socket: { on(event: "data", listener: () => void): void };
  /** What has come of a frame, in pieces as they came, and of a message, in frames; and how long one may be. */
  readonly _receiver: { readonly _bufferedBytes: number; readonly _messageLength: number; _maxPayload: number };
};

export class Door implements Extension {
  extensionName = "door";
  private readonly options: DoorOptions;
  private readonly turns = new Turns();
  private readonly sockets = new WeakMap<Request, GuardedSocket>();

  constructor(options: DoorOptions) {
    this.options = options;
  }

  /** There is no hook before a frame is read, so we stand before the one function that each socket comes through. */
  async onConfigure({ instance }: { instance: Hocuspocus }) {
    const handleConnection = instance.handleConnection.bind(instance);
    instance.handleConnection = (webSocket, request, context) => {
      const client = handleConnection(webSocket, request, context);
      const { handleMessage, handleClose } = client;
      const socket = new GuardedSocket(webSocket as unknown as NodeSocket, {
        ...this.options,
        turns: this.turns,
        account: this.options.accounts.ofSignIn(this.options.signInOf(request.headers.get("cookie"))),
        deliver: handleMessage,
      });
      this.sockets.set(request, socket);
      client.handleMessage = (frame) => socket.receive(frame);
      client.handleClose = (event) => {
        socket.leave();
        this.options.onGone(request);
        handleClose.call(client, event);
      };
      return client;
    };
  }

  /** Now it is known whose socket it is. */
  signedIn(request: Request, userId: string, signIn: string): void {
    this.sockets.get(request)?.moveTo(this.options.accounts.ofUser(userId, signIn));
  }

  /** Must come before other hooks: frames are let through from here on. */
  async connected({ connection }: connectedPayload) {
    this.sockets.get(connection.request)?.enter(connection);
  }
}

type GuardOptions = DoorOptions & { turns: Turns; account: Account; deliver: (frame: Uint8Array) => void };

class GuardedSocket implements Served, AccountHolder {
  account: Account;
  private readonly webSocket: NodeSocket;
  private readonly options: GuardOptions;
  private waiting: Uint8Array[] = [];
  private first = 0;
  private waitingBytes = 0;
  /** What came before its document was asked for: a page that comes back may send what was left over first. */
  private early: Uint8Array[] = [];
  private earlyBytes = 0;
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
    webSocket._socket.on("data", () => this.noteHalfSent());
    webSocket.on("pong", () => this.noteControl());
    webSocket.on("ping", (data) => {
      this.noteControl();
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
    return !this.isOver && this.first < this.waiting.length && !this.hasToWait(this.headOf(this.first));
  }

  receive(frame: Uint8Array): void {
    if (this.isOver) return;
    this.account.takeBytes(frame.byteLength + FRAME_BYTES);
    this.waiting.push(frame);
    this.waitingBytes += frame.byteLength + FRAME_BYTES;
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
    // Before what has come since.
    this.waiting = [...this.early, ...this.waiting.slice(this.first)];
    this.first = 0;
    this.waitingBytes += this.earlyBytes;
    this.early = [];
    this.earlyBytes = 0;
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
    for (let count = 1; !this.isOver && this.first < this.waiting.length; count++) {
      const head = this.headOf(this.first);
      if (this.hasToWait(head)) break;
      const frame = this.take();
      if (head === undefined) this.refuse();
      else if (this.goesFurther(head, frame)) {
        if (head.kind === "edit") edits++;
        await this.deliver(frame, head);
      }
      if ((head?.kind !== "unknown" || count % FRAMES_A_LOOK === 0) && performance.now() - startedAt > sliceMs) break;
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
      if (!this.account.isNobodys) this.account.takeTime(OPENING_MS);
    }
    // In a buffer of its own: Yjs would read what an update announces and does not hold from what else is in this one.
    this.options.deliver(frame.byteLength === frame.buffer.byteLength ? frame : new Uint8Array(frame));
    await this.connection?.waitForPendingMessages();
  }

  private goesFurther(head: FrameHead, frame: Uint8Array): boolean {
    const isHere = this.connection !== undefined && head.address === this.address;
    if (head.kind === "unknown") this.options.onIgnored("unknown");
    else if (head.kind === "sign-in") {
      // A second connection to the same document would get everything twice.
      if (!this.connection || documentOf(head.address) !== documentOf(this.address ?? "")) return true;
      this.options.onIgnored("unknown");
    } else if (isHere) return true;
    else if (!this.connection && this.earlyBytes + frame.byteLength + FRAME_BYTES <= MAX_UNAUTHENTICATED_BYTES) {
      this.early.push(frame);
      this.earlyBytes += frame.byteLength + FRAME_BYTES;
    } else this.options.onIgnored("unaddressed");
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
    if (this.unsentBytes <= MAX_UNREAD_BYTES && this.account.unsentBytes <= MAX_UNREAD_BYTES_A_USER) return false;
    this.unreadTimer ??= setTimeout(() => {
      this.unreadTimer = undefined;
      this.options.turns.ask(this);
    }, UNREAD_PAUSE_MS).unref();
    return true;
  }

  private headOf(index: number): FrameHead | undefined {
    return readHead(this.waiting[index] as Uint8Array);
  }

  private take(): Uint8Array {
    const frame = this.waiting[this.first++] as Uint8Array;
    this.waitingBytes -= frame.byteLength + FRAME_BYTES;
    if (this.first === this.waiting.length) {
      this.waiting = [];
      this.first = 0;
    }
    return frame;
  }

  /**
   * What somebody typed before leaving is taken along: there is no later turn. It is little, and who is in debt has had
   * a share.
   */
  private handOverLast() {
    const { connection } = this;
    if (this.isOver || !connection || this.account.isInDebt) return;
    let edits = 0;
    while (this.first < this.waiting.length) {
      const head = this.headOf(this.first);
      const frame = this.take();
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
    if (!this.connection) this.forgetUntilNextTry();
    this.account.goOn();
  }

  /** What was meant for a document that was refused: a page sends it again when it asks again. */
  private forgetUntilNextTry() {
    this.early = [];
    this.earlyBytes = 0;
    while (this.first < this.waiting.length && this.headOf(this.first)?.kind !== "sign-in") this.take();
  }

  private readOrNot() {
    const isEnough = this.waitingBytes > MAX_WAITING_BYTES || this.account.isInDebt;
    if (isEnough && !this.isOver) this.webSocket.pause();
    else if (this.webSocket.isPaused) this.webSocket.resume();
  }

  /** It is the one who sends more that is ended: with the others it is over once their frames are whole. */
  private noteHalfSent() {
    if (this.isOver || this.halfSentBytes < SMALL_BYTES || this.account.halfSentBytes <= MAX_HALF_SENT_BYTES_A_USER)
      return;
    this.options.onRefused("half-sent");
    this.end();
    this.webSocket.terminate();
  }

  private noteControl() {
    if (this.isOver) return;
    this.account.takeControl();
    this.readOrNot();
  }

  private refuse() {
    this.options.onRefused("malformed");
    this.webSocket.close(CLOSE.malformed.code, "malformed");
  }

  private cut() {
    if (!this.isOver) this.options.onUnread();
    this.end();
    this.webSocket.terminate();
  }

  /** Nothing of it is taken from now on; what it still sends is read, for the closing handshake is behind it. */
  private end() {
    if (this.isOver) return;
    this.isOver = true;
    this.waiting = [];
    this.first = 0;
    this.waitingBytes = 0;
    this.early = [];
    clearTimeout(this.unreadTimer);
    if (this.opening !== undefined) this.account.openings--;
    this.opening = undefined;
    this.account.goOn();
    this.readOrNot();
  }
}
