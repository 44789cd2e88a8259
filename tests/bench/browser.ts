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

type Noted = { tasks: number[]; paints: number[] };

/**
 * From here on the page notes for how long nothing else got a turn, where that is 50 ms or more. Gives what reads all
 * of it in ms, and begins anew.
 */
export async function watchTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: "longtask" });
  });
  return () =>
    page.evaluate(async () => {
      // Tasks are told a little after they have ended.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return (window as unknown as Noted).tasks.splice(0);
    });
}

/** From here on the page notes how long each key takes until it is painted. Gives what reads that, in ms. */
export async function watchPaints(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const paints: number[] = [];
    Object.assign(window, { paints });
    addEventListener("keydown", ({ timeStamp }) =>
      requestAnimationFrame(() => setTimeout(() => paints.push(performance.now() - timeStamp))),
    );
  });
  return () => page.evaluate(() => (window as unknown as Noted).paints);
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
