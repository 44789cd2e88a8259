import { expect } from "playwright/test";
import { joinByLink } from "../../db/participants.ts";
import { violationsOf } from "../support/accessibility.ts";
import { browserOf, lines, saveState, showPanel } from "../support/browser.ts";
import { test } from "../support/page-test.ts";

test("the text is readable before any script has run", async ({ browser, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user, { content: "const answer = 42;\n" });
  const { page } = await browserOf(browser, stack, ada, { javaScriptEnabled: false });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(page.getByText("const answer = 42;")).toBeVisible();
});

test("the file that was open last is the one that is readable before the editor is there", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "const first = 1;\n" });
  const { page } = await visit(ada, sessionId);
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByLabel("File name").fill("second.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "second.ts" })).toHaveAttribute("aria-selected", "true");
  await lines(page).click();
  await page.keyboard.type("// second file");
  await expect(saveState(page)).toHaveText("Saved");
  const html = await (await page.request.get(page.url())).text();
  expect(html).toContain("// second file</pre>");
  expect(html).not.toContain("const first = 1;");

  const isWanted = Promise.withResolvers<void>();
  await page.route(/editor\.client/, async (route) => {
    await isWanted.promise;
    await route.continue();
  });
  await page.reload();
  const early = page.getByRole("region", { name: "Code, read-only while the editor loads" });
  await expect(early).toContainText("// second file");
  // The page has no text of any other file, and says that it comes once that has taken a moment.
  await page.getByRole("tab", { name: "main.ts" }).click();
  await expect(early).toHaveCount(0);
  const sign = page.getByRole("img", { name: "The code is loading" });
  await expect(sign).toBeVisible();
  await expect(sign).toHaveCSS("animation-delay", "0.4s");
  isWanted.resolve();
  await expect(lines(page)).toContainText("const first = 1;");
  await expect(sign).toHaveCount(0);
});

test("P9 a text that cannot be read is not there as an empty one before any script has run", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "const answer = 42;\n" });
  await stack.db.updateTable("documents").set({ damaged_at: new Date() }).where("session_id", "=", sessionId).execute();
  const { page } = await browserOf(browser, stack, ada, { javaScriptEnabled: false });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(page.getByText("Part of this session's stored text cannot be read.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Code, read-only while the editor loads" })).toHaveCount(0);
});

test("the owner's title reaches everybody at once", async ({ two }) => {
  const { a, b } = await two();
  await a.getByRole("button", { name: /^Pairing/ }).click();
  await a.getByLabel("Session title").fill("Sorting, together");
  await a.keyboard.press("Enter");
  await expect(b.getByRole("heading", { name: "Sorting, together" })).toBeVisible();
  await expect(b).toHaveTitle("Sorting, together · Tandem");
});

test("the editor page has no accessibility violations and no console error, light and dark", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "const a = 1;\n" });
  await joinByLink(stack.db, grace.user, sessionId);
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, complaints } = await visit(ada, sessionId, { colorScheme });
    await page.getByLabel("Write a message").fill("Hello");
    await page.keyboard.press("Enter");
    for (const look of ["Chat", "People"] as const) {
      await showPanel(page, look);
      expect(summary(await violationsOf(page))).toEqual([]);
    }
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(summary(await violationsOf(page))).toEqual([]);
    expect(complaints).toEqual([]);
  }
});

const summary = (violations: Awaited<ReturnType<typeof violationsOf>>) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

test("on a phone it reads first, Edit opens the keys, and nothing scrolls sideways", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, {
    title: "A title that is much longer than any phone is wide, and then some more",
    content: "const a = 1;\n",
  });
  const { page } = await visit(ada, sessionId, {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".monaco-editor .view-lines").click();
  await page.getByRole("toolbar", { name: "Keys" }).getByRole("button", { name: "{", exact: true }).click();
  await expect(lines(page)).toContainText("{");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
