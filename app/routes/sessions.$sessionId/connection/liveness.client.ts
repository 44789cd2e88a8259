/**
 * Detects a dead connection that was never closed. A socket that was cut off without a reset looks open for
 * minutes, and one that is being opened then hangs as long.
 */
import { WebSocketStatus } from "@hocuspocus/provider";
import type { CollabSocket } from "./collab-socket.client.ts";
import type { CollabState } from "./collab-state.ts";

/** From the last message on a connection until it counts as dead: the server sends something every few seconds. */
const SILENCE_TIMEOUT_MS = 8_000;
/** From an attempt to connect until its first message: that may wait for a query of the server's that times out. */
const FIRST_MESSAGE_TIMEOUT_MS = 10_000;
const CHECK_INTERVAL_MS = 1_000;

/** Gives up the socket when it is dead, unless the session is over. Returns the function that ends the watch. */
export function watchLiveness(socket: CollabSocket, stateNow: () => CollabState): () => void {
  let attemptedAt = 0;
  const onStatus = ({ status }: { status: WebSocketStatus }) => {
    if (status === WebSocketStatus.Connecting) attemptedAt = Date.now();
  };
  function check() {
    if (stateNow().ending) return;
    const { status, lastMessageReceived } = socket;
    if (status === WebSocketStatus.Disconnected) return;
    const isDead =
      lastMessageReceived > 0
        ? Date.now() - lastMessageReceived > SILENCE_TIMEOUT_MS
        : Date.now() - attemptedAt > FIRST_MESSAGE_TIMEOUT_MS;
    if (isDead) socket.lose();
  }
  /** Without a network no close ever arrives: the provider would keep a dead socket for half a minute. */
  const onOffline = () => {
    if (stateNow().connection === "open") socket.lose();
  };

  socket.on("status", onStatus);
  addEventListener("offline", onOffline);
  const timer = setInterval(check, CHECK_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    removeEventListener("offline", onOffline);
    socket.off("status", onStatus);
  };
}
