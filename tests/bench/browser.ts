/** A browser for scenarios, and what its pages measure by themselves: a question from here takes time, too. */
import { type Browser, chromium, type Page } from "playwright/test";
import { chromiumPath } from "../support/chromium.ts";

export function needChromium() {
  if (!chromiumPath())
    throw new Error("There is no Chromium: install chromium-headless-shell, or name one by CHROMIUM.");
}

/** `args`: more of Chromium's own. */
export const startChromium = (args: string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu", ...args] });

type Longest = { longest: { ms: number } };

/** From here on the page notes for how long nothing else got a turn. Gives what reads it, and begins anew. */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: "longtask" });
  });
  return () =>
    page.evaluate(async () => {
      // Tasks are told a little after they have ended.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { longest } = window as unknown as Longest;
      const { ms } = longest;
      longest.ms = 0;
      return ms;
    });
}

/**
 * Presses something and waits until an element has a text. `press` and `within` are CSS selectors. In ms, as the page
 * itself sees it.
 */
export function pressUntil(page: Page, press: string, within: string, text: string): Promise<number> {
  return page.evaluate(
    ([button = "", place = "", wanted = ""]) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        const look = () => {
          if (!document.querySelector(place)?.textContent?.includes(wanted)) return;
          observer.disconnect();
          resolve(performance.now() - startedAt);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        document.querySelector<HTMLElement>(button)?.click();
        look();
      }),
    [press, within, text],
  );
}
