import type { Express, Request } from "express";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "../../observe/log.ts";
import { consume, sentenceFor } from "../rate-limits.ts";
import { addressKey } from "./client-address.ts";
import type { CollabNodes } from "./collab-nodes.ts";
import { leadToCollab } from "./collab-proxy.ts";
import type { HandOver } from "./hand-over.ts";
import type { Limits } from "./limits.ts";
import type { WebMetrics } from "./metrics.ts";

type Options = {
  app: Express;
  nodes: CollabNodes;
  handOver: HandOver;
  limits: Pick<Limits, "socketsOfAddress">;
  log: Log;
  metrics: WebMetrics;
  /** In development other addresses belong to Vite, which handles upgrades itself. */
  isDevelopment: boolean;
};

/** Takes each upgrade of /collab to a collab node, while its address has sockets left; others are answered with 404. */
export const upgrades =
  ({ app, nodes, handOver, limits, log, metrics, isDevelopment }: Options) =>
  async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (request.url?.split("?", 1)[0] === "/collab") {
      const seconds = await consume(limits.socketsOfAddress, addressKey(addressOf(app, request)));
      if (!seconds) return void leadToCollab(request, socket, head, { nodes, handOver, log, metrics });
      metrics.refused.inc({ reason: "budget" });
      refuseUpgrade(socket, seconds);
    } else if (!isDevelopment) socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  };

/** A visitor's address by TRUST_PROXY, as Express has it for requests that it answers itself. */
const addressOf = (app: Express, request: IncomingMessage): string | undefined =>
  (Object.setPrototypeOf(request, app.request) as Request).ip;

function refuseUpgrade(socket: Duplex, seconds: number) {
  const sentence = sentenceFor(seconds, true);
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${seconds}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  );
}
