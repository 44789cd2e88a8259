/** From the front page through everything and back to the code, without a mouse, and without losing the focus once. */
import { expect, type Page } from "playwright/test";
import { connection, lines, saveState } from "../support/browser.ts";
import { test } from "../support/page-test.ts";

const focus = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "nothing";
    if (element.closest(".monaco-editor")) return "the code";
    return element.getAttribute("aria-label") ?? (element.textContent?.trim() || element.tagName);
  });
const isIn = (page: Page, selector: string) =>
  page.evaluate((within) => Boolean(document.activeElement?.closest(within)), selector);

/** Presses a key until something has the focus, which must always be somewhere. */
async function press(page: Page, key: string, isThere: () => Promise<boolean>) {
  const passed: string[] = [];
  for (let n = 0; n < 60 && !(await isThere()); n++) {
    await page.keyboard.press(key);
    passed.push(await focus(page));
    expect(passed.at(-1), `after ${passed.join(" → ")}`).not.toBe("nothing");
  }
  expect(await isThere(), passed.join(" → ")).toBe(true);
}
const named = (page: Page, name: RegExp) => async () => name.test(await focus(page));

test("the whole of Tandem is used by keys alone, and the focus is always somewhere", async ({ open }) => {
  const { page, complaints } = await open("/");
  // The first key goes from the page itself to what is first in it.
  await page.keyboard.press("Tab");
  await press(page, "Tab", named(page, /^Start coding$/));
  await page.keyboard.press("Enter");
  await expect.poll(() => focus(page)).toBe("the code");
  await expect(connection(page)).toContainText("Connected");
  await page.keyboard.type("let first = 1;");
  await expect(lines(page)).toContainText("let first = 1;");

  // A tab is a character in the code until one says otherwise.
  await page.keyboard.press("Control+m");
  await press(page, "Tab", async () => !(await isIn(page, ".monaco-editor")));
  await press(page, "F6", () => isIn(page, "#side-panel"));
  await press(page, "Tab", named(page, /^Write a message$/));
  await page.keyboard.type("Written without a mouse");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article").getByText("Written without a mouse")).toBeVisible();
  expect(await focus(page)).toBe("Write a message");

  await press(page, "F6", () => isIn(page, "#header"));
  await press(page, "Tab", named(page, /^Share$/));
  await page.keyboard.press("Enter");
  await expect.poll(() => isIn(page, "[role=dialog]")).toBe(true);
  await press(page, "Tab", named(page, /^Invite people/));
  await page.keyboard.press("Escape");
  await expect.poll(() => focus(page)).toBe("Share");

  await press(page, "Shift+Tab", named(page, /^Review/));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Review" })).toBeVisible();
  await press(page, "F6", () => isIn(page, "#side-panel"));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary")).toHaveCount(0);
  await expect.poll(() => focus(page)).toMatch(/^Review/);

  await press(page, "F6", () => isIn(page, ".monaco-editor"));
  await page.keyboard.type("let last = 2;");
  await expect(lines(page)).toContainText("let last = 2;");
  await expect(saveState(page)).toHaveText("Saved");
  expect(complaints).toEqual([]);
});
