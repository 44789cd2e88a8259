/**
 * One page's connection to one document: the Yjs document, the provider, presence, and what to tell the person.
 * Nothing is published and nobody is called after `leave()`.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";
import {
  CLOSE,
  type Presence,
  PRESENCE_INTERVAL_MS,
  type PresenceUser,
  type RefusalReason,
  refusalReasons,
  type Role,
  type ServerEvent,
  serverEventSchema,
} from "../../../collab/protocol.ts";

/** Why a connection is over for good; the page says it and does not reconnect. */
export type Ending = "signed-out" | "no-access" | "replaced" | "access-ended" | "session-deleted";

export type CollabState = {
  connection: "connecting" | "open" | "reconnecting";
  /** The document has been complete at least once. */
  ready: boolean;
  /** The server refused for now, and is asked again. */
  waiting?: "unavailable" | "full";
  ending?: Ending;
  role: Role;
  /** Edits that the server has not acknowledged yet. */
  unsent: number;
  /** How long the last single edit took to the server and back. */
  roundTripMs?: number;
};

/** Somebody's connection: her presence as the server passed it on. */
export type Peer = Presence & { clientId: number; user: PresenceUser };

const RETRY_MS = [500, 1_000, 2_000, 4_000];
const endings: Partial<Record<RefusalReason, Ending>> = { "signed-out": "signed-out", "no-access": "no-access", replaced: "replaced" };
const endingCodes: Record<number, Ending> = {
  [CLOSE.signedOut]: "signed-out",
  [CLOSE.accessEnded]: "access-ended",
  [CLOSE.sessionDeleted]: "session-deleted",
};

class Socket extends HocuspocusProviderWebsocket {
  /** Gives the socket up as if it had been closed. */
  lose() {
    this.emit("close", { event: { code: CLOSE.idle, reason: "offline" } });
  }
}

export class Collab {
  readonly ydoc = new Y.Doc();
  state: CollabState;
  peers: Peer[] = [];

  private readonly socket: Socket;
  private readonly provider: HocuspocusProvider;
  private readonly stateListeners = new Set<() => void>();
  private readonly peerListeners = new Set<() => void>();
  private readonly eventListeners = new Set<(event: ServerEvent) => void>();
  /** Kept by itself: observers that read an event's delta open local transactions inside of it. */
  private remoteTransaction: Y.Transaction | undefined;
  private presence: Presence = {};
  private presenceTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private lastPublished = 0;
  private refusals = 0;
  private sentAt: number | undefined;
  private left = false;

  constructor({ sessionId, url, lineage, role }: { sessionId: string; url: string; lineage: string; role: Role }) {
    this.state = { connection: "connecting", ready: false, role, unsent: 0 };
    this.socket = new Socket({
      url: `${url}/collab?session=${sessionId}`,
      delay: 500,
      minDelay: 300,
      maxDelay: 5_000,
    });
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: sessionId,
      document: this.ydoc,
      token: lineage,
      onSynced: () => this.set({ connection: "open", ready: true, waiting: undefined }),
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
    addEventListener("offline", this.cut);
    addEventListener("online", this.reconnectNow);
    this.provider.awareness?.setLocalState({ file: null });
    this.provider.attach();
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
  setRole = (role: Role) => this.set({ role });

  readonly reconnectNow = () => {
    if (this.state.ending) return;
    this.socket.disconnect();
    void this.socket.connect();
  };

  /** Without a network no close ever arrives: the provider would believe in its socket for half a minute. */
  private readonly cut = () => {
    if (this.state.connection === "open") this.socket.lose();
  };

  leave() {
    this.left = true;
    removeEventListener("offline", this.cut);
    removeEventListener("online", this.reconnectNow);
    clearTimeout(this.presenceTimer);
    clearTimeout(this.retryTimer);
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

  private authenticated() {
    this.refusals = 0;
    // What was said while nobody listened: roles, messages, titles.
    if (this.state.ready) this.emit({ type: "refetch" });
  }

  private refused(reason: string) {
    const known = refusalReasons.find((candidate) => candidate === reason) ?? "unavailable";
    const ending = endings[known];
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
    const ending = endingCodes[code];
    if (ending) return this.end(ending);
    if (!this.state.ending) this.set({ connection: this.state.ready ? "reconnecting" : "connecting" });
    this.readPeers();
  }

  /** The provider would reconnect after every close: here it must not. The text stays readable. */
  private end(ending: Ending) {
    this.socket.disconnect();
    this.set({ ending });
    this.peers = [];
    for (const listener of this.peerListeners) listener();
  }

  private receive(payload: string) {
    const parsed = serverEventSchema.safeParse(parseJson(payload));
    if (!parsed.success) return;
    if (parsed.data.type === "role-changed") this.set({ role: parsed.data.role });
    this.emit(parsed.data);
  }

  private emit(event: ServerEvent) {
    if (!this.left) for (const listener of this.eventListeners) listener(event);
  }

  private counted(unsent: number) {
    if (unsent === 1 && this.state.unsent === 0) this.sentAt = performance.now();
    else if (unsent !== 0) this.sentAt = undefined;
    const roundTripMs =
      unsent === 0 && this.sentAt !== undefined ? Math.round(performance.now() - this.sentAt) : this.state.roundTripMs;
    if (unsent !== this.state.unsent) this.set({ unsent, roundTripMs });
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

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
