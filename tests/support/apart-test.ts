import { expect as expectInTime, type Page } from "playwright/test";
import { browserOf, enter } from "./browser.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { freePort } from "./free-port.ts";
import { readMetric } from "./metrics.ts";
import { test as pageTest } from "./page-test.ts";
import type { SessionWish } from "./person.ts";
import { prepareProcess } from "./process.ts";
import { startRedis, type TestRedis } from "./redis.ts";

/** Nodes meet every 30 s in any case: sooner, it is the news itself that arrives. */
export const expect = expectInTime.configure({ timeout: 20_000 });

type Sites = { redis: TestRedis; cluster: Cluster; first: Site; second: Site };
type Site = { origin: string };

export const test = pageTest.extend<{ apart: (wish?: SessionWish) => Promise<Apart> }, { sites: Sites }>({
  /**
   * Two sites over one database, each with a collab node of its own: the one pipes to its node, the pages of the other
   * connect to theirs directly.
   */
  sites: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using redis = await startRedis();
      const ports = [await freePort(), await freePort()];
      const [first, second] = ports.map((port) => ({ origin: `http://localhost:${port}` })) as [Site, Site];
      await using cluster = await startCluster({
        redis: redis.url,
        envOf: (i) => ({ APP_ORIGIN: [first, second][i]?.origin ?? "" }),
      });
      const hosts = cluster.nodes.map(({ origin }) => new URL(origin).host);
      const ways = [
        { COLLAB_NODES: hosts[0] },
        { COLLAB_URL: `ws://${hosts[1]?.replace("127.0.0.1", "localhost")}`, COLLAB_NODES: "127.0.0.1:1" },
      ];
      await using webs = new AsyncDisposableStack();
      for (const [i, { origin }] of [first, second].entries()) {
        const env = { ...cluster.settings, ...ways[i], APP_ORIGIN: origin, PORT: String(ports[i]) };
        const web = prepareProcess("app/server/server.ts", env, origin);
        webs.defer(() => web.stop());
        await web.restart();
      }
      await use({ redis, cluster, first, second });
    },
    { scope: "worker" },
  ],
  ada: async ({ sites: { cluster } }, use) => use(await cluster.signUp("Ada")),
  grace: async ({ sites: { cluster } }, use) => use(await cluster.signUp("Grace")),
  /** Two people in one session on different nodes. */
  apart: ({ browser, sites: { cluster, first, second }, ada, grace }, use) =>
    use(async (wish = {}) => {
      const sessionId = await cluster.newSession(ada.user, { content: "one\ntwo\n", ...wish });
      const [one, other] = [await browserOf(browser, first, ada), await browserOf(browser, second, grace)];
      await Promise.all([enter(one.page, first, sessionId), enter(other.page, second, sessionId)]);
      // Those who were here before may be on their way out still.
      for (const { origin } of cluster.nodes) await expect.poll(() => readMetric(origin, "tandem_connections")).toBe(1);
      return { sessionId, a: one.page, b: other.page, complaints: [one.complaints, other.complaints] };
    }),
});
type Apart = { sessionId: string; a: Page; b: Page; complaints: string[][] };
