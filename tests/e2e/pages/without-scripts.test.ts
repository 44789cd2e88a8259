import { expect, type Page } from "playwright/test";
import { test } from "../../support/page-test.ts";
import { choose, titles } from "../../support/session-list.ts";

const isOnItsSession = (page: Page) => page.waitForURL(/\/sessions\/[\da-f-]{36}$/);

test("without JavaScript everything works up to the editor", async ({ stack, open }) => {
  const { page } = await open("/", { javaScriptEnabled: false });
  await page.getByRole("button", { name: "Start coding" }).click();
  await isOnItsSession(page);
  await expect(page.getByText("Everybody with the link writes here at the same time.")).toBeVisible();

  await page.goto(`${stack.origin}/sessions/new`);
  await page.getByLabel("Title").fill("Plain");
  await page.getByRole("radio", { name: "A file from this device" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Plain");
  await page.getByRole("radio", { name: "A sample" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await isOnItsSession(page);

  await page.goto(`${stack.origin}/sessions`);
  await page.getByLabel("Search titles").fill("plain");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(titles(page)).toHaveText(["Plain"]);
  await choose(page, "Plain", "Rename");
  await page.getByLabel("New title of Plain").fill("Plainer");
  await page.getByRole("button", { name: "Rename" }).first().click();
  await expect(titles(page)).toHaveText(["Plainer"]);
  await choose(page, "Plainer", "Delete");
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(titles(page)).toHaveText(["Plainer"]);

  await page.goto(`${stack.origin}/settings`);
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.getByRole("button", { name: "Save theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(`${stack.origin}/`);
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByRole("button", { name: "Continue as guest" }).click();
  await page.waitForURL("**/sessions");
});
