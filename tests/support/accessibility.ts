import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright/test";

/**
 * What axe finds on a page. In the mode for one frame, which is all that our pages have: the other one opens a page
 * more for each look, and takes half as long again.
 */
export async function violationsOf(page: Page, { except }: { except?: string } = {}) {
  // Nothing is looked at half-way: the name at somebody's caret has less contrast while it fades.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(() => {
    const fading = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    return Promise.allSettled(fading.map(({ finished }) => finished));
  });
  const axe = new AxeBuilder({ page }).setLegacyMode();
  return (await (except ? axe.exclude(except) : axe).analyze()).violations;
}
