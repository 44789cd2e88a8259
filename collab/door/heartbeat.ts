/**
 * Lets both sides notice when the other is gone without closing. A page that receives nothing takes its connection for
 * dead; a browser answers a ping even where the timers of its hidden tabs stand still, so silence there means that it
 * is gone. On a slow line a ping arrives late behind a large document, and its answer comes late behind a large paste:
 * there the bytes that come and go are what counts. A client that answers pings but takes no bytes does not read, and
 * is ended as well.
 */
import type { afterLoadDocumentPayload, Connection, connectedPayload, Extension, Hocuspocus } from "@hocuspocus/server";
import { type Awareness, outdatedTimeout, removeAwarenessStates } from "y-protocols/awareness";
import type { CollabMetrics } from "../metrics.ts";
import type { NodeSocket } from "./node-socket.ts";
import { HEARTBEAT_MS } from "../../protocol/limits.ts";
import { broadcast } from "../connection.ts";

/** Beats without an answer after which a socket is ended. */
const MAX_MISSED = 3;
/**
 * A ping behind a lot of data is answered once all of that has arrived: some of it waits in buffers that nobody here
 * can see.
 */
const MAX_MISSED_BEHIND_MUCH = 20;
/** Beats after which a socket is ended that has taken nothing of what waits for it. */
const MAX_STALLED = 4;

type Life = { missed: number; stalled: number; sent: number; received: number };

export class Heartbeat implements Extension {
  extensionName = "heartbeat";
  private readonly lives = new WeakMap<NodeSocket, Life>();
  private readonly metrics: Pick<CollabMetrics, "unread">;
  private hocuspocus: Hocuspocus | undefined;
  /** Only while a document is open. */
  private timer: NodeJS.Timeout | undefined;

  constructor({ metrics }: { metrics: Pick<CollabMetrics, "unread"> }) {
    this.metrics = metrics;
  }

  async onConfigure({ instance }: { instance: Hocuspocus }) {
    this.hocuspocus = instance;
  }

  /** y-protocols has a timer for each document: a beat for all of them does its work. */
  async afterLoadDocument({ document }: Pick<afterLoadDocumentPayload, "document">) {
    clearInterval(document.awareness._checkInterval as NodeJS.Timeout);
  }

  async connected({ connection }: connectedPayload) {
    this.timer ??= setInterval(() => this.beat(), HEARTBEAT_MS).unref();
    const socket = socketOf(connection);
    // A document may be left and opened again on the same socket.
    if (this.lives.has(socket)) return;
    this.lives.set(socket, { missed: 0, stalled: 0, ...bytesOf(socket) });
  }

  stop() {
    clearInterval(this.timer);
  }

  private beat() {
    const documents = this.hocuspocus?.documents;
    if (!documents?.size) {
      this.stop();
      this.timer = undefined;
      return;
    }
    for (const document of documents.values()) {
      broadcast(document, { type: "alive" });
      removeOutdated(document.awareness);
      for (const connection of document.getConnections()) {
        const socket = socketOf(connection);
        const life = this.lives.get(socket);
        if (life) this.check(socket, life);
      }
    }
  }

  private check(socket: NodeSocket, life: Life) {
    const { sent, received } = bytesOf(socket);
    const hasMoved = sent > life.sent;
    const hasReceived = received > life.received;
    const isWaiting = socket.bufferedAmount > 0;
    Object.assign(life, { sent, received });
    if (hasReceived) life.missed = Math.min(life.missed, 0);
    life.stalled = isWaiting && !hasMoved ? life.stalled + 1 : 0;
    if (life.stalled > MAX_STALLED) {
      this.metrics.unread.inc();
      return socket.terminate();
    }
    if (life.missed >= MAX_MISSED) return socket.terminate();
    // A socket that is not read cannot be seen to answer.
    if (isWaiting && hasMoved) life.missed = MAX_MISSED - MAX_MISSED_BEHIND_MUCH;
    else life.missed = socket.isPaused ? 0 : life.missed + 1;
    if (life.missed < 0 || hasReceived || socket.isPaused) (socket as unknown as Internals)._isAlive = true;
    socket.ping();
  }
}

/** Removes what nobody has renewed for half a minute, such as people of another node whose leaving was missed. */
function removeOutdated(awareness: Awareness) {
  const outdated = [...awareness.getStates().keys()].filter(
    (client) => Date.now() - (awareness.meta.get(client)?.lastUpdated ?? 0) >= outdatedTimeout,
  );
  if (outdated.length > 0) removeAwarenessStates(awareness, outdated, "timeout");
}

/** Hocuspocus knows its sockets by what all runtimes have; under Node they are those of `ws`. */
const socketOf = ({ webSocket }: Connection) => webSocket as unknown as NodeSocket;

type Internals = {
  _socket?: { _handle?: { bytesRead: number; bytesWritten: number; writeQueueSize: number } | null };
  /** crossws' own sweep ends a socket that was silent for half a minute. */
  _isAlive?: boolean;
};

/**
 * How many bytes the system has taken for the other side, and how many came from there. What `ws` and Node's sockets
 * count goes up with each whole write only, and a document is one.
 */
function bytesOf(socket: NodeSocket): Pick<Life, "sent" | "received"> {
  const handle = (socket as unknown as Internals)._socket?._handle;
  return handle
    ? { sent: handle.bytesWritten - handle.writeQueueSize, received: handle.bytesRead }
    : { sent: 0, received: 0 };
}
