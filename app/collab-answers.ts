import type { RequestHandler } from "express";
import type { CollabNodes } from "./collab-nodes.ts";

const ANSWER_MS = 2_000;

/**
 * The answer to a plain request of the sockets' address: whether a collab node is there. A page asks whose socket does not
 * open, to tell a network that lets none through from a server that is restarting.
 */
export const collabAnswers = (nodes: CollabNodes): RequestHandler => (request, response, next) => {
  void answer(nodes, String(request.query.session ?? "").slice(0, 64)).then(
    (collab) => response.set("Cache-Control", "no-store").json({ collab }),
    next,
  );
};

async function answer(nodes: CollabNodes, sessionId: string): Promise<boolean> {
  for (const { host, port } of await nodes.inOrder(sessionId)) {
    const address = host.includes(":") ? `[${host}]` : host;
    const response = await fetch(`http://${address}:${port}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
    if (response?.ok) return true;
  }
  return false;
}
