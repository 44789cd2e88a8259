import type { Browser, Page } from "playwright/test";
import type { Bench, open } from "../e2e/binding/page.ts";
import { test as base } from "./page-test.ts";

export type { Bench } from "../e2e/binding/page.ts";
/** What the page of `tests/e2e/binding` has in its window. */
export type Shown = { open: typeof open; bench: Bench };

type Show = (kind: "ours" | "plain", content: string, userAgent?: string) => Promise<Page>;

/** Playwright's `test`, with one editor and a distant writer in a page: with our binding, or with plain y-monaco. */
export const test = base.extend<{ show: Show }>({
  async show({ browser }, use) {
    let page: Page | undefined;
    await use(async (kind, content, userAgent) => {
      page ??= await openPage(browser, userAgent);
      await page.evaluate(
        ([which, text]) => {
          const shown = window as unknown as Shown;
          (shown.bench as Bench | undefined)?.leave();
          shown.bench = shown.open(which, text);
        },
        [kind, content] as const,
      );
      return page;
    });
  },
});

async function openPage(browser: Browser, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({
    ...(userAgent && { userAgent }),
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  // The first one in a run builds it.
  await page.goto(`${process.env.TEST_PAGES}/binding/`, { timeout: 600_000 });
  await page.waitForFunction(
    () => typeof (window as unknown as Shown).open === "function" && window.open.toString().includes("distant"),
  );
  return page;
}
export const ask = <Answer>(page: Page, question: (bench: Bench) => Answer) =>
  page.evaluate(`(${question.toString()})(window.bench)`) as Promise<Answer>;

/** An input method, through Chromium's own interface for it. */
export async function inputMethod(page: Page) {
  const session = await page.context().newCDPSession(page);
  return {
    compose: (text: string) =>
      session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    confirm: (text: string) => session.send("Input.insertText", { text }),
  };
}

/** Two frames of the page are painted. */
export const frame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
