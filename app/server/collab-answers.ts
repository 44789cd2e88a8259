import type { RequestHandler } from "express";
import { addressKey } from "./client-address.ts";
import type { CollabNodes } from "./collab-nodes.ts";
import { secondsUntilFree } from "../rate-limits.ts";
import type { Limits } from "./limits.ts";

const ANSWER_MS = 2_000;
/** Anybody may ask, as often as they like: the nodes are asked at most this often. */
const KEPT_MS = 1_000;

/**
 * The answer to a plain request of the sockets' address: whether a collab node is ready, and the visitor's address has
 * sockets left. A page whose socket does not open asks, to tell a network that lets none through from an address that
 * has opened too many, and from a server that is restarting.
 */
export function collabAnswers(
  nodes: CollabNodes,
  { socketsOfAddress }: Pick<Limits, "socketsOfAddress">,
): RequestHandler {
  let askedAt = -Infinity;
  let answer = Promise.resolve(false);
  return (request, response, next) => {
    if (performance.now() - askedAt > KEPT_MS) {
      askedAt = performance.now();
      answer = isAnyReady(nodes);
    }
    Promise.all([answer, secondsUntilFree(socketsOfAddress, addressKey(request.ip))]).then(
      ([isReady, seconds]) =>
        response
          .set("Cache-Control", "no-store")
          .json(seconds ? { collab: false, waitSeconds: seconds } : { collab: isReady }),
      next,
    );
  };
}

async function isAnyReady(nodes: CollabNodes): Promise<boolean> {
  for (const { host, port } of await nodes.inOrder("")) {
    const address = host.includes(":") ? `[${host}]` : host;
    const response = await fetch(`http://${address}:${port}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
      () => undefined,
    );
    if (response?.ok) return true;
  }
  return false;
}
