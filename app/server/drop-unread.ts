import type { RequestHandler } from "express";
import { MAX_DROPPED_BYTES } from "../http.ts";

/**
 * Reads on to the end of a request that was answered before all of it was there, and drops it. Otherwise the connection
 * would hang until its idle time-out, and then be reset together with any later requests on it.
 */
export const dropUnread: RequestHandler = (request, response, next) => {
  response.once("finish", () => {
    if (request.complete) return;
    let dropped = 0;
    // Whoever began to read it would stop it again.
    request.removeAllListeners("data");
    request.on("data", (chunk: Buffer) => {
      dropped += chunk.byteLength;
      if (dropped > MAX_DROPPED_BYTES) request.socket.destroy();
    });
    request.resume();
  });
  next();
};
