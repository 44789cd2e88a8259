/** Python, as somebody sees it: errors, explanations and suggestions, over two files. */
import { expect, type Page } from "playwright/test";
import { ask } from "../../app/asking.ts";
import { caretTo, enter, excuse } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import type { Person } from "../../support/person.ts";
import type { Stack } from "../../support/stack.ts";

const FILES = {
  "main.py": "import os\nfrom util import hello\n\nprint(hello(3))\n",
  "util.py": 'def hello(name: str):\n    """Says hello."""\n    return "Hello " + name\n',
};

async function newSession(stack: Stack, as: Person): Promise<string> {
  const files = Object.entries(FILES).map(([path, content]) => ({ path, content }));
  const { session }: { session: { id: string } } = (
    await ask(stack, "POST", "/api/sessions", { as, body: { visibility: "link", files } })
  ).json;
  return session.id;
}

const errors = (page: Page) => page.locator(".squiggly-error");
const tab = (page: Page, name: string) => page.getByRole("tab", { name });

/** Squiggles lie below the text, which would take the mouse's place for Playwright. */
async function pointAt(page: Page) {
  const box = await errors(page).first().boundingBox();
  if (!box) throw new Error("Nothing is marked.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

test("an argument that another file does not take is an error, which goes when it is put right", async ({
  stack,
  ada,
  visit,
}) => {
  const { page, complaints } = await visit(ada, await newSession(stack, ada));
  await tab(page, "main.py").click();
  await expect(errors(page)).toHaveCount(1);
  await expect(async () => {
    await pointAt(page);
    await expect(page.locator(".monaco-hover").filter({ visible: true }).first()).toContainText('"str"', {
      timeout: 5_000,
    });
  }).toPass();
  await tab(page, "util.py").click();
  await caretTo(page, "Control+Home");
  await page.keyboard.press("End");
  for (const _letter of "str):") await page.keyboard.press("Backspace");
  await page.keyboard.type("int):");
  // Now it is the second file that is wrong.
  await expect(errors(page)).toHaveCount(1);
  await tab(page, "main.py").click();
  await expect(errors(page)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("names of Python's library are suggested, with what they do", async ({ stack, ada, visit }) => {
  const { page, complaints } = await visit(ada, await newSession(stack, ada));
  await tab(page, "main.py").click();
  await expect(errors(page)).toHaveCount(1);
  await caretTo(page, "Control+End");
  await page.keyboard.type("os.getcw");
  const widget = page.locator(".suggest-widget.visible");
  const suggestion = widget.locator(".monaco-list-row", { hasText: "getcwd" }).first();
  await expect(suggestion).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.locator(".monaco-editor .view-lines")).toContainText("os.getcwd");
  expect(complaints).toEqual([]);
});

test("without its script Python is said to have stopped, and can be tried again", async ({ stack, ada, open }) => {
  const sessionId = await newSession(stack, ada);
  const { page, context, complaints } = await open("/", { as: ada });
  excuse(complaints);
  const script = /\/assets\/pyright\.worker-/;
  await context.route(script, (route) => route.abort());
  await enter(page, stack, sessionId);
  await tab(page, "main.py").click();
  const status = page.locator("#status");
  await expect(status).toContainText("Python has stopped");
  await context.unroute(script);
  await status.getByRole("button", { name: "Restart" }).click();
  await expect(errors(page)).toHaveCount(1);
});
