/**
 * Joins the copies of a document on several nodes, over Redis. The extension that Hocuspocus ships publishes a state
 * vector for each change and sends the change on the third hop, with the whole delete set each time; it locks before
 * storing, refuses documents while Redis is away, and forgets to tell who left (ueberdosis/hocuspocus #1027, #1151).
 * This one publishes the change itself, one message a document and turn of the event loop. The handshake is for
 * loading, for a connection that came back, for a gap that was noticed, and now and then for documents that change.
 * Postgres has the log and the bus: nothing is lost, only late, while Redis is away, and nobody waits for it.
 */
import { Redis as RedisExtension } from "@hocuspocus/extension-redis";
import type {
  afterLoadDocumentPayload,
  afterUnloadDocumentPayload,
  beforeUnloadDocumentPayload,
  Document,
} from "@hocuspocus/server";
import { Redis as RedisClient, type RedisOptions } from "ioredis";
import {
  applyAwarenessUpdate,
  type Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import type { Log } from "../../observe/log.ts";
import { decodeMessage, encodeMessage, type NodeMessage } from "./node-messages.ts";

const PREFIX = "tandem";
const NODES = `${PREFIX}:nodes`;
/** Opening a document waits at most this long for other nodes. */
const LOAD_TIMEOUT_MS = 1_500;
const BEAT_MS = 2_000;
/** A node that was silent for so long is dead, and its people are gone. */
const SILENT_MS = 7_000;
/** A Redis that has not answered for so long is connected to anew. */
const HUNG_MS = 4_000;
const RESYNC_MS = 30_000;
/** Merging grows with the square of the count. */
const MAX_MERGED = 100;
const FORGET_MS = 20;
/** Between two handshakes of a document, however many gaps are noticed. */
const RESYNC_PAUSE_MS = 250;

type Shared = {
  document: Document;
  updates: Uint8Array[];
  awarenessClients: Set<number>;
  scheduled: NodeJS.Immediate | undefined;
  /** Which node each client of another node came from. */
  homes: Map<number, string>;
  hasChanged: boolean;
  resyncedAt: number;
  resyncTimer: NodeJS.Timeout | undefined;
  answersAwaited: number;
  onAnswered: (() => void) | undefined;
};

export type RedisSyncOptions = {
  url: string;
  nodeId: string;
  log: Log;
  onPublished?: (bytes: number) => void;
  /** Another node's message has come. */
  onReceived?: () => void;
  onJunk?: () => void;
  /** A node is gone, and with it those who were connected to it: awareness clients of one document. */
  onNodeGone?: (document: Document, clients: number[]) => void;
};

export class RedisSync extends RedisExtension {
  extensionName = "redis-sync";
  private readonly options: RedisSyncOptions;
  private readonly shared = new Map<string, Shared>();
  private readonly lastSeen = new Map<string, number>();
  private readonly timers: NodeJS.Timeout[] = [];
  private receivingFrom = "";
  private resyncing: NodeJS.Timeout | undefined;

  constructor(options: RedisSyncOptions) {
    // The first is for publishing and fails at once; the second is for listening, and waits.
    const clients = [connect(options, { enableOfflineQueue: false }), connect(options, { autoResubscribe: false })];
    super({ identifier: options.nodeId, prefix: PREFIX, createClient: () => clients.shift() as RedisClient });
    this.options = options;
    this.sub.removeAllListeners("messageBuffer");
    this.sub.on("messageBuffer", (_channel: Buffer, bytes: Buffer) => this.receive(bytes));
    for (const client of [this.pub, this.sub]) {
      client.on("ready", () => this.resyncSoon());
      client.on("error", (err: Error) => options.log.debug({ err }, "Redis"));
      client.on("close", () => options.log.warn("Redis connection lost"));
    }
    this.timers.push(
      setInterval(() => void this.beat(), BEAT_MS),
      setInterval(() => this.resyncChanged(), RESYNC_MS),
    );
    for (const timer of this.timers) timer.unref();
  }

  /** Whether messages get through, as far as is known. */
  get isUp(): boolean {
    return this.pub.status === "ready" && this.sub.status === "ready";
  }

  override async afterLoadDocument({ documentName, document }: afterLoadDocumentPayload): Promise<void> {
    const shared: Shared = {
      document,
      updates: [],
      awarenessClients: new Set(),
      scheduled: undefined,
      homes: new Map(),
      hasChanged: false,
      resyncedAt: 0,
      resyncTimer: undefined,
      answersAwaited: 0,
      onAnswered: undefined,
    };
    this.shared.set(documentName, shared);
    document.on("update", (update: Uint8Array, origin: unknown) => {
      shared.hasChanged = true;
      if (origin === this.redisTransactionOrigin) return;
      if (this.schedule(documentName, shared).updates.push(update) >= MAX_MERGED) this.flush(documentName, shared);
    });
    document.awareness.on("update", (changes: Record<"added" | "updated" | "removed", number[]>, origin: unknown) => {
      if (origin === this.redisTransactionOrigin) {
        for (const client of [...changes.added, ...changes.updated]) shared.homes.set(client, this.receivingFrom);
        for (const client of changes.removed) shared.homes.delete(client);
        return;
      }
      for (const client of [...changes.added, ...changes.updated, ...changes.removed]) {
        const isElsewhere = shared.homes.delete(client) && changes.removed.includes(client);
        // A page that went to another node before its lost socket was noticed here has not left.
        if (isElsewhere) this.askAgain(documentName, document, client);
        else this.schedule(documentName, shared).awarenessClients.add(client);
      }
    });
    // Opens all the same when Redis is away: what was missed comes with the handshake that follows its return.
    if (this.isUp) await within(LOAD_TIMEOUT_MS, this.join(documentName, shared));
  }

  /** Nothing to lock: storing appends to a log. */
  override async onStoreDocument(): Promise<void> {}
  override async afterStoreDocument(): Promise<void> {}
  /** The document's own events are listened to: a chain of hooks that another extension breaks would lose changes. */
  override async onChange(): Promise<void> {}
  override async onAwarenessUpdate(): Promise<void> {}
  /** Events come to each node over Postgres. */
  override async beforeBroadcastStateless(): Promise<number> {
    return 0;
  }

  override async beforeUnloadDocument({ documentName }: beforeUnloadDocumentPayload): Promise<void> {
    const shared = this.shared.get(documentName);
    if (shared?.scheduled) this.flush(documentName, shared);
  }

  override async afterUnloadDocument({ documentName, instance }: afterUnloadDocumentPayload): Promise<void> {
    const shared = this.shared.get(documentName);
    if (
      !shared ||
      instance.documents.get(documentName) === shared.document ||
      instance.loadingDocuments.has(documentName)
    )
      return;
    clearImmediate(shared.scheduled);
    this.shared.delete(documentName);
    clearTimeout(shared.resyncTimer);
    // Not awaited: Hocuspocus would not unload a document again that is loaded meanwhile.
    if (this.sub.status === "ready") void this.sub.unsubscribe(channelOf(documentName)).catch(() => {});
  }

  override async onDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.resyncing);
    for (const [documentName, shared] of this.shared) if (shared.scheduled) this.flush(documentName, shared);
    await within(300, this.publish(NODES, { kind: "bye", sessionId: "" }));
    this.pub.disconnect(false);
    this.sub.disconnect(false);
  }

  /** Asks all other nodes for what a document lacks, and gives them what they lack. */
  resync(documentName: string): void {
    const shared = this.shared.get(documentName);
    if (!shared || !this.isUp || shared.resyncTimer) return;
    const wait = Math.max(2 * FORGET_MS, shared.resyncedAt + RESYNC_PAUSE_MS - Date.now());
    shared.resyncTimer = setTimeout(() => {
      shared.resyncTimer = undefined;
      shared.resyncedAt = Date.now();
      shared.hasChanged = false;
      void this.hello(documentName, shared, true);
    }, wait);
  }

  private askAgain(documentName: string, { awareness }: Document, client: number) {
    forgetClock(awareness, client);
    this.resync(documentName);
  }

  private async join(documentName: string, shared: Shared) {
    await this.sub.subscribe(channelOf(documentName));
    const listeners = await this.hello(documentName, shared, false);
    // Ourselves among them. Answers may have come before this count, over the other connection.
    shared.answersAwaited += listeners - 1;
    if (shared.answersAwaited > 0) await new Promise<void>((resolve) => (shared.onAnswered = resolve));
  }

  /** Resolves with how many nodes listen. */
  private hello(documentName: string, shared: Shared, isMutual: boolean): Promise<number> {
    return this.publish(channelOf(documentName), {
      kind: "hello",
      sessionId: documentName,
      stateVector: Y.encodeStateVector(shared.document),
      awareness: ownAwareness(shared),
      isMutual,
    });
  }

  private schedule(documentName: string, shared: Shared): Shared {
    shared.scheduled ??= setImmediate(() => this.flush(documentName, shared));
    return shared;
  }

  private flush(documentName: string, shared: Shared) {
    clearImmediate(shared.scheduled);
    shared.scheduled = undefined;
    const { updates, awarenessClients, document } = shared;
    const update = updates.length > 1 ? Y.mergeUpdates(updates) : updates[0];
    const clients = [...awarenessClients].filter((client) => document.awareness.meta.has(client));
    const awareness = clients.length > 0 ? encodeAwarenessUpdate(document.awareness, clients) : undefined;
    shared.updates = [];
    awarenessClients.clear();
    if (update || awareness)
      void this.publish(channelOf(documentName), { kind: "change", sessionId: documentName, update, awareness });
  }

  /** Resolves with how many have heard it; 0 when Redis is away, which the handshake after its return makes up for. */
  private async publish(channel: string, message: Omit<NodeMessage, "nodeId">): Promise<number> {
    const bytes = encodeMessage({ ...message, nodeId: this.options.nodeId });
    this.options.onPublished?.(bytes.byteLength);
    return this.pub.publish(channel, bytes).catch(() => 0);
  }

  private receive(bytes: Buffer) {
    try {
      const message = decodeMessage(bytes);
      if (message.nodeId === this.options.nodeId) return;
      this.options.onReceived?.();
      this.lastSeen.set(message.nodeId, Date.now());
      if (message.kind === "bye") return this.forgetNode(message.nodeId);
      const shared = this.shared.get(message.sessionId);
      if (shared) this.take(message, shared);
      // Somebody waits for everyone who listens, also for us who are about to no more.
      else if (message.kind === "hello")
        void this.publish(replyChannelOf(message.nodeId), { kind: "answer", sessionId: message.sessionId });
    } catch (err) {
      this.options.onJunk?.();
      this.options.log.warn({ err }, "message from Redis not understood");
    }
  }

  private take({ kind, nodeId, sessionId, update, awareness, stateVector, isMutual }: NodeMessage, shared: Shared) {
    const { document } = shared;
    this.receivingFrom = nodeId;
    if (update) Y.applyUpdate(document, update, this.redisTransactionOrigin);
    if (awareness) applyAwarenessUpdate(document.awareness, awareness, this.redisTransactionOrigin);
    if (stateVector) {
      // To the one who asked alone: the whole delete set would delete what another one has not got yet (#1151).
      void this.publish(replyChannelOf(nodeId), {
        kind: "answer",
        sessionId,
        update: Y.encodeStateAsUpdate(document, stateVector),
        awareness: ownAwareness(shared),
        ...(isMutual && { stateVector: Y.encodeStateVector(document) }),
      });
    }
    if (kind === "answer") countAnswer(shared);
  }

  /** Says that this node lives, and notices which others no longer do, and that Redis hangs. */
  private async beat() {
    if (this.isUp) {
      const answered = Promise.all([this.publish(NODES, { kind: "alive", sessionId: "" }), this.sub.ping()]);
      const isHung = await within(
        HUNG_MS,
        answered.then(() => true),
      ).then(
        (done) => !done,
        () => false,
      );
      if (isHung) {
        this.options.log.warn("Redis hangs, connecting anew");
        for (const client of [this.pub, this.sub]) client.disconnect(true);
      }
    }
    for (const [nodeId, at] of this.lastSeen) if (Date.now() - at > SILENT_MS) this.forgetNode(nodeId);
  }

  private forgetNode(nodeId: string) {
    this.lastSeen.delete(nodeId);
    for (const shared of this.shared.values()) {
      const { document, homes } = shared;
      countAnswer(shared);
      const gone = [...homes].filter(([, home]) => home === nodeId).map(([client]) => client);
      if (gone.length === 0) continue;
      removeAwarenessStates(document.awareness, gone, this.redisTransactionOrigin);
      // Should they come back over another node, or this one after all, their last state counts as news.
      for (const client of gone) forgetClock(document.awareness, client);
      this.options.onNodeGone?.(document, gone);
    }
  }

  private resyncSoon() {
    if (!this.isUp) return;
    clearTimeout(this.resyncing);
    this.resyncing = setTimeout(() => {
      const channels = [NODES, replyChannelOf(this.options.nodeId), ...[...this.shared.keys()].map(channelOf)];
      this.sub.subscribe(...channels).then(
        () => [...this.shared.keys()].forEach((documentName) => this.resync(documentName)),
        // It was lost again, and comes back again.
        () => {},
      );
    }, 20);
  }

  private resyncChanged() {
    for (const [documentName, { hasChanged }] of this.shared) if (hasChanged) this.resync(documentName);
  }
}

