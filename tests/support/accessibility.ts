import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright/test";

/**
 * What axe finds on a page. In the mode for one frame, which is all that our pages have: the other one opens a page
 * more for each look, and takes half as long again.
 */
export async function violationsOf(page: Page, { except }: { except?: string } = {}) {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  return (await (except ? axe.exclude(except) : axe).analyze()).violations;
}
