import { expect as expectInTime, type Page } from "playwright/test";
import { freePort } from "../support/free-port.ts";
import { setRole } from "../../db/participants.ts";
import { browserOf, caretTo, enter, lines, pressTogether, showPanel } from "../support/browser.ts";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { readMetric } from "../support/metrics.ts";
import { test as pageTest } from "../support/page-test.ts";
import type { SessionWish } from "../support/person.ts";
import { prepareProcess } from "../support/process.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

/** Nodes meet every 30 s in any case: sooner, it is the news itself that arrives. */
const expect = expectInTime.configure({ timeout: 20_000 });

type Sites = { redis: TestRedis; cluster: Cluster; first: Site; second: Site };
type Site = { origin: string };

const test = pageTest.extend<{ apart: (wish?: SessionWish) => Promise<Apart> }, { sites: Sites }>({
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

const saveState = (page: Page) => page.getByTestId("save-state").filter({ visible: true });

test("P2 two people on different nodes see each other's text, carets and messages, and Saved", async ({ apart }) => {
  const { a, b, complaints } = await apart();
  await caretTo(a, "Control+Home");
  await a.keyboard.type("Ada wrote ");
  await expect(lines(b)).toContainText("Ada wrote one");
  await caretTo(b, "Control+End");
  await b.keyboard.type("Grace wrote");
  await expect(lines(a)).toContainText("Grace wrote");
  for (const page of [a, b]) await expect(saveState(page)).toHaveText("Saved");
  await expect(a.locator(".peer-flag")).toHaveText("Grace");
  await expect(b.locator(".peer-flag")).toHaveText("Ada");
  await showPanel(a, "People");
  await expect(a.getByRole("region", { name: "Here now" }).getByRole("listitem")).toHaveCount(2);
  for (const [writer, reader] of [
    [a, b],
    [b, a],
  ] as const) {
    await showPanel(writer, "Chat");
    await writer.getByLabel("Write a message").fill(`from ${writer === a ? "Ada" : "Grace"}`);
    await writer.keyboard.press("Enter");
    await showPanel(reader, "Chat");
    await expect(reader.getByRole("article").last()).toContainText(`from ${writer === a ? "Ada" : "Grace"}`);
  }
  expect(complaints).toEqual([[], []]);
});

test("P4 a role that changes reaches who is on another node, also while Redis is away", async ({
  apart,
  grace,
  sites: { cluster, redis },
}) => {
  const { sessionId, a, b } = await apart();
  await redis.kill();
  await showPanel(a, "People");
  await setRole(cluster.db, sessionId, grace.user.id, "viewer");
  await expect(b.getByRole("contentinfo").getByText("View only")).toBeVisible();
  await caretTo(b, "Control+Home");
  await b.keyboard.type("no");
  await setRole(cluster.db, sessionId, grace.user.id, "editor");
  await expect(b.getByRole("contentinfo").getByText("View only")).toHaveCount(0);
  await b.keyboard.type("apart ");
  await expect(saveState(b)).toHaveText("Saved");
  await caretTo(a, "Control+Home");
  await a.keyboard.type("alone ");
  await expect(saveState(a)).toHaveText("Saved");
  await redis.start();
  for (const page of [a, b]) await expect(lines(page)).toContainText(/(alone\sapart|apart\salone)\sone/);
});

test("P4 P14 a review reaches both nodes without Redis, and of two who apply its fix one does", async ({
  apart,
  sites: { cluster, redis },
}) => {
  const { a, b, complaints } = await apart({ content: "var total = 1;\nconsole.log(total);\n" });
  await redis.kill();
  for (const page of [a, b]) await showPanel(page, "Review");
  await a.getByRole("button", { name: "Run static checks on main.ts" }).click();
  const card = (page: Page) =>
    page.getByRole("list", { name: "Findings" }).getByRole("listitem").filter({ hasText: "Unexpected var" });
  for (const page of [a, b]) await card(page).getByRole("button").first().click();
  await redis.start();
  for (const { origin } of cluster.nodes) await expect.poll(() => readMetric(origin, "tandem_redis_up")).toBe(1);
  await pressTogether([a, b], "**/findings/*", (page) => card(page).getByRole("button", { name: "Apply" }).click());
  for (const page of [a, b]) {
    await expect(card(page)).toContainText(/Applied by (Ada|Grace)/);
    await expect(lines(page)).toHaveText(/^(let|const)\stotal\s=\s1;\s*console\.log\(total\);\s*$/);
  }
  // The one who was slower is told so by the answer, which a browser counts as an error.
  expect(complaints.flat().filter((text) => !text.includes("409"))).toEqual([]);
});
