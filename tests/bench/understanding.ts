import type { Browser, Page } from "playwright/test";
import { browserOf } from "../support/browser.ts";
import { newSessionOf } from "../support/session-of-files.ts";
import { needChromium, startChromium, watchPaints } from "./browser.ts";
import type { Ground } from "./ground.ts";
import { median, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const FILES = 10;
const LINES = 2_000;
const KEY_INTERVAL_MS = 120;
/** Between the keys of a word that is known by heart. */
const QUICK_KEY_INTERVAL_MS = 80;

/** Functions that call those of the next file, and types that go through all of them. */
function fileOf(nth: number): string {
  const next = (nth + 1) % FILES;
  const lines = [`import { value${next}, type Shape${next} } from "./file${next}.ts";`, ""];
  lines.push(`export type Shape${nth} = { name: string; size: number; more?: Shape${next}[] };`);
  lines.push(`export const value${nth}: number = ${nth} + (0 as number) * value${next};`);
  for (let at = 0; lines.length < LINES - 5; at++)
    lines.push(
      `export function f${nth}_${at}(shape: Shape${nth}, times = ${at}): number {`,
      `  const sizes = [shape.size, ...(shape.more ?? []).map(({ size }) => size)];`,
      `  return sizes.reduce((sum, size) => sum + size * times, value${next});`,
      `}`,
      "",
    );
  return `${lines.join("\n")}\n`;
}

/** A TypeScript file of 2,000 lines among ten: what an editor that understands it costs, and how soon it answers. */
export const understanding: Scenario = {
  name: "understanding",
  title: `TypeScript understood in Chromium: a file of ${LINES.toLocaleString("en")} lines among ${FILES}`,
  prepare: needChromium,
  async run(ground) {
    const browser = await startChromium();
    try {
      return [await measure(browser, ground, "typescript"), await measure(browser, ground, "plaintext")];
    } finally {
      await browser.close();
    }
  },
};

async function measure(browser: Browser, ground: Ground, language: "typescript" | "plaintext"): Promise<Row> {
  const { stack, people, quick } = ground;
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const extension = language === "typescript" ? "ts" : "txt";
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, nth) => [`file${nth}.${extension}`, fileOf(nth)] as const),
  );
  const sessionId = await newSessionOf(stack, ada, files);
  const { context, page } = await browserOf(browser, stack, ada);
  const startedAt = performance.now();
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await page.locator(".monaco-editor .native-edit-context:focus").waitFor({ state: "attached" });
  const editorMs = performance.now() - startedAt;
  const isUnderstood = language === "typescript";
  const readyMs = isUnderstood ? await firstProblems(page, startedAt) : NaN;
  const times = quick ? 8 : 30;
  const completions = isUnderstood ? await measureCompletions(page, times) : [];
  const errors = isUnderstood ? await measureErrors(page, quick ? 3 : 9) : [];
  const keys = await keyToPaint(page, quick ? 30 : 100);
  await context.close();
  return {
    case: isUnderstood ? "TypeScript" : "the same as plain text",
    "editor ready ms": editorMs,
    "understood ms": readyMs,
    "completion p50 ms": median(completions),
    "completion p95 ms": percentile(completions, 0.95),
    "error shown p50 ms": median(errors),
    "error shown longest ms": percentile(errors, 1),
    "key to paint p50 ms": percentile(keys, 0.5),
    "key to paint p95 ms": percentile(keys, 0.95),
  };
}

async function firstProblems(page: Page, startedAt: number): Promise<number> {
  await page.locator("#open-problems").waitFor();
  return performance.now() - startedAt;
}

/** From the key until the list is there, as the page sees it. */
async function measureCompletions(page: Page, times: number): Promise<number[]> {
  const took: number[] = [];
  await page.keyboard.press("Control+End");
  await page.keyboard.type("const shape: Shape0 = { name: '', size: 1 };\n");
  for (let nth = 0; nth < times; nth++) {
    await page.keyboard.type("shape", { delay: QUICK_KEY_INTERVAL_MS });
    await page.keyboard.press("Escape");
    await page.evaluate(() => {
      let pressedAt = 0;
      addEventListener("keydown", ({ timeStamp }) => (pressedAt = timeStamp), { once: true, capture: true });
      const shown = new Promise<number>((resolve) => {
        const look = () => {
          const list = document.querySelector(".suggest-widget .monaco-list-rows");
          const isShown = list?.checkVisibility({ visibilityProperty: true });
          if (pressedAt && isShown && list?.textContent?.includes("size")) resolve(performance.now() - pressedAt);
          else requestAnimationFrame(look);
        };
        look();
      });
      Object.assign(window, { shown });
    });
    await page.keyboard.type(".");
    took.push(await page.evaluate(() => (window as unknown as { shown: Promise<number> }).shown));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Delete");
  }
  return took;
}

/** From the last key of a mistake until it is underlined. */
async function measureErrors(page: Page, times: number): Promise<number[]> {
  const took: number[] = [];
  await page.keyboard.press("Control+End");
  for (let nth = 0; nth < times; nth++) {
    await page.keyboard.type(`const wrong: number = "text"`);
    const typedAt = performance.now();
    await page.locator(".squiggly-error").first().waitFor();
    took.push(performance.now() - typedAt);
    await page.keyboard.press("Shift+Home");
    await page.keyboard.press("Delete");
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  }
  return took;
}

async function keyToPaint(page: Page, times: number): Promise<number[]> {
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// ");
  const paints = await watchPaints(page);
  for (let nth = 0; nth < times; nth++) {
    await page.keyboard.type("x");
    await page.waitForTimeout(KEY_INTERVAL_MS);
  }
  return paints();
}
