/**
 * Joins the copies of a document on several nodes, over Redis. The extension that Hocuspocus ships publishes a state
 * vector for each change and sends the change on the third hop, with the whole delete set each time; it locks before
 * storing, refuses documents while Redis is away, and does not pass on who left (ueberdosis/hocuspocus #1027, #1151).
 * This one publishes the change itself, one message per document and turn of the event loop, and nothing while no other
 * node has the document (`audience.ts`). The handshake is for loading, for a connection that came back, for a gap that
 * was noticed, and now and then for documents that change.
 *
 * safety: Postgres has the log and the bus, so nothing is lost while Redis is away, and nobody waits for it. What one
 * node does not have yet is never deleted by a message that is meant for another node.
 * liveness: two nodes that both reach Redis hold the same document and the same presences. A message that was missed is
 * made up for by the next handshake: after a reconnect, after a gap that an update shows, and each 30 s while a
 * document changes. People of a node that is silent for seven seconds are gone.
 */
import { Redis as RedisExtension } from "@hocuspocus/extension-redis";
import type {
  afterLoadDocumentPayload,
  afterUnloadDocumentPayload,
  beforeUnloadDocumentPayload,
} from "@hocuspocus/server";
import type { Redis as RedisClient } from "ioredis";
import { applyAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Log } from "../../observe/log.ts";
import type { ClientIds } from "../document/client-ids.ts";
import type { CollabMetrics } from "../metrics.ts";
import { Audience } from "./audience.ts";
import { Handshake } from "./handshake.ts";
import { decodeMessage, encodeMessage, type NodeMessage } from "./node-messages.ts";
import { connect, isHung } from "./redis-clients.ts";
import { SharedDocument } from "./shared-document.ts";
import { within } from "./within.ts";

const PREFIX = "tandem";
const NODES = `${PREFIX}:nodes`;
const channelOf = (documentName: string) => `${PREFIX}:${documentName}`;
const replyChannelOf = (nodeId: string) => `${PREFIX}#${nodeId}`;
/** Opening a document waits at most this long for other nodes. */
const LOAD_TIMEOUT_MS = 1_500;
const BEAT_MS = 2_000;
/** A node that has been silent for this long counts as dead, and its people as gone. */
const SILENT_MS = 7_000;
const RESYNC_MS = 30_000;
/** Both connections come back one after the other: one handshake is enough. */
const RECONNECTED_MS = 20;
/** How long a node that stops may take to say goodbye. */
const BYE_MS = 300;

type Shared = { document: SharedDocument; audience: Audience; handshake: Handshake };

export type RedisSyncOptions = {
  url: string;
  nodeId: string;
  log: Log;
  /** Releases the ids of people who were connected to a node that is gone. */
  clientIds: ClientIds;
  metrics: Pick<CollabMetrics, "redisMessages" | "redisBytes" | "redisReceived" | "redisJunk">;
};

export class RedisSync extends RedisExtension {
  extensionName = "redis-sync";
  private readonly options: RedisSyncOptions;
  private readonly shared = new Map<string, Shared>();
  private readonly lastSeen = new Map<string, number>();
  /** How many nodes got this one's last sign of life, itself included. */
  private nodesCounted = 0;
  private readonly timers: NodeJS.Timeout[] = [];
  private reconnecting: NodeJS.Timeout | undefined;

  constructor(options: RedisSyncOptions) {
    const { url, nodeId, log } = options;
    // The first is for publishing and fails at once; the second is for listening, and waits.
    const clients = [connect(url, { enableOfflineQueue: false }), connect(url, { autoResubscribe: false })];
    super({ identifier: nodeId, prefix: PREFIX, createClient: () => clients.shift() as RedisClient });
    this.options = options;
    this.sub.removeAllListeners("messageBuffer");
    this.sub.on("messageBuffer", (_channel: Buffer, bytes: Buffer) => this.receive(bytes));
    for (const client of [this.pub, this.sub]) {
      client.on("ready", () => this.reconnected());
      client.on("error", (err: Error) => log.debug({ err }, "Redis"));
      client.on("close", () => this.disconnected());
    }
    this.timers.push(
      setInterval(() => void this.beat(), BEAT_MS),
      setInterval(() => this.resyncChanged(), RESYNC_MS),
    );
    for (const timer of this.timers) timer.unref();
  }

