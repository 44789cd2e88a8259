/** How a node that stops sends its people to the others: an event first, then one socket after the other with 1012. */
import type { Hocuspocus } from "@hocuspocus/server";
import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE } from "../../protocol/close-codes.ts";
import { broadcast } from "../connection.ts";

/** Sockets close one after the other, so that people do not all come back to the next node at once. */
const CLOSE_SPREAD_MS = 5_000;
const MAX_CLOSE_PAUSE_MS = 50;

/**
 * Resolves when no document is open any more, or at `deadline`, in milliseconds since 1970. Nobody new may get in
 * meanwhile.
 */
export async function sendAway(hocuspocus: Hocuspocus, deadline: number): Promise<void> {
  const connections = () => [...hocuspocus.documents.values()].flatMap((document) => document.getConnections());
  for (const document of hocuspocus.documents.values()) broadcast(document, { type: "draining" });
  hocuspocus.flushPendingStores();
  const open = connections();
  const closingFrom = Date.now();
  const pause = Math.min(MAX_CLOSE_PAUSE_MS, CLOSE_SPREAD_MS / open.length);
  for (const [i, { webSocket }] of open.entries()) {
    // By the clock: a timer takes a millisecond at least, and thousands of them would take longer than there is.
    const early = closingFrom + i * pause - Date.now();
    if (early > 0) await sleep(early);
    webSocket.close(CLOSE.restart.code, "restart");
  }
  while (hocuspocus.documents.size > 0 && Date.now() < deadline) {
    // Including those who were still signing in.
    for (const { webSocket } of connections()) webSocket.close(CLOSE.restart.code, "restart");
    hocuspocus.flushPendingStores();
    await sleep(20);
  }
}
