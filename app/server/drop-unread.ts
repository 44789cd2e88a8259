import type { RequestHandler } from "express";
import { MAX_DROPPED_BYTES } from "../http.ts";

/**
 * Reads on to the end of a request that was answered before all of it was there, and drops it. The connection would
 * stand still otherwise until it is idle for too long, and then be reset with whatever was asked on it meanwhile.
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