  /** Whether messages get through, as far as this node knows. */
  get isUp(): boolean {
    return this.pub.status === "ready" && this.sub.status === "ready";
  }

  override async afterLoadDocument({ documentName, document }: afterLoadDocumentPayload): Promise<void> {
    const audience = new Audience();
    const shared: Shared = {
      audience,
      document: new SharedDocument({
        document,
        foreignOrigin: this.redisTransactionOrigin,
        isShared: () => !audience.isEmpty || !this.countsAll,
        onChange: (change) => void this.tell(documentName, audience, { kind: "change", ...change }),
        onMaybeMoved: () => this.resync(documentName),
      }),
      handshake: new Handshake((isMutual) => this.hello(documentName, shared, isMutual)),
    };
    this.shared.set(documentName, shared);
    // Opens even while Redis is away: what was missed comes with the handshake that follows its return.
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
    this.shared.get(documentName)?.document.flush();
  }

  override async afterUnloadDocument({ documentName, instance }: afterUnloadDocumentPayload): Promise<void> {
    const shared = this.shared.get(documentName);
    const isLoadedAnew =
      instance.documents.get(documentName) === shared?.document.document || instance.loadingDocuments.has(documentName);
    if (!shared || isLoadedAnew) return;
    shared.document.cancel();
    shared.handshake.stop();
    this.shared.delete(documentName);
    // Not awaited: Hocuspocus would not unload a document again that is loaded meanwhile.
    if (this.sub.status === "ready") void this.sub.unsubscribe(channelOf(documentName)).catch(() => {});
  }

