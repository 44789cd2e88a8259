/**
 * One page's connection to one document: the Yjs document, the provider, presence, and what to tell the person.
 * Nothing is published and nobody is called after `leave()`.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket, WebSocketStatus } from "@hocuspocus/provider";
import { uint32 } from "lib0/random";
import { removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { CLOSE, type Ending, endingOf, endingOfRefusal, refusalReasons } from "../../../../protocol/close-codes.ts";
import { mayEdit, type Role } from "../../../../protocol/entities.ts";
import {
  type ClientEvent,
  parseEvent,
  type Presence,
  type PresenceUser,
  type ServerEvent,
  serverEventSchema,
  type UpdateRefusal,
} from "../../../../protocol/events.ts";
import { MAX_FRAME_BYTES, NEARLY_FULL_BYTES, PRESENCE_INTERVAL_MS } from "../../../../protocol/limits.ts";
import { BlockedSockets } from "./blocked-sockets.client.ts";
import { carryOver } from "../../../copies.client.ts";
import { KeptCopy } from "./kept-copy.client.ts";
import { type SaveState, SaveTracker } from "./save-tracker.client.ts";
import { readSyncStep2, withoutDeleted, writeSyncStep2 } from "./sync-frames.client.ts";

export type CollabState = {
  connection: "connecting" | "open" | "reconnecting";
  /** The document has been complete at least once. */
  ready: boolean;
  /** The server refused for now, and is asked again; or something before it lets no socket through. */
  waiting?: "unavailable" | "full" | "blocked";
  ending?: Ending;
  role: Role;
  save: SaveState;
  /** Why the server did not take what was written here. */
  refused?: UpdateRefusal;
  /** For a moment: edits of a time without a connection, or of an earlier visit, are durable now. */
  returned?: { edits: number; isFromBefore: boolean };
  /** Without a network, what is typed survives this tab. */
  isKept: boolean;
  /** Without a network, the last of what was typed is still being written to the device. */
  isKeeping: boolean;
  /** Bytes of a document that is nearly full. */
  nearlyFull?: number;
  /** The stored document is damaged: for reading only, whatever the role. */
  isDamaged?: boolean;
  /** How long the last single edit took to the server and back. */
  roundTripMs?: number;
};

/** Somebody's connection: their presence as the server passed it on. */
export type Peer = Presence & { clientId: number; user: PresenceUser };

/** A connection on which nothing was heard for so long is dead: the server says something every few seconds. */
const DEAD_MS = 8_000;
/** The first word on a new one may take a query that times out. */
const DEAD_OPENING_MS = 10_000;
/** What passes sooner is not worth a word. */
const SHORT_MS = 2_000;
const RETURNED_MS = 3_000;
/** A pause in typing without a network, after which it is looked whether everything is on the device. */
const KEEPING_MS = 300;
const REFETCH_SPREAD_MS = 2_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000];

class Socket extends HocuspocusProviderWebsocket {
  /** Everything at once, made smaller where it must be. */
  shorten: (frame: Uint8Array) => Uint8Array = (frame) => frame;
  /** A frame that the server would close the connection for was not sent. */
  onTooLarge: () => void = () => {};
  /** The frame that carries everything has been sent on this connection. */
  private hasSentAll = false;

  /** Gives the socket up as if it had been closed. */
  lose() {
    this.emit("close", { event: { code: CLOSE.idle.code, reason: "offline" } });
  }

  /**
   * Without a frame that is too large the server lacks something and does not know it: it may answer no more marks. On
   * a new connection, on which everything never goes out, it answers none.
   */
  override send(whole: Uint8Array) {
    const frame = this.shorten(whole);
    if (frame.byteLength <= MAX_FRAME_BYTES) {
      this.hasSentAll ||= readSyncStep2(frame) !== undefined;
      return super.send(frame);
    }
    if (this.hasSentAll) this.lose();
    this.onTooLarge();
  }

  override createWebSocketConnection() {
    this.hasSentAll = false;
    return super.createWebSocketConnection();
  }
}

export class Collab {
  readonly ydoc = new Y.Doc();
  state: CollabState;
  peers: Peer[] = [];

