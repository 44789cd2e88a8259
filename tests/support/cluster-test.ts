import { type Cluster, type Node, startCluster } from "./cluster.ts";
import { connect, type ConnectionWish } from "./connection.ts";
import type { Person } from "./person.ts";
import { startRedis } from "./redis.ts";
import { test } from "./started.ts";

/** Vitest's `test`, with two nodes for a file, a Redis between them, and some people. */
export const clusterTest = test
  .extend("redis", { scope: "file" }, async ({ started }) => started.use(await startRedis()))
  .extend("cluster", { scope: "file" }, async ({ started, redis }) =>
    started.use(await startCluster({ redis: redis.url })),
  )
  .extend("one", { scope: "file" }, ({ cluster }) => nodeOf(cluster, 0))
  .extend("two", { scope: "file" }, ({ cluster }) => nodeOf(cluster, 1))
  .extend("ada", { scope: "file" }, ({ cluster }) => cluster.signUp("Ada"))
  .extend("grace", { scope: "file" }, ({ cluster }) => cluster.signUp("Grace"))
  /** Somebody's page in a session on a node, as a script. */
  .extend(
    "open",
    { scope: "file" },
    ({ cluster }) =>
      (node: Node, sessionId: string, person: Person, wish: Partial<ConnectionWish> = {}) =>
        connect(node.origin, sessionId, { ...person, page: cluster.page, ...wish }),
  );

function nodeOf({ nodes }: Cluster, index: number): Node {
  const node = nodes[index];
  if (!node) throw new Error("The cluster has no such node.");
  return node;
}