  override async onDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.reconnecting);
    for (const { document } of this.shared.values()) document.flush();
    await within(BYE_MS, this.publish(NODES, { kind: "bye", sessionId: "" }));
    this.pub.disconnect(false);
    this.sub.disconnect(false);
  }

  /** Asks all other nodes for what a document lacks, and gives them what they lack. */
  resync(documentName: string): void {
    const shared = this.shared.get(documentName);
    if (shared && this.isUp) shared.handshake.soon(() => (shared.document.hasChanged = false));
  }

  private async join(documentName: string, { audience, handshake }: Shared) {
    await this.sub.subscribe(channelOf(documentName));
    audience.listen();
    await handshake.join();
  }

  private hello(documentName: string, { document: shared, audience }: Shared, isMutual: boolean): Promise<number> {
    return this.tell(documentName, audience, {
      kind: "hello",
      stateVector: Y.encodeStateVector(shared.document),
      awareness: shared.ownPresence(),
      isMutual,
    });
  }

  /**
   * Redis counts all nodes that have been heard of lately. Where it does not, as one that counts what is connected to
   * one of its replicas, no node can know that it is alone.
   */
  private get countsAll(): boolean {
    return this.nodesCounted > this.lastSeen.size;
  }

  /** Publishes to all who have a document. */
  private tell(documentName: string, audience: Audience, message: Omit<NodeMessage, "nodeId" | "sessionId">) {
    return audience.count(() => this.publish(channelOf(documentName), { ...message, sessionId: documentName }));
  }

  /** Resolves with how many got it; 0 when Redis is away, which the handshake after its return makes up for. */
  private async publish(channel: string, message: Omit<NodeMessage, "nodeId">): Promise<number> {
    const { nodeId, metrics } = this.options;
    const bytes = encodeMessage({ ...message, nodeId });
    metrics.redisMessages.inc();
    metrics.redisBytes.inc(bytes.byteLength);
    return this.pub.publish(channel, bytes).catch(() => 0);
  }

  private receive(bytes: Buffer) {
    const { nodeId, log, metrics } = this.options;
    try {
      const message = decodeMessage(bytes);
      if (message.nodeId === nodeId) return;
      metrics.redisReceived.inc();
      this.lastSeen.set(message.nodeId, Date.now());
      if (message.kind === "bye") return this.forgetNode(message.nodeId);
      const shared = this.shared.get(message.sessionId);
      if (shared) this.take(message, shared);
      // Another node waits for all listeners, including this one, which is about to stop listening.
      else if (message.kind === "hello")
        void this.publish(replyChannelOf(message.nodeId), { kind: "answer", sessionId: message.sessionId });
    } catch (err) {
      metrics.redisJunk.inc();
      log.warn({ err }, "message from Redis not understood");
    }
  }

  private take(
    { kind, nodeId, sessionId, update, awareness, stateVector, isMutual }: NodeMessage,
    { document: shared, audience, handshake }: Shared,
  ) {
    const { document } = shared;
    audience.heard();
    shared.receivingFrom = nodeId;
    if (update) Y.applyUpdate(document, update, this.redisTransactionOrigin);
    if (awareness) applyAwarenessUpdate(document.awareness, awareness, this.redisTransactionOrigin);
    if (stateVector) {
      // To the one who asked alone: the whole delete set would delete what another node does not have yet (#1151).
      void this.publish(replyChannelOf(nodeId), {
        kind: "answer",
        sessionId,
        update: Y.encodeStateAsUpdate(document, stateVector),
        awareness: shared.ownPresence(),
        ...(isMutual && { stateVector: Y.encodeStateVector(document) }),
      });
    }
    if (kind === "answer") handshake.countAnswer();
  }

  /** Says that this node lives, and notices which others no longer do, and that Redis hangs. */
  private async beat() {
    if (this.isUp) {
      const counted = this.publish(NODES, { kind: "alive", sessionId: "" });
      void counted.then((count) => (this.nodesCounted = count));
      const answered = Promise.all([counted, this.sub.ping()]);
      if (await isHung(answered)) {
        this.options.log.warn("Redis hangs, connecting anew");
        for (const client of [this.pub, this.sub]) client.disconnect(true);
      }
    }
    for (const [nodeId, at] of this.lastSeen) if (Date.now() - at > SILENT_MS) this.forgetNode(nodeId);
  }

  private forgetNode(nodeId: string) {
    this.lastSeen.delete(nodeId);
    for (const { document: shared, handshake } of this.shared.values()) {
      handshake.countAnswer();
      const gone = shared.clientsOf(nodeId);
      if (gone.length === 0) continue;
      removeAwarenessStates(shared.document.awareness, gone, this.redisTransactionOrigin);
      // If they come back over another node, or over this one after all, their last state counts as new.
      for (const client of gone) shared.forgetClock(client);
      this.options.clientIds.release(shared.document, gone);
    }
  }

  private disconnected() {
    this.options.log.warn("Redis connection lost");
    for (const { audience } of this.shared.values()) audience.lose();
  }

  private reconnected() {
    if (!this.isUp) return;
    clearTimeout(this.reconnecting);
    this.reconnecting = setTimeout(() => {
      const all = [...this.shared];
      const channels = [NODES, replyChannelOf(this.options.nodeId), ...all.map(([name]) => channelOf(name))];
      this.sub.subscribe(...channels).then(
        () => {
          for (const [, { audience }] of all) audience.listen();
          for (const documentName of this.shared.keys()) this.resync(documentName);
        },
        // It was lost again, and comes back again.
        () => {},
      );
    }, RECONNECTED_MS);
  }

  private resyncChanged() {
    for (const [documentName, { document }] of this.shared) if (document.hasChanged) this.resync(documentName);
  }
}
