import { expect, type Page } from "playwright/test";
import { caretTo } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const content = Array.from(
  { length: 400 },
  (_, nth) => `const line${nth + 1} = "${nth % 50 ? "" : "x".repeat(300)}";`,
).join("\n");

/** How many pages a PDF has. */
const pagesOf = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** What is on the paper, for as long as it takes to look: what the browser itself sends before and after. */
async function onPaper(page: Page, look: () => Promise<void>) {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => void dispatchEvent(new Event("beforeprint")));
  await look();
  await page.evaluate(() => void dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
}

test("a session is printed with its title, the file's name and every line, black on white", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { title: "On paper", content });
  const { page, context } = await visit(ada, sessionId);
  await context.addCookies([{ name: "theme", value: "dark", url: stack.origin }]);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await caretTo(page, "Control+Home");
  await page.keyboard.type("// first\n");
  const printed = page.locator(".printed");
  await expect(printed).toHaveCount(0);
  await onPaper(page, async () => {
    await expect(printed.getByRole("heading", { name: "On paper" })).toBeVisible();
    await expect(printed.getByText("main.ts", { exact: true })).toBeVisible();
    expect(await printed.locator("pre").textContent()).toContain(`// first\n${content}`);
    expect(await printed.locator("code").last().getAttribute("data-line")).toBe("401");
    const colors = await printed.evaluate((node) => [
      getComputedStyle(node).color,
      getComputedStyle(node).backgroundColor,
    ]);
    expect(colors).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    // Nothing of the page around it, and nothing that sticks out of it.
    await expect(page.locator("#header")).toBeHidden();
    await expect(page.locator(".monaco-editor").first()).toBeHidden();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
  await expect(printed).toHaveCount(0);
  await expect(page.locator("#header")).toBeVisible();
  // The browser's own way: all lines take several pages.
  expect(pagesOf(await page.pdf({ format: "A4" }))).toBeGreaterThan(6);
});
