/**
 * The door of the collab port: which upgrades become sockets, and the two operational pages.
 * A hook that has answered throws null, which tells Hocuspocus to stop; a thrown Error would end the process.
 */
import type { Extension, onRequestPayload, onUpgradePayload } from "@hocuspocus/server";
import type { Duplex } from "node:stream";

export type GateOptions = {
  appOrigin: string;
  isReady: () => Promise<boolean>;
  isDraining: () => boolean;
  /** What whoever runs this node has to mend before it can be ready. */
  problem: () => string | undefined;
  /** Whether whoever sends this cookie may open one more socket now, which then counts. */
  takeSocket: (cookie: string | undefined) => boolean;
  onRefused: (reason: "origin" | "path" | "draining" | "too-many") => void;
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
    const { appOrigin, isDraining, takeSocket, onRefused } = this.options;
    if (isDraining()) {
      onRefused("draining");
      refuse(socket, "503 Service Unavailable", "This node is restarting.");
    }
    if (pathOf(request.url) !== "/collab") {
      onRefused("path");
      refuse(socket, "404 Not Found", "Sockets are at /collab.");
    }
    if (request.headers.origin !== appOrigin) {
      onRefused("origin");
      refuse(socket, "403 Forbidden", "This page may not open a socket here.");
    }
    if (!takeSocket(request.headers.cookie)) {
      onRefused("too-many");
      refuse(socket, "429 Too Many Requests", "Too many sockets were opened in a short time.");
    }
  }

  async onRequest({ request, response }: onRequestPayload) {
    const { isReady, isDraining, problem } = this.options;
    const answer = (status: number, body: string) => {
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
      response.end(body);
    };
    const path = pathOf(request.url);
    if (path === "/healthz") answer(200, "ok");
    else if (path === "/readyz") {
      const ready = !isDraining() && (await isReady().catch(() => false));
      answer(
        ready ? 200 : 503,
        ready ? "ready" : isDraining() ? "draining" : (problem() ?? "Postgres does not answer"),
      );
    } else answer(404, "There is nothing here. Sockets are at /collab.");
    throw null;
  }
}

const pathOf = (url = "/") => url.split("?", 1)[0];

function refuse(socket: Duplex, status: string, sentence: string): never {
  // Upgraded connections are half-open: one that the other side never closes would stay for ever.
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  );
  throw null;
}
