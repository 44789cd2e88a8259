/**
 * One page's connection to one document: it puts together the Yjs document, the socket, the provider, saving and
 * presence, and has the state that the page shows. Nothing is published and nobody is called after `leave()`.
 */
import { HocuspocusProvider, WebSocketStatus } from "@hocuspocus/provider";
import * as Y from "yjs";
import { type Ending, endingOf, isEnding, refusalReasons } from "../../../../protocol/close-codes.ts";
import type { Role } from "../../../../protocol/entities.ts";
import type { ClientEvent, Presence, ServerEvent } from "../../../../protocol/events.ts";
import { Observable } from "../observable.ts";
import { AdmissionRetry } from "./admission-retry.ts";
import { BlockedSockets } from "./blocked-sockets.client.ts";
import { BriefAwareness } from "./brief-awareness.client.ts";
import { CollabSocket } from "./collab-socket.client.ts";
import { type CollabState, CollabStates, initialState } from "./collab-state.ts";
import * as tools from "./document-tools.ts";
import { watchLiveness } from "./liveness.client.ts";
import { OwnPresence } from "./own-presence.client.ts";
import { type Peer, Peers } from "./peers.ts";
import { followRemoteTransactions } from "./remote-transaction.ts";
import { RoundTrips } from "./round-trips.ts";
import { Saving } from "./saving.client.ts";
import { ServerEvents } from "./server-events.client.ts";

type Options = {
  sessionId: string;
  userId: string;
  /** The guests that the user once was. */
  guestIds: string[];
  /** Where collab is, as `wss://host`. */
  url: string;
  lineage: string;
  /** What the page knew when it was loaded. */
  role: Role;
};

export class Collab {
  readonly ydoc = new Y.Doc();
  /** What reads and changes the files in it. */
  readonly tools = tools;
  private readonly options: Options;
  private readonly states: CollabStates;
  private readonly others = new Observable<Peer[]>([]);
  private readonly known = new Peers();
  private readonly socket: CollabSocket;
  private readonly provider: HocuspocusProvider;
  private readonly saving: Saving;
  private readonly events: ServerEvents;
  private readonly presence: OwnPresence;
  /** Of what was typed here, until the server had stored it and said so. */
  readonly roundTrips = new RoundTrips();
  private readonly blocked: BlockedSockets;
  private readonly retry: AdmissionRetry;
  private readonly isApplying = followRemoteTransactions(this.ydoc);
  private readonly stopWatching: () => void;
  private userId: string;
  private left = false;

