/**
 * Leads upgrades of /collab to a collab node: one origin, one cookie, nothing to configure. The socket itself goes to
 * the collab process beside us, where there is one that takes it; others are piped.
 */
import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Log } from "../../observe/log.ts";
import type { CollabNode, CollabNodes } from "./collab-nodes.ts";
import type { HandOver } from "./hand-over.ts";
import type { WebMetrics } from "./metrics.ts";

/** A node that has not begun to answer by then is taken for dead. */
const ANSWER_TIMEOUT_MS = 2_000;

type Answer = { upstream: Socket; firstBytes: Buffer };
type Proxy = {
  nodes: CollabNodes;
  handOver: HandOver;
  log: Log;
  metrics: Pick<WebMetrics, "refused" | "proxiedSockets" | "handedSockets">;
};

/** Brings one upgrade to a node that is there; 503 when none is. */
export async function leadToCollab(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  proxy: Proxy,
): Promise<void> {
  const { handOver, metrics } = proxy;
  if (socket.destroyed) return;
  socket.on("error", () => socket.destroy());
  if (handOver.isOn) {
    const isTaken = await handOver.give(socket, Buffer.concat([requestHead(request), head]));
    if (isTaken) return metrics.handedSockets.inc();
  } else if (await pipe(request, socket, head, proxy)) return;
  metrics.refused.inc({ reason: "no-node" });
  const sentence = "No collab node answers.";
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: ${sentence.length}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  );
}

/** To the first node that answers and is not about to stop; false when none does. */
async function pipe(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { nodes, log, metrics }: Proxy,
): Promise<boolean> {
  const sessionId = new URL(request.url ?? "/", "http://web").searchParams.get("session") ?? "";
  for (const node of await nodes.inOrder(sessionId)) {
    const answer = await ask(node, request).catch(
      (err: unknown) => void log.warn({ err, node }, "collab node not reached"),
    );
    if (!answer) {
      nodes.noteDown(node);
      continue;
    }
    nodes.noteUp(node);
    if (join(socket, head, answer)) {
      metrics.proxiedSockets.inc();
      socket.once("close", () => metrics.proxiedSockets.dec());
    }
    return true;
  }
  return false;
}

/** False when the browser has gone meanwhile. */
function join(socket: Duplex, head: Buffer, { upstream, firstBytes }: Answer): boolean {
  if (socket.destroyed) {
    upstream.destroy();
    return false;
  }
  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
  socket.write(firstBytes);
  if (head.length > 0) upstream.write(head);
  upstream.pipe(socket).pipe(upstream);
  return true;
}

/**
 * Resolves with the beginning of the answer: a node that hangs accepts connections, too. Rejects at 503, which a node
 * that stops gives.
 */
function ask({ host, port }: CollabNode, request: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const upstream = connect({ host, port, noDelay: true, keepAlive: true });
    const fail = (error: Error) => {
      clearTimeout(timer);
      upstream.destroy();
      reject(error);
    };
    const onClose = () => fail(new Error("closed without an answer"));
    const timer = setTimeout(() => fail(new Error("no answer in time")), ANSWER_TIMEOUT_MS);
    upstream.once("error", fail).once("close", onClose);
    upstream.once("data", (firstBytes: Buffer) => {
      if (/^HTTP\/1\.1 503 /.test(firstBytes.toString("latin1", 0, 13))) return fail(new Error("it is about to stop"));
      clearTimeout(timer);
      upstream.pause().off("error", fail).off("close", onClose);
      resolve({ upstream, firstBytes });
    });
    upstream.write(requestHead(request));
  });
}

function requestHead({ method, url, rawHeaders, socket }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  lines.push(`X-Forwarded-For: ${socket.remoteAddress ?? ""}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
