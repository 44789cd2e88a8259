import type { Page } from "playwright/test";

/** Names that are the same in every language, and what libraries bring along. */
const SAME_EVERYWHERE = /\b(Tandem|GitHub|TypeScript|ESLint|OpenAI|Ctrl|MB|kB|alt)\b/g;

/**
 * What a page in a pseudolocale says in letters without accents, in its text and in what is read out: it was left out
 * of the words. What is the same in every language says so itself (`translate="no"`), and Monaco's own commands are in
 * English.
 */
export async function plainEnglish(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const isOurs = (element: Element | null) =>
      element?.closest("[translate]")?.getAttribute("translate") !== "no" &&
      !element?.closest("script, style, noscript, time, [cmdk-item][data-value^='editor:']");
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (isOurs(walker.currentNode.parentElement)) found.push(walker.currentNode.textContent ?? "");
    const spoken = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "alt"];
    for (const element of document.querySelectorAll("*"))
      if (isOurs(element)) for (const name of [...spoken, "placeholder"]) found.push(element.getAttribute(name) ?? "");
    return found;
  });
  return said.filter((text) => /[a-z]{3}/i.test(text.replaceAll(SAME_EVERYWHERE, "")));
}
