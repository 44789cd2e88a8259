/** Scripts that come behind the editor: what needs them is there at once, or says that it is not. */
import { expect } from "playwright/test";
import { browserOf, connection, enter, excuse, lines } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

test("P11 a dialog whose script could not be loaded says so, and opens once it can be", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  const script = /\/assets\/later-dialogs-/;
  await page.route(script, (route) => route.abort());
  await enter(page, stack, sessionId);
  const share = page.getByRole("button", { name: "Share", exact: true });
  await share.click();
  await expect(page.getByText("This could not be loaded")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.unroute(script);
  await share.click();
  await expect(page.getByRole("dialog", { name: "Share this session" })).toBeVisible();
});

test("P11 an editor whose script could not be loaded is there after Retry", async ({ browser, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const { page, complaints } = await browserOf(browser, stack, ada);
  // What a boundary has caught is reported.
  excuse(complaints);
  const script = /\/assets\/editor\.client-/;
  await page.route(script, (route) => route.abort());
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  const alert = page.getByRole("alert").filter({ hasText: "The editor could not be shown." });
  await expect(alert).toBeVisible();
  await page.unroute(script);
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect(connection(page)).toContainText("Connected");
  await lines(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("two");
  await expect(lines(page)).toContainText("onetwo");
});

test("P11 a menu whose script could not be loaded says so, and opens by the key that asks again", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  const script = /\/assets\/radix-menus-/;
  await page.route(script, (route) => route.abort());
  await enter(page, stack, sessionId);
  const more = page.getByRole("button", { name: "More", exact: true });
  await more.click();
  await expect(page.getByText("This could not be loaded")).toBeVisible();
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.unroute(script);
  await more.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await more.click();
  await expect(page.getByRole("menu")).toBeVisible();
});

test("keys that are pressed before the palette is loaded do not go into the code", async ({ browser, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const { page } = await browserOf(browser, stack, ada);
  let load = () => {};
  const loadable = new Promise<void>((resolve) => (load = resolve));
  await page.route(/\/assets\/layers-/, async (route) => {
    await loadable;
    await route.continue();
  });
  await enter(page, stack, sessionId);
  await page.keyboard.press("Control+p");
  await page.keyboard.type("lost");
  load();
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".monaco-editor .native-edit-context")).toBeFocused();
  await page.keyboard.type("kept ");
  await expect(lines(page)).toContainText("kept one");
});