  constructor(options: Options) {
    const { sessionId, userId, url, lineage, role } = options;
    const { ydoc } = this;
    this.options = options;
    this.userId = userId;
    this.states = new CollabStates(initialState(role));
    this.blocked = new BlockedSockets((why) => this.states.change(why));
    this.socket = new CollabSocket({
      url,
      sessionId,
      userId,
      ydoc,
      isFull: () => this.state.refused === "too-large",
      onTooLarge: () => this.saving.tracker.wasRefused("too-large"),
    });
    this.socket.on("status", ({ status }: { status: WebSocketStatus }) => {
      if (status === WebSocketStatus.Connected) this.blocked.opened();
    });
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: sessionId,
      document: ydoc,
      awareness: new BriefAwareness(ydoc),
      token: lineage,
      onSynced: () => this.synced(),
      onAuthenticated: () => this.authenticated(),
      onAuthenticationFailed: ({ reason }) => this.refused(reason),
      onStateless: ({ payload }) => this.events.receive(payload),
      onAwarenessChange: () => this.readPeers(),
      onClose: ({ event }) => this.closed(event.code),
    });
    ydoc.on("afterTransaction", this.readWriters);
    // After the provider, so that it has sent an edit before this is called for it.
    this.saving = new Saving({
      sessionId,
      lineage,
      ydoc,
      states: this.states,
      sendMark: (n) => this.send({ type: "mark", n }),
      resend: () => this.provider.forceSync(),
      reconnect: () => this.socket.lose(),
      onAnswered: (ms) => this.answered(ms),
    });
    this.events = new ServerEvents(this.states, this.saving.tracker);
    this.presence = new OwnPresence(this.provider);
    this.retry = new AdmissionRetry(() => {
      this.provider.detach();
      this.provider.attach();
    });
    this.stopWatching = watchLiveness(this.socket, () => this.state);
    addEventListener("online", this.reconnectNow);
    void this.connect();
  }

  get state(): CollabState {
    return this.states.value;
  }

  /** The other connections, as they are now. */
  get peers(): Peer[] {
    return this.others.value;
  }

  /** True while an edit of somebody else is being applied: the caret moves that this causes are not published. */
  get isApplyingRemote(): boolean {
    return this.isApplying();
  }

  readonly subscribe = (listener: () => void) => this.states.subscribe(listener);
  readonly onPeers = (listener: () => void) => this.others.subscribe(listener);
  readonly onEvent = (listener: (event: ServerEvent) => void) => this.events.subscribe(listener);

  /** How many edits the server has not stored yet, as far as the page knows. */
  get unsaved(): number {
    return this.saving.tracker.unsaved;
  }

  /** Sends the server an event, where there is a connection. */
  readonly send = (event: ClientEvent) => {
    if (!this.left) this.provider.sendStateless(JSON.stringify(event));
  };

  /** Changes what the others see of this page, as its carets. */
  publish(change: Presence) {
    if (!this.left) this.presence.publish(change);
  }

  /** What the person may do, as the server answered to a question of the page. */
  setRole(role: Role) {
    this.events.roleIs(role);
  }

  /** Throws away what was typed here and not taken, with the copy of it. The page has to be loaded again. */
  async discard(): Promise<void> {
    this.leave();
    await this.saving.discard();
  }

  /**
   * Goes on after the sign-in had ended, as the same person or as the user that this guest has become: what was typed
   * here stays, is kept under that user, and is sent.
   */
  async goOnAs(userId: string, guestIds: string[]): Promise<void> {
    if (this.left || this.state.ending !== "signed-out") return;
    if (userId !== this.userId) {
      this.userId = userId;
      await this.saving.goOnAs(userId, guestIds);
      if (this.left) return;
      this.socket.setUser(userId);
    }
    this.states.change({ ending: undefined, connection: this.statusWithout() });
    this.reconnectNow();
  }

  readonly reconnectNow = () => {
    if (this.state.ending || this.state.connection === "open") return;
    // The provider's own `disconnect()` and `connect()` on an open socket leave it closed for ever.
    if (this.socket.status !== WebSocketStatus.Disconnected) this.socket.lose();
    void this.socket.connect();
  };

  leave() {
    this.left = true;
    for (const each of [this.states, this.others, this.events]) each.close();
    removeEventListener("online", this.reconnectNow);
    this.stopWatching();
    this.presence.dispose();
    this.retry.dispose();
    this.saving.close();
    this.provider.destroy();
    this.socket.destroy();
    this.ydoc.destroy();
  }

  /**
   * First what was kept on this device: then the server is asked only for the rest, and sent what it lacks. The socket
   * is opened meanwhile.
   */
  private async connect() {
    void this.socket.connect();
    await this.saving.load(this.userId, this.options.guestIds);
    if (!this.left) this.provider.attach();
  }

  private statusWithout() {
    return this.state.ready ? "reconnecting" : "connecting";
  }

  private synced() {
    this.states.change({ connection: "open", ready: true, waiting: undefined, openedAt: Date.now() });
    this.saving.tracker.opened();
    // Another node may still think that the lost connection is open there, and publish later that it left.
    this.presence.announce();
  }

  private authenticated() {
    this.retry.admitted();
    if (this.state.ready) this.events.missedSome();
  }

  private refused(reason: string) {
    const known = refusalReasons.find((candidate) => candidate === reason) ?? "unavailable";
    if (isEnding(known)) return this.end(known);
    this.states.change({ waiting: known });
    this.retry.refused();
  }

  private closed(code: number) {
    this.saving.tracker.closed();
    this.blocked.closed();
    this.presence.renewClientId();
    this.states.change({ closedBy: code });
    const ending = endingOf(code);
    if (ending) return this.end(ending);
    if (!this.state.ending) this.states.change({ connection: this.statusWithout() });
    this.readPeers();
  }

  /** The provider would reconnect after every close: here it must not. The text stays readable. */
  private end(ending: Ending) {
    this.socket.disconnect();
    this.states.change({ ending });
    this.others.set([]);
  }

  private answered(ms: number) {
    this.roundTrips.add(ms);
    this.states.change({ roundTripMs: Math.round(ms) });
  }

  private readonly readWriters = ({ local, beforeState, afterState }: Y.Transaction) => {
    if (local) return;
    const writers = [...afterState].filter(([clientId, clock]) => beforeState.get(clientId) !== clock);
    const news = writers.filter(([clientId]) => this.known.wrote(clientId));
    if (news.length > 0) this.readPeers();
  };

  private readPeers() {
    if (!this.provider.awareness) return;
    const [before, peers] = [this.peers, this.known.read(this.provider.awareness)];
    // Whoever only says that they are still there changes nothing.
    if (peers.length !== before.length || peers.some((peer, nth) => peer !== before[nth])) this.others.set(peers);
  }
}
