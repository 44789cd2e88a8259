import type { Page } from "playwright/test";

/**
 * Lets a test say when the page's time passes, from its next timer on. Playwright's clock also stands in for
 * `performance`, and keeps none of its entries, which Monaco reads after a key press: those stay the browser's own.
 */
export async function installClock(page: Page) {
  const keep = () => void Object.assign(window, { ownPerformance: performance });
  const giveBack = () => {
    const own = (window as unknown as { ownPerformance: Performance }).ownPerformance;
    for (const name of ["mark", "measure", "getEntriesByName", "clearMarks", "clearMeasures"] as const)
      Object.defineProperty(performance, name, { value: own[name].bind(own), configurable: true });
  };
  await page.addInitScript(keep);
  await page.evaluate(keep);
  await page.clock.install();
  await page.addInitScript(giveBack);
  await page.evaluate(giveBack);
}
