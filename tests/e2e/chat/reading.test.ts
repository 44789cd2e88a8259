import { expect, type Page } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { showPanel } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

const fill = async (
  stack: Parameters<typeof addMessage>[0],
  message: { sessionId: string; userId: string },
  bodies: string[],
) => {
  for (const body of bodies) await addMessage(stack, { id: newId(), ...message, body });
};
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, nth) => `Line ${nth + from}`);
const topOf = (page: Page, text: string) =>
  page.getByText(text, { exact: true }).evaluate((element) => Math.round(element.getBoundingClientRect().top));

test("older messages come while one scrolls up, and what is being read stays where it is", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await fill(stack.db, { sessionId, userId: grace.user.id }, numbered(120));
  const { page } = await visit(ada, sessionId);
  await showPanel(page, "Chat");
  const list = page.getByRole("log");
  await expect(page.getByRole("article")).toHaveCount(50);
  await expect(page.getByText("Line 119", { exact: true })).toBeInViewport();
  // The first of them has its writer's name now, and gives it up to the older ones.
  const measured = Promise.withResolvers<void>();
  await page.route("**/messages?before=*", async (route) => {
    await measured.promise;
    await route.continue();
  });
  await list.evaluate((element) => element.scrollTo({ top: 200 }));
  await expect(page.getByRole("button", { name: "Loading older messages…" })).toBeAttached();
  const before = await topOf(page, "Line 76");
  measured.resolve();
  await expect(page.getByRole("article")).toHaveCount(100);
  expect(Math.abs((await topOf(page, "Line 76")) - before)).toBeLessThanOrEqual(1);
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(page.getByRole("article")).toHaveCount(120);
  await expect(page.getByRole("button", { name: "Show older messages" })).toHaveCount(0);
});

test("who has scrolled up is told how many are new, and is led to the first of them", async ({
  stack,

  grace,
  two,
}) => {
  const { sessionId, a } = await two();
  const graces = { sessionId, userId: grace.user.id };
  await fill(stack.db, graces, numbered(40));
  await expect(a.getByText("Line 39", { exact: true })).toBeInViewport();
  const list = a.getByRole("log");
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(a.getByRole("button", { name: "Latest" })).toBeVisible();
  await fill(stack.db, graces, numbered(30, 40));
  await a.getByRole("button", { name: "30 new" }).click();
  await expect(a.getByText("New messages", { exact: true })).toBeInViewport();
  await expect(a.getByText("Line 40", { exact: true })).toBeInViewport();
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(a).toHaveTitle("Pairing · Tandem");
  // A chat that was closed opens where its reader left off.
  await a.getByRole("button", { name: "Close chat" }).click();
  await fill(stack.db, graces, numbered(30, 70));
  await expect(a).toHaveTitle("(30) Pairing · Tandem");
  await showPanel(a, "Chat");
  await expect(a.getByText("Line 70", { exact: true })).toBeInViewport();
  await expect(a.getByText("New messages", { exact: true })).toBeInViewport();
});

test("messages are counted while the tab is hidden, though the chat is open", async ({ stack, grace, two }) => {
  const { sessionId, a } = await two();
  const setHidden = (isHidden: boolean) =>
    a.evaluate((hidden) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: hidden ? "hidden" : "visible" });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  await setHidden(true);
  await fill(stack.db, { sessionId, userId: grace.user.id }, ["One", "Two"]);
  await expect(a).toHaveTitle("(2) Pairing · Tandem");
  await setHidden(false);
  await expect(a).toHaveTitle("Pairing · Tandem");
  await expect(a.getByText("New messages", { exact: true })).toBeVisible();
});

test("P10 a message that was not sent stays in view wherever the list is, and can be discarded", async ({
  stack,
  grace,
  two,
}) => {
  const { sessionId, a } = await two();
  await fill(stack.db, { sessionId, userId: grace.user.id }, numbered(40));
  await expect(a.getByRole("article")).toHaveCount(40);
  await a.route("**/messages", (route) => route.abort());
  await a.getByLabel("Write a message").fill("Is this on?");
  await a.keyboard.press("Enter");
  await expect(a.getByRole("group", { name: "Not sent" }).getByText("Not sent.")).toBeVisible();
  await a.getByRole("log").evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(a.getByRole("button", { name: "Retry" })).toBeInViewport({ ratio: 1 });
  await a.getByRole("button", { name: "Discard" }).click();
  await expect(a.getByRole("group", { name: "Not sent" }).getByText("Not sent.")).toHaveCount(0);
  await expect(a.getByRole("article")).toHaveCount(40);
});

test("somebody who is alone finds the link in the empty chat", async ({ stack, ada, grace, visit }) => {
  const sessionId = await stack.newSession(ada.user, { visibility: "link" });
  const { page, context } = await visit(ada, sessionId);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await showPanel(page, "Chat");
  await expect(page.getByRole("heading", { name: "Send the link" })).toBeVisible();
  const copy = page.getByRole("complementary", { name: "Chat" }).getByRole("button", { name: "Copy link" });
  // As high as the other buttons of the page.
  await expect(copy).toHaveCSS("height", "28px");
  await expect(copy).toHaveCSS("font-size", "13px");
  await expect(page.getByRole("button", { name: /Invite people/ })).toHaveCSS("min-height", "28px");
  await expect(page.getByRole("button", { name: /Invite people/ })).toHaveCSS("font-size", "13px");
  await copy.click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${stack.origin}/sessions/${sessionId}`);
  await page.getByRole("button", { name: /Invite people/ }).click();
  await expect(page.getByRole("dialog", { name: "Share this session" })).toBeVisible();
  await page.keyboard.press("Escape");
  await visit(grace, sessionId);
  await expect(page.getByText("No messages yet.")).toBeVisible();
  const own = await stack.newSession(ada.user, { visibility: "private" });
  const { page: alone } = await visit(ada, own);
  await showPanel(alone, "Chat");
  await expect(alone.getByRole("heading", { name: "Invite somebody" })).toBeVisible();
});
