import type { Page } from "playwright/test";

/** Every word that the save state shows from now on; repeated ones once. */
export async function gatherWords(page: Page): Promise<string[]> {
  const words: string[] = [];
  let last = "";
  await page.exposeFunction("tellWord", (word: string) => {
    if (word && word !== last) words.push(word);
    last = word;
  });
  await page.addInitScript(watchWords);
  await page.evaluate(watchWords);
  return words;
}

/** What the page says of its connection and of what was typed, side by side, each time that one of them changes. */
export async function gatherShown(page: Page) {
  const shown: { connection: string; save: string }[] = [];
  await page.exposeFunction("tellShown", (line: string, save: string) => shown.push({ connection: line, save }));
  await page.evaluate(() => {
    const read = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? "";
    let last = "";
    new MutationObserver(() => {
      const now = [read("[data-testid=connection]"), read("#header [data-testid=save-state]")] as const;
      if (now.join() === last) return;
      last = now.join();
      void (window as unknown as { tellShown(...now: [string, string]): void }).tellShown(...now);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return shown;
}

function watchWords() {
  const look = () => {
    const word = document.querySelector("#header [data-testid=save-state]")?.textContent ?? "";
    void (window as unknown as { tellWord(word: string): void }).tellWord(word);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}
