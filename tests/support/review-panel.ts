import type { Page } from "playwright/test";
import { showPanel } from "./browser.ts";
import { test as base } from "./page-test.ts";
import { CODE, note, subtracts, typo } from "./review-findings.ts";

export { CODE, note, subtracts, typo } from "./review-findings.ts";

/** Playwright's `test`, where the AI finds those and two people have the review's panel open. */
export const test = base.extend({
  async ai({ ai }, use) {
    ai.behave("good", [subtracts, typo, note], "It works, mostly.");
    await use(ai);
  },
  async two({ ai: _ai, two }, use) {
    await use(async (wish) => {
      // What is found in a language by itself is not what is looked at here.
      const pair = await two({ content: CODE, language: "plaintext", ...wish });
      for (const page of [pair.a, pair.b]) await showPanel(page, "Review");
      return pair;
    });
  },
});

export const ask = (page: Page) => page.getByRole("button", { name: "Review main.ts" }).click();
export const cards = (page: Page) => page.getByRole("list", { name: "Findings" }).getByRole("listitem");
export const glyphs = (page: Page) => page.locator(".finding-glyph");
export const squiggles = (page: Page) => page.locator(".squiggly-error, .squiggly-warning, .squiggly-info");
/** The lines beside which a mark stands, by where they are on the screen. */
export async function markedLines(page: Page): Promise<string[]> {
  const tops = await glyphs(page).evaluateAll((nodes) =>
    nodes.map((node) => Math.round(node.getBoundingClientRect().top)),
  );
  const numbers = await page
    .locator(".margin-view-overlays .line-numbers")
    .evaluateAll((nodes) =>
      nodes.map((node) => [Math.round(node.getBoundingClientRect().top), node.textContent ?? ""] as const),
    );
  return numbers
    .filter(([top]) => tops.includes(top))
    .map(([, number]) => number)
    .sort();
}
export const text = (page: Page) =>
  page.locator(".monaco-editor .view-line").evaluateAll((nodes) =>
    nodes
      .map(
        (node) =>
          [Math.round(node.getBoundingClientRect().top), (node.textContent ?? "").replaceAll("\u00a0", " ")] as const,
      )
      .sort(([a], [b]) => a - b)
      .map(([, line]) => line),
  );
