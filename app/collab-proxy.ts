/** Pipes upgrades of /collab to a collab node: one origin, one cookie, nothing to configure. */
import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Log } from "../db/log.ts";

const CONNECT_TIMEOUT_MS = 2_000;

type Node = { host: string; port: number };

/** `host:port` entries separated by commas; `dns:name:port` stands for all addresses of a name. IPv6 in brackets. */
export async function findNodes(list: string): Promise<Node[]> {
  const entries = list.split(",").map((entry) => entry.trim()).filter(Boolean);
  const nodes = await Promise.all(
    entries.map(async (entry) => {
      const isDns = entry.startsWith("dns:");
      const { hostname, port } = new URL(`tcp://${isDns ? entry.slice(4) : entry}`);
      const host = hostname.replace(/^\[|\]$/g, "");
      if (!isDns) return [{ host, port: Number(port) }];
      const addresses = await lookup(host, { all: true }).catch(() => []);
      return addresses.map(({ address }) => ({ host: address, port: Number(port) }));
    }),
  );
  return nodes.flat();
}

/** The order in which to try nodes for a document: rendezvous hashing, so that each has the same first node everywhere. */
export function rankNodes(nodes: Node[], sessionId: string): Node[] {
  const score = ({ host, port }: Node) => createHash("sha1").update(`${sessionId} ${host}:${port}`).digest("hex");
  return nodes
    .map((node) => ({ node, score: score(node) }))
    .sort((a, b) => (a.score < b.score ? 1 : -1))
    .map(({ node }) => node);
}

/** Hands one upgrade over to the first node that answers; 503 when none does. */
export async function pipeToCollab(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { nodes, log }: { nodes: string; log: Log },
): Promise<void> {
  socket.on("error", () => socket.destroy());
  const sessionId = new URL(request.url ?? "/", "http://web").searchParams.get("session") ?? "";
  for (const node of rankNodes(await findNodes(nodes), sessionId)) {
    const upstream = await open(node).catch((err: unknown) => void log.warn({ err, node }, "collab node not reached"));
    if (!upstream) continue;
    if (socket.destroyed) return void upstream.destroy();
    upstream.write(requestHead(request));
    if (head.length > 0) upstream.write(head);
    upstream.on("error", () => socket.destroy());
    upstream.on("close", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.pipe(socket).pipe(upstream);
    return;
  }
  const sentence = "No collab node answers.";
  socket.end(`HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: ${sentence.length}\r\n\r\n${sentence}`);
}

function open({ host, port }: Node): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, timeout: CONNECT_TIMEOUT_MS });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.once("timeout", () => fail(new Error("connecting took too long")));
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function requestHead({ method, url, rawHeaders, socket }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  lines.push(`X-Forwarded-For: ${socket.remoteAddress ?? ""}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