  private readonly socket: Socket;
  private readonly provider: HocuspocusProvider;
  private copy: KeptCopy | undefined;
  private userId: string;
  private readonly saving: SaveTracker;
  private readonly stateListeners = new Set<() => void>();
  private readonly peerListeners = new Set<() => void>();
  private readonly eventListeners = new Set<(event: ServerEvent) => void>();
  /** Kept by itself: observers that read an event's delta open local transactions inside of it. */
  private remoteTransaction: Y.Transaction | undefined;
  private presence: Presence = { file: null };
  private presenceTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private lastPublished = 0;
  private refusals = 0;
  private returnedTimer: ReturnType<typeof setTimeout> | undefined;
  private keepingTimer: ReturnType<typeof setTimeout> | undefined;
  private sentAt: number | undefined;
  private attemptedAt = 0;
  private isLoaded = false;
  private hasOlderEdits = false;
  private readonly deadTimer = setInterval(() => this.checkAlive(), 1_000);
  private left = false;
  private readonly blocked: BlockedSockets;
  private readonly options: {
    sessionId: string;
    userId: string;
    guestIds: string[];
    url: string;
    lineage: string;
    role: Role;
  };

  constructor(options: Collab["options"]) {
    const { sessionId, role, lineage } = options;
    this.options = options;
    this.userId = options.userId;
    this.state = { connection: "connecting", ready: false, role, save: "unknown", isKept: false, isKeeping: false };
    this.saving = new SaveTracker({
      sendMark: (n) => this.provider.sendStateless(JSON.stringify({ type: "mark", n } satisfies ClientEvent)),
      resend: () => this.provider.forceSync(),
      reconnect: () => this.socket.lose(),
      onReturned: (edits, awayMs) => this.hasReturned(edits, awayMs),
      onChange: (save, refused) => {
        this.set({ save, refused, isKeeping: save === "offline" });
        this.copy?.setUnsaved(this.saving.isUnsaved);
        this.keep();
      },
    });
    this.blocked = new BlockedSockets(() => this.set({ waiting: "blocked" }));
    this.socket = new Socket({
      url: this.addressFor(options.userId),
      delay: 500,
      minDelay: 300,
      maxDelay: 3_000,
      autoConnect: false,
      // Ours notices sooner, and tells everybody.
      messageReconnectTimeout: 120_000,
    });
    this.socket.shorten = (frame) => {
      if (this.state.refused !== "too-large" && frame.byteLength <= MAX_FRAME_BYTES) return frame;
      const update = readSyncStep2(frame);
      return update ? writeSyncStep2(sessionId, withoutDeleted(this.ydoc, update)) : frame;
    };
    this.socket.onTooLarge = () => this.saving.wasRefused("too-large");
    this.socket.on("status", ({ status }: { status: WebSocketStatus }) => {
      if (status === WebSocketStatus.Connecting) this.attemptedAt = Date.now();
      if (status === WebSocketStatus.Connected) this.blocked.opened();
    });
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: sessionId,
      document: this.ydoc,
      token: lineage,
      onSynced: () => this.synced(),
      onAuthenticated: () => this.authenticated(),
      onAuthenticationFailed: ({ reason }) => this.refused(reason),
      onStateless: ({ payload }) => this.receive(payload),
      onUnsyncedChanges: ({ number }) => this.counted(number),
      onAwarenessChange: () => this.readPeers(),
      onClose: ({ event }) => this.closed(event.code),
    });
    this.ydoc.on("beforeTransaction", (transaction) => {
      if (!transaction.local) this.remoteTransaction = transaction;
    });
    this.ydoc.on("afterTransaction", (transaction) => {
      if (transaction === this.remoteTransaction) this.remoteTransaction = undefined;
    });
    this.ydoc.on("update", (_update: Uint8Array, origin: unknown, _ydoc: Y.Doc, { local }: Y.Transaction) => {
      // Later, the copy brings what another tab has typed.
      if (!local && !(this.isLoaded && this.copy?.isOrigin(origin))) return;
      // The provider has counted this one already; only a lone one can be timed.
      this.sentAt = this.provider.unsyncedChanges === 1 ? performance.now() : undefined;
      this.saving.edited();
      this.keep();
    });
    addEventListener("offline", this.cut);
    addEventListener("online", this.reconnectNow);
    addEventListener("beforeunload", this.warn);
    this.provider.awareness?.setLocalState(this.presence);
    void this.connect();
  }

  /** Names the user, so that nothing that was typed here is ever sent under the name of whoever is signed in next. */
  private addressFor(userId: string) {
    const { url, sessionId } = this.options;
    return `${url}/collab?session=${sessionId}&user=${userId}`;
  }

  private async openCopy(userId: string, guestIds: string[]) {
    const { sessionId, lineage } = this.options;
    await carryOver(guestIds, userId);
    if (this.left) return;
    this.copy = new KeptCopy({
      userId,
      sessionId,
      lineage,
      ydoc: this.ydoc,
      onKept: (isKept) => this.set({ isKept }),
      onLate: () => this.tellOlderEdits(),
    });
    await this.copy.load();
  }

  /** What was kept on this device first: the server is then asked for the rest only, and sent what it does not have. */
  private async connect() {
    await this.openCopy(this.options.userId, this.options.guestIds);
    if (this.left || !this.copy) return;
    this.isLoaded = true;
    this.tellOlderEdits();
    this.provider.attach();
    await this.socket.connect();
  }

  /** The copy has edits that the server had not called durable: they count as edits of this page. */
  private tellOlderEdits() {
    if (this.left || !this.copy?.wasUnsaved) return;
    this.hasOlderEdits = true;
    this.saving.hadOlderEdits();
  }

  /** Without a network, nothing is called kept on this device before it is there. */
  private keep() {
    clearTimeout(this.keepingTimer);
    const isKeeping = this.state.save === "offline";
    if (isKeeping !== this.state.isKeeping) this.set({ isKeeping });
    if (!isKeeping) return;
    const timer = setTimeout(async () => {
      await this.copy?.written();
      if (timer === this.keepingTimer) this.set({ isKeeping: false });
    }, KEEPING_MS);
    this.keepingTimer = timer;
  }

  /** True while an edit of somebody else is being applied: caret moves that it causes are not news. */
  get isApplyingRemote() {
    return this.remoteTransaction !== undefined;
  }

  readonly subscribe = (listener: () => void) => listen(this.stateListeners, listener);
  readonly onPeers = (listener: () => void) => listen(this.peerListeners, listener);
  readonly onEvent = (listener: (event: ServerEvent) => void) => listen(this.eventListeners, listener);

  /** Says something of oneself to the others: merged, and at most ten times a second. */
  publish(change: Presence) {
    if (this.left) return;
    this.presence = { ...this.presence, ...change };
    if (this.presenceTimer) return;
    const wait = Math.max(0, this.lastPublished + PRESENCE_INTERVAL_MS - Date.now());
    this.presenceTimer = setTimeout(() => {
      this.presenceTimer = undefined;
      this.lastPublished = Date.now();
      this.provider.awareness?.setLocalState(this.presence);
    }, wait);
  }

  /** What the person may do, as the server said in another way than by an event. */
  setRole = (role: Role) => {
    this.set({ role });
    if (mayEdit(role)) this.saving.retry();
  };

  /** Throws away what was typed here and not taken, with the copy of it. The page has to be loaded again. */
  async discard(): Promise<void> {
    this.leave();
    await this.copy?.remove();
  }

  /**
   * Goes on after the sign-in had ended, as the same person or as the user that they were the guest of: what was typed
   * here stays, is kept under that user, and is sent.
   */
  async goOnAs(userId: string, guestIds: string[]): Promise<void> {
    if (this.left || this.state.ending !== "signed-out") return;
    if (userId !== this.userId) {
      this.userId = userId;
      this.copy?.close();
      await this.openCopy(userId, guestIds);
      if (this.left) return;
      this.copy?.setUnsaved(this.saving.isUnsaved);
      this.socket.setConfiguration({ url: this.addressFor(userId) });
    }
    this.set({ ending: undefined, connection: this.state.ready ? "reconnecting" : "connecting" });
    this.reconnectNow();
  }

  readonly reconnectNow = () => {
    if (this.state.ending || this.state.connection === "open") return;
    // The provider's own `disconnect()` and `connect()` on an open socket leave it closed for ever.
    if (this.socket.status !== WebSocketStatus.Disconnected) this.socket.lose();
    void this.socket.connect();
  };

  /** Without a network no close ever arrives: the provider would believe in its socket for half a minute. */
  private readonly cut = () => {
    if (this.state.connection === "open") this.socket.lose();
  };

  /** Asks before the page goes away, only while that would lose something. */
  private readonly warn = (event: BeforeUnloadEvent) => {
    if (this.saving.isUnsaved) event.preventDefault();
  };

  /**
   * A socket that was cut off without a reset looks open for minutes, and one that is being opened then hangs as long.
   */
  private checkAlive() {
    if (this.state.ending) return;
    const { status, lastMessageReceived } = this.socket;
    if (status === WebSocketStatus.Disconnected) return;
    const isDead =
      lastMessageReceived > 0
        ? Date.now() - lastMessageReceived > DEAD_MS
        : Date.now() - this.attemptedAt > DEAD_OPENING_MS;
    if (isDead) this.socket.lose();
  }

  leave() {
    this.left = true;
    removeEventListener("offline", this.cut);
    removeEventListener("online", this.reconnectNow);
    removeEventListener("beforeunload", this.warn);
    clearInterval(this.deadTimer);
    clearTimeout(this.presenceTimer);
    clearTimeout(this.retryTimer);
    clearTimeout(this.returnedTimer);
    clearTimeout(this.keepingTimer);
    this.saving.dispose();
    this.copy?.close();
    this.stateListeners.clear();
    this.peerListeners.clear();
    this.eventListeners.clear();
    this.provider.destroy();
    this.socket.destroy();
    this.ydoc.destroy();
  }

  private set(change: Partial<CollabState>) {
    if (this.left) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.stateListeners) listener();
  }

  private synced() {
    this.set({ connection: "open", ready: true, waiting: undefined });
    this.saving.opened();
    // Said anew with a later clock: another node may still take the lost connection for theirs, and tell that they
    // left.
    this.provider.awareness?.setLocalState(this.presence);
  }

  private hasReturned(edits: number, awayMs: number) {
    const isFromBefore = this.hasOlderEdits;
    this.hasOlderEdits = false;
    if (awayMs < SHORT_MS && !isFromBefore) return;
    this.set({ returned: { edits, isFromBefore } });
    clearTimeout(this.returnedTimer);
    this.returnedTimer = setTimeout(() => this.set({ returned: undefined }), RETURNED_MS);
  }

  private authenticated() {
    this.refusals = 0;
    // What was said while nobody listened: roles, messages, titles.
    if (this.state.ready) this.emit({ type: "refetch" });
  }

  private refused(reason: string) {
    const known = refusalReasons.find((candidate) => candidate === reason) ?? "unavailable";
    const ending = endingOfRefusal(known);
    if (ending) return this.end(ending);
    this.set({ waiting: known === "full" ? "full" : "unavailable" });
    const wait = RETRY_MS[Math.min(this.refusals++, RETRY_MS.length - 1)];
    clearTimeout(this.retryTimer);
    // The provider itself never asks twice.
    this.retryTimer = setTimeout(() => {
      this.provider.detach();
      this.provider.attach();
    }, wait);
  }

  private closed(code: number) {
    this.saving.closed();
    this.blocked.closed();
    this.renewClientId();
    const ending = endingOf(code);
    if (ending) return this.end(ending);
    if (!this.state.ending) this.set({ connection: this.state.ready ? "reconnecting" : "connecting" });
    this.readPeers();
  }

  /** What is written without a connection is written under an id that nobody has seen, and could use first. */
  private renewClientId() {
    const { awareness } = this.provider;
    const known = this.ydoc.clientID;
    this.ydoc.clientID = uint32();
    if (!awareness) return;
    awareness.clientID = this.ydoc.clientID;
    removeAwarenessStates(awareness, [known], this.provider);
    awareness.setLocalState(this.presence);
  }

  /** The provider would reconnect after every close: here it must not. The text stays readable. */
  private end(ending: Ending) {
    this.socket.disconnect();
    this.set({ ending });
    this.peers = [];
    for (const listener of this.peerListeners) listener();
  }

  private receive(payload: string) {
    const event = parseEvent(serverEventSchema, payload);
    if (!event) return;
    if (event.type === "durable") this.saving.durable(event.n);
    else if (event.type === "refused") this.saving.wasRefused(event.reason);
    else if (event.type === "storage") this.saving.storageIs(event.state);
    else if (event.type === "nearly-full") this.sizeIs(event.bytes);
    else if (event.type === "damaged") this.set({ isDamaged: true });
    else if (event.type === "role-changed") this.setRole(event.role);
    // Every page of a node hears it at once, and asks for four things.
    else if (event.type === "refetch")
      return void setTimeout(() => this.emit(event), Math.random() * REFETCH_SPREAD_MS);
    this.emit(event);
  }

  private sizeIs(bytes: number) {
    const isNearlyFull = bytes > NEARLY_FULL_BYTES;
    this.set({ nearlyFull: isNearlyFull ? bytes : undefined });
    if (!isNearlyFull) this.saving.retry();
  }

  private emit(event: ServerEvent) {
    if (!this.left) for (const listener of this.eventListeners) listener(event);
  }

  private counted(unsent: number) {
    if (unsent > 0 || this.sentAt === undefined) return;
    this.set({ roundTripMs: Math.round(performance.now() - this.sentAt) });
    this.sentAt = undefined;
  }

  private readPeers() {
    if (this.left) return;
    const states = this.provider.awareness?.getStates() ?? new Map<number, unknown>();
    this.peers = [...states]
      .filter(([clientId]) => clientId !== this.ydoc.clientID)
      .map(([clientId, state]) => ({ ...(state as Presence & { user?: PresenceUser }), clientId }))
      .filter((peer): peer is Peer => Boolean(peer.user?.id) && !peer.away);
    for (const listener of this.peerListeners) listener();
  }
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
