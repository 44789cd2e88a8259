/** Scripts that come behind the editor: what needs them is there at once, or says that it is not. */
import { expect } from "playwright/test";
import { browserOf, enter } from "../../support/browser.ts";
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
