import { expect } from "vitest";
import { CollabNodes } from "../../app/server/collab-nodes.ts";
import { freePort } from "../support/free-port.ts";
import { startCluster } from "../support/cluster.ts";
import { connect } from "../support/connection.ts";
import { readMetric } from "../support/metrics.ts";
import { newId } from "../support/person.ts";
import { prepareProcess } from "../support/process.ts";
import { startRedis } from "../support/redis.ts";
import { test as base } from "../support/started.ts";
import { until } from "../support/until.ts";

const hostsOf = async (nodes: CollabNodes, sessionId: string) =>
  (await nodes.inOrder(sessionId)).map(({ host }) => host);

const three = "a:1,b:1,c:1";

const test = base
  .extend("front", { scope: "file" }, async ({ started }) => {
    const redis = started.use(await startRedis());
    const port = await freePort();
    const page = `http://localhost:${port}`;
    const cluster = started.use(await startCluster({ redis: redis.url, page, env: { HOST: "::" } }));
    const list = cluster.nodes.map(({ origin }) => `[::1]:${new URL(origin).port}`).join(",");
    const web = prepareProcess(
      "app/server/server.ts",
      { ...cluster.settings, PORT: String(port), COLLAB_NODES: list },
      page,
    );
    started.defer(() => web.stop());
    await web.restart();
    return { page, cluster };
  })
  .extend("ada", { scope: "file" }, ({ front: { cluster } }) => cluster.signUp("Ada"))
  .extend("grace", { scope: "file" }, ({ front: { cluster } }) => cluster.signUp("Grace"))
  .extend(
    "connections",
    { scope: "file" },
    ({ front }) =>
      () =>
        Promise.all(front.cluster.nodes.map(({ origin }) => readMetric(origin, "tandem_connections"))),
  )
  /** Two people in one session, the node that both are on, and the other; undefined where each is on another one. */
  .extend("tryTwo", { scope: "file" }, ({ front, ada, grace, connections }) => async (sessionId: string) => {
    await until(async () => (await connections()).every((count) => count === 0));
    const pair = new DisposableStack();
    const [adas, graces] = [
      pair.use(connect(front.page, sessionId, ada)),
      pair.use(connect(front.page, sessionId, grace)),
    ];
    await Promise.all([adas.synced, graces.synced]);
    const home = (await connections()).indexOf(2);
    const [node, other] = [front.cluster.nodes[home], front.cluster.nodes[1 - home]];
    if (!node || !other) {
      pair.dispose();
      return undefined;
    }
    return { adas, graces, node, other, [Symbol.dispose]: () => pair.dispose() };
  })
  /**
   * A node that does not answer in two seconds is passed by for a while: then one of two may have come before, and one
   * after.
   */
  .extend(
    "openTwo",
    { scope: "file" },
    ({ tryTwo }) =>
      (sessionId: string) =>
        until(() => tryTwo(sessionId), 180_000),
  );

test("P11 each document has its own first node, and only those of a node that goes move", async () => {
  const [all, again, fewer] = [
    new CollabNodes({ list: three }),
    new CollabNodes({ list: "c:1,a:1,b:1" }),
    new CollabNodes({ list: "a:1,b:1" }),
  ];
  const firsts = new Map<string, number>();
  for (let i = 0; i < 600; i++) {
    const sessionId = newId();
    const [first = "", second] = await hostsOf(all, sessionId);
    expect((await hostsOf(again, sessionId))[0]).toBe(first);
    expect((await hostsOf(fewer, sessionId))[0]).toBe(first === "c" ? second : first);
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  for (const host of ["a", "b", "c"]) expect(firsts.get(host)).toBeGreaterThan(140);
});

test("P11 a dead node is the last for five seconds, and then one at a time tries it", async () => {
  let now = 0;
  const nodes = new CollabNodes({ list: three, now: () => now });
  const sessionId = newId();
  const [dead] = await nodes.inOrder(sessionId);
  if (!dead) throw new Error("There is no node.");
  nodes.noteDown(dead);
  expect((await hostsOf(nodes, sessionId)).at(-1)).toBe(dead.host);
  now = 5_001;
  expect((await hostsOf(nodes, sessionId))[0]).toBe(dead.host);
  expect((await hostsOf(nodes, sessionId)).at(-1)).toBe(dead.host);
  nodes.noteUp(dead);
  expect((await hostsOf(nodes, sessionId))[0]).toBe(dead.host);
});

test("P11 the nodes of one's own region come first, and others when those are dead", async () => {
  const near = new CollabNodes({ list: "fra=a:1,iad=b:1,fra=c:1", region: "fra" });
  for (let i = 0; i < 20; i++) expect((await hostsOf(near, newId())).at(-1)).toBe("b");
  for (const node of await near.inOrder("")) if (node.isNear) near.noteDown(node);
  expect((await hostsOf(near, newId()))[0]).toBe("b");
});

test("P11 on Fly the machines of the region are found by name, and a name server may be away", async () => {
  let now = 0;
  const records: Record<string, string[]> = {
    "collab.process.tandem.internal": ["fdaa::1", "fdaa::2", "fdaa::3"],
    "fra.tandem.internal": ["fdaa::2", "fdaa::9"],
  };
  let isAway = false;
  const resolve = async (name: string) => {
    if (isAway) throw new Error("ENOTFOUND");
    return records[name] ?? [];
  };
  const nodes = new CollabNodes({
    list: "dns:collab.process.tandem.internal:3001",
    region: "fra",
    resolve,
    now: () => now,
  });
  for (let i = 0; i < 10; i++)
    expect((await nodes.inOrder(newId()))[0]).toEqual({ host: "fdaa::2", port: 3001, isNear: true });
  isAway = true;
  now = 10_000;
  expect((await hostsOf(nodes, "x")).sort()).toEqual(["fdaa::1", "fdaa::2", "fdaa::3"]);
});

test("P11 the sockets of one document go to one node, over IPv6 too", async ({ front, ada, tryTwo }) => {
  let together = 0;
  for (let i = 0; i < 12; i++) {
    using two = await tryTwo(await front.cluster.newSession(ada.user));
    if (two) together++;
  }
  // By chance it would be six of twelve; a busy machine parts a pair now and then.
  expect(together).toBeGreaterThan(9);
});

test.for(["SIGKILL", "SIGTERM"] as const)(
  "P11 P2 people go on, on the other node, when theirs ends by %s",
  async (signal, { front, ada, openTwo }) => {
    using two = await openTwo(await front.cluster.newSession(ada.user, { content: "" }));
    const { adas, graces, node, other } = two;
    await node.stop(signal);
    adas.text().insert(0, "on we go");
    await until(() => graces.text().toString() === "on we go");
    await adas.durable();
    expect(await readMetric(other.origin, "tandem_connections")).toBe(2);
    await node.restart();
  },
);

test("P11 whoever comes while the document's node hangs gets in on the other", async ({
  front,
  ada,
  grace,
  openTwo,
}) => {
  const sessionId = await front.cluster.newSession(ada.user);
  const { node, other, ...two } = await openTwo(sessionId);
  two[Symbol.dispose]();
  const pid = node.pid();
  process.kill(pid, "SIGSTOP");
  try {
    using first = connect(front.page, sessionId, ada);
    await first.synced;
    using second = connect(front.page, sessionId, grace);
    await second.synced;
    expect(await readMetric(other.origin, "tandem_connections")).toBe(2);
  } finally {
    process.kill(pid, "SIGCONT");
  }
});
