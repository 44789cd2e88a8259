/** What a page is connected to, and whether it has the server's text. */
import { expect, type Page } from "playwright/test";
import { violationsOf } from "../../support/accessibility.ts";
import { connection, goOffline } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const fact = (page: Page, label: string) =>
  page
    .getByRole("dialog", { name: "Connection" })
    .locator("dt", { hasText: label })
    .locator("xpath=following-sibling::dd");

test("the connection says what it is to, how long a round trip takes, and whether the text is the server's", async ({
  stack,
  ada,
  grace,
  visit,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "const secret = 1;\n" });
  const { page, context, complaints } = await visitAtEnd(ada, sessionId);
  const other = await visit(grace, sessionId);
  await page.keyboard.type("typed");
  await connection(page).click();
  const dialog = page.getByRole("dialog", { name: "Connection" });
  await expect(fact(page, "Connection")).toContainText(/^Connected for \d+ seconds?$/);
  await expect(fact(page, "Collab node")).toHaveText(/^[0-9a-f]{8}$/);
  await expect(fact(page, "Text")).toContainText("the same as the server's");
  await expect(fact(page, "Round trip")).toHaveText(/^\d+ ms$/);
  await expect(fact(page, "Until saved")).toContainText(/^\d+ ms, 95 of 100 within \d+ ms/);
  await expect(fact(page, "Clock")).toHaveText("as the server's");
  await expect(fact(page, "Your edits")).toHaveText("Saved, 0 on their way");
  await expect(fact(page, "Size")).toHaveText("1 file, 23 characters");
  await expect(fact(page, "Open pages")).toHaveText("2");
  expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);

  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy all of this" }).click();
  await expect(dialog.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Tandem session [0-9a-f]{8}…, .*\n(.*\n)*Text: the same as the server's \([0-9a-f]{12}\)\n/);
  expect(copied).not.toContain("secret");
  expect(copied).not.toContain(sessionId);

  // It goes on asking: what somebody else writes changes both.
  const before = await fact(page, "Text").textContent();
  await other.page.locator(".monaco-editor .view-lines").click();
  await other.page.keyboard.type("more");
  await expect(fact(page, "Size")).toHaveText("1 file, 27 characters");
  await expect(fact(page, "Text")).toContainText("the same as the server's");
  await expect(fact(page, "Text")).not.toHaveText(before ?? "");

  await page.keyboard.press("Escape");
  await expect(connection(page)).toBeFocused();
  expect(complaints).toEqual([]);
});

test("without a connection the page says since when it asks for one, and with which code the last was closed", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user));
  await goOffline(page);
  await page.keyboard.type("kept here");
  await connection(page).click();
  await expect(fact(page, "Connection")).toContainText(/^Reconnecting, closed with \d{4}$/);
  await expect(fact(page, "Your edits")).toContainText("Offline, kept on this device");
  await expect(page.getByRole("dialog", { name: "Connection" }).locator("dt", { hasText: "Collab node" })).toHaveCount(
    0,
  );
});
