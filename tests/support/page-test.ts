import { test as base } from "playwright/test";

/**
 * Playwright's `test`, after which no page is left: those of a whole file would go on together, and take the machine's
 * time.
 */
export const test = base.extend<{ noPagesLeft: undefined }>({
  noPagesLeft: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});
