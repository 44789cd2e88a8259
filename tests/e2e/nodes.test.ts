import type { Page } from "playwright/test";
import { setRole } from "../../db/participants.ts";
import { expect, test } from "../support/apart-test.ts";
import { caretTo, lines, pressTogether, showPanel } from "../support/browser.ts";
import { readMetric } from "../support/metrics.ts";

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