const channelOf = (documentName: string) => `${PREFIX}:${documentName}`;
const replyChannelOf = (nodeId: string) => `${PREFIX}#${nodeId}`;

/**
 * Makes the last state of a client that was removed acceptable again. Later, and not by removing its clock: Hocuspocus
 * tells its pages of the removal in the next turn, and reads the clock then.
 */
function forgetClock({ states, meta }: Awareness, client: number) {
  setTimeout(() => {
    if (!states.has(client)) meta.set(client, { clock: 0, lastUpdated: Date.now() });
  }, FORGET_MS).unref();
}

/**
 * One answer less to wait for: it came, or will not come. One too many does no harm, late answers are taken as well.
 */
function countAnswer(shared: Shared) {
  if (--shared.answersAwaited <= 0) shared.onAnswered?.();
}

/** The presence of those who are connected to this node. */
function ownAwareness({ document: { awareness }, homes }: Shared): Uint8Array | undefined {
  const clients = [...awareness.getStates().keys()].filter((client) => !homes.has(client));
  return clients.length > 0 ? encodeAwarenessUpdate(awareness, clients) : undefined;
}

/** A connection that never gives up; what cannot be sent now fails or waits, as `options` say. */
function connect({ url }: RedisSyncOptions, options: RedisOptions): RedisClient {
  return new RedisClient(url, {
    // Both IPv4 and IPv6, as in private networks that have only the latter.
    family: 0,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
    connectTimeout: 3_000,
    ...options,
  });
}

/** What `promise` gives, or undefined when that takes too long or fails. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([promise.catch(() => undefined), timeout]).finally(() => clearTimeout(timer));
}
