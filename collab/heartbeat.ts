/**
 * Finds out who is gone without a word, on both sides. A page that hears nothing takes its connection for dead; a
 * browser answers a ping even where the timers of its hidden tabs stand still, so silence there means that it is gone.
 */
import type { Connection, connectedPayload, Extension, Hocuspocus } from "@hocuspocus/server";
import { HEARTBEAT_MS } from "./protocol.ts";
import { broadcast } from "./send.ts";

/** Beats without an answer after which a socket is ended. */
const MAX_MISSED = 3;

type Pinged = { isPaused: boolean; ping(): void; terminate(): void; on(event: "pong", listener: () => void): void };

export class Heartbeat implements Extension {
  extensionName = "heartbeat";
  private readonly missed = new WeakMap<Connection, number>();
  private hocuspocus: Hocuspocus | undefined;
  private readonly timer = setInterval(() => this.beat(), HEARTBEAT_MS).unref();

  async onConfigure({ instance }: { instance: Hocuspocus }) {
    this.hocuspocus = instance;
  }

  async connected({ connection }: connectedPayload) {
    this.missed.set(connection, 0);
    socketOf(connection).on("pong", () => this.missed.set(connection, 0));
  }

  stop() {
    clearInterval(this.timer);
  }

  private beat() {
    for (const document of this.hocuspocus?.documents.values() ?? []) {
      broadcast(document, { type: "alive" });
      for (const connection of document.getConnections()) {
        const missed = this.missed.get(connection);
        if (missed === undefined) continue;
        const socket = socketOf(connection);
        if (missed >= MAX_MISSED) socket.terminate();
        else socket.ping();
        // One that is not being read cannot be heard to answer.
        this.missed.set(connection, socket.isPaused ? 0 : missed + 1);
      }
    }
  }
}

/** Hocuspocus knows its sockets by what all runtimes have; under Node they are those of `ws`. */
const socketOf = ({ webSocket }: Connection) => webSocket as unknown as Pinged;
