/**
 * The door of the collab port: which upgrades become sockets, and the two operational pages.
 * A hook that has answered throws null, which tells Hocuspocus to stop; a thrown Error would end the process.
 */
import type { Extension, onRequestPayload, onUpgradePayload } from "@hocuspocus/server";
import type { Duplex } from "node:stream";
import type { Health } from "../health.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { Accounts } from "./budgets.ts";

export type GateOptions = {
  appOrigin: string;
  accounts: Accounts;
  health: Health;
  metrics: Pick<CollabMetrics, "refused">;
};

export class Gate implements Extension {
  extensionName = "gate";
  private readonly options: GateOptions;

  constructor(options: GateOptions) {
    this.options = options;
  }

  async onUpgrade({ request, socket }: onUpgradePayload) {
    // crossws takes the socket over later; until then nobody else listens for its errors.
    socket.on("error", () => socket.destroy());
    const { appOrigin, accounts, health, metrics } = this.options;
    const refuse = (reason: string, status: string, sentence: string): never => {
      metrics.refused.inc({ reason });
      end(socket, status, sentence);
    };
    if (health.isDraining) refuse("draining", "503 Service Unavailable", "This node is restarting.");
    if (pathOf(request.url) !== "/collab") refuse("path", "404 Not Found", "Sockets are at /collab.");
    if (request.headers.origin !== appOrigin)
      refuse("origin", "403 Forbidden", "This page may not open a socket here.");
    if (!accounts.ofCookie(request.headers.cookie).takeSocket())
      refuse("too-many", "429 Too Many Requests", "Too many sockets were opened in a short time.");
    // crossws keeps the request as long as the socket: half a kilobyte of what browsers say of themselves.
    request.headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => READ_LATER.test(name)));
    request.rawHeaders = [];
  }

  async onRequest({ request, response }: onRequestPayload) {
    const { health } = this.options;
    const answer = (status: number, body: string) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
      response.end(body);
    };
    const path = pathOf(request.url);
    if (path === "/healthz") answer(200, "ok");
    else if (path === "/readyz") {
      const isReady = await health.isReady().catch(() => false);
      const why = health.isDraining ? "draining" : (health.problem ?? "Postgres does not answer");
      answer(isReady ? 200 : 503, isReady ? "ready" : why);
    } else answer(404, "There is nothing here. Sockets are at /collab.");
    throw null;
  }
}

/** The headers that are read from here on: by `ws`, by crossws, and the cookie by us. */
const READ_LATER = /^(host|upgrade|cookie|x-forwarded-proto|sec-websocket-.+)$/;

const pathOf = (url = "/") => url.split("?", 1)[0];

function end(socket: Duplex, status: string, sentence: string): never {
  // Upgraded connections may stay half-open: one that the other side never closes would stay for ever.
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  );
  throw null;
}
