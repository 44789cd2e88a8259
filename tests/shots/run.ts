/**
 * `npm run shots [-- --only chat]`: takes pictures of every page in its states, at each width and in each theme, into
 * build/shots/: a folder for each state, and a sheet with all that are in it. It prints what a page's console says, and
 * what is wider than its window.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright/test";
import { browserOf, takeFaults } from "../support/browser.ts";
import { chromiumPath } from "../support/chromium.ts";
import { startOpenAI } from "../support/openai-stand-in.ts";
import { startPostgres } from "../support/postgres.ts";
import { root } from "../support/root.ts";
import { startStack } from "../support/stack.ts";
import { furnish } from "./furnish.ts";
import { saveSheet, type Shot } from "./sheet.ts";
import { states } from "./states.ts";

const WIDTHS = { 2560: 1440, 1440: 900, 1024: 768, 390: 844, 320: 568 };
const THEMES = ["light", "dark", "high-contrast", "high-contrast-light"];
const PHONE = 500;

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
if (!existsSync(path.join(root, "build", "server"))) {
  console.error("There is no build: run npm run build first.");
  process.exit(1);
}
const folder = path.join(root, "build", "shots");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const postgres = await startPostgres();
try {
  await using openAI = await startOpenAI();
  await using stack = await startStack({ env: openAI.env, postgres: postgres.connectionString });
  await using furniture = await furnish(stack, openAI);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
  for (const state of states.filter(({ name }) => name.includes(values.only))) {
    const shots: Shot[] = [];
    for (const theme of THEMES)
      for (const [width, height] of Object.entries(WIDTHS).toReversed()) {
        if (theme.startsWith("high") && width !== "1440" && width !== "390") continue;
        const isPhone = Number(width) < PHONE;
        const { page, context } = await browserOf(browser, stack, state.as && furniture[state.as], {
          viewport: { width: Number(width), height },
          isMobile: isPhone,
          hasTouch: isPhone,
        });
        await context.addCookies([{ name: "theme", value: theme, url: stack.origin }]);
        const about = `${state.name} ${theme} ${width}`;
        try {
          await page.goto(stack.origin + state.path(furniture));
          await state.prepare?.(page, { isPhone });
          await settle(page);
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (excess > 0) console.log(`${about}: ${excess} px wider than the window`);
        } catch (error) {
          console.log(`${about}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
        }
        const png = await page.screenshot({ path: path.join(folder, state.name, `${theme}-${width}.png`) });
        shots.push({ about: `${theme} ${width}`, width: Number(width), png });
        await context.close();
        for (const fault of takeFaults()) console.log(`${about}: ${fault}`);
      }
    await saveSheet(browser, path.join(folder, `${state.name}.png`), shots);
    console.log(`build/shots/${state.name}.png`);
  }
  await browser.close();
} finally {
  await postgres.stop();
}

/** What moves has come to rest. */
async function settle(page: Page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ends = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ends.map(({ finished }) => finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
