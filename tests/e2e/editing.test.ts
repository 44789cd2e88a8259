import { type BrowserContext, expect, type Page } from "playwright/test";
import { test } from "../support/page-test.ts";
import { type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack();
});
test.afterAll(() => stack?.[Symbol.asyncDispose]());

/** The text in the editor, once Monaco is there. */
const lines = (page: Page) => page.locator(".monaco-editor .view-lines");
const editor = (page: Page) => page.locator(".monaco-editor").first();

async function startCoding(page: Page) {
  await page.goto(stack.origin);
  await page.getByRole("button", { name: "Start coding" }).click();
  await expect(editor(page)).toBeVisible();
  await expect(page.getByText("Connected")).toBeVisible();
}

async function join(context: BrowserContext, url: string, name: string): Promise<Page> {
  const [cookie, value] = (await stack.signUp(name)).cookie.split(/=(.*)/s);
  await context.addCookies([{ name: cookie ?? "", value: value ?? "", url: stack.origin }]);
  const page = await context.newPage();
  await page.goto(url);
  await expect(editor(page)).toBeVisible();
  return page;
}

test("two people write one text from a cold start, and it survives a restart", async ({ page, browser }) => {
  await startCoding(page);
  const grace = await join(await browser.newContext(), page.url(), "Grace");
  await editor(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// from the first");
  await expect(lines(grace)).toContainText("// from the first");
  await editor(grace).click();
  await grace.keyboard.press("Control+Home");
  await grace.keyboard.type("// from Grace\n");
  await expect(lines(page)).toContainText("// from Grace");
  await expect(page.locator(".peer-flag")).toHaveText("Grace");

  await stack.restartCollab("SIGTERM");
  await page.reload();
  await expect(lines(page)).toContainText("// from Grace");
  await expect(lines(page)).toContainText("// from the first");
});
