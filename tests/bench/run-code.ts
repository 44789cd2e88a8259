import type { Browser, Page } from "playwright/test";
import { browserOf } from "../support/browser.ts";
import { newSessionOf } from "../support/session-of-files.ts";
import { needChromium, pressUntil, startChromium, watchTasks } from "./browser.ts";
import type { Ground } from "./ground.ts";
import { median, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const MARK = "it-runs";
/** It runs, and stops what runs. */
const BUTTON = "#run";
const OUTPUT = '[data-testid="run-output"]';
const STATE = '[data-testid="run-state"]';

/** A program that says the mark, and one that says it and never ends. */
const languages: Record<string, { file: string; program: string; loop: string | undefined }> = {
  JavaScript: {
    file: "main.js",
    program: `console.log("${MARK}");\n`,
    loop: `console.log("${MARK}");\nfor (;;);\n`,
  },
  TypeScript: {
    file: "main.ts",
    program: `const mark: string = "${MARK}";\nconsole.log(mark);\n`,
    loop: `console.log("${MARK}");\nfor (;;);\n`,
  },
  Python: {
    file: "main.py",
    program: `print("${MARK}")\n`,
    loop: `print("${MARK}", flush=True)\nwhile True:\n    pass\n`,
  },
  SQL: { file: "main.sql", program: `select '${MARK}' as mark;\n`, loop: undefined },
  Lua: { file: "main.lua", program: `print("${MARK}")\n`, loop: `print("${MARK}")\nwhile true do end\n` },
};

/** As much as is shown, and lines, messages and arrays without end: what a page may have to bear. */
const burdens: Record<string, string> = {
  "900 kB of output": `for (let n = 0; n < 9_000; n++) console.log("${"x".repeat(100)}");\nconsole.log("${MARK}");\n`,
  "output without end": `console.log("${MARK}");\nfor (;;) console.log("${"x".repeat(100)}");\n`,
  "messages without end": `console.log("${MARK}");
setTimeout(() => {
  for (;;) self.postMessage({ type: "output", pieces: [] });
}, 300);
`,
  "arrays without end": `console.log("${MARK}");\nconst all = [];\nfor (;;) all.push(new Array(1e5).fill(all.length));\n`,
};

export const runCode: Scenario = {
  name: "run",
  title:
    "Running code in Chromium: from the press of Run until the first output is shown, and from Stop until it ended",
  prepare: needChromium,
  async run(ground) {
    // As on desks: a frame of its own has a process of its own.
    const browser = await startChromium(["--site-per-process"]);
    try {
      const rows: Row[] = [];
      for (const [name, language] of Object.entries(languages))
        rows.push(await measure(browser, ground, name, language));
      for (const [name, program] of Object.entries(burdens)) rows.push(await burden(browser, ground, name, program));
      return rows;
    } finally {
      await browser.close();
    }
  },
};

async function open(browser: Browser, { stack, people }: Ground, files: Record<string, string>) {
  const [ada] = people;
  if (!ada) throw new Error("Nobody is there.");
  const sessionId = await newSessionOf(stack, ada, files);
  const { context, page } = await browserOf(browser, stack, ada);
  const address = `${stack.origin}/sessions/${sessionId}`;
  await page.goto(address);
  await ready(page);
  return { context, page, address };
}

async function ready(page: Page) {
  await page.locator(".monaco-editor .native-edit-context").waitFor({ state: "attached" });
  await page.getByTestId("connection").getByText("Connected").waitFor();
  // The page has come to rest.
  await page.waitForLoadState("networkidle");
}

const idle = (page: Page) => page.locator(BUTTON, { hasText: "Run" });

/** From the press until the mark is shown, with what was shown before taken away. */
async function runOnce(page: Page): Promise<number> {
  const took = await pressUntil(page, BUTTON, OUTPUT, MARK);
  await idle(page).waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  return took;
}

async function measure(
  browser: Browser,
  ground: Ground,
  name: string,
  { file, program, loop }: { file: string; program: string; loop: string | undefined },
): Promise<Row> {
  const times = ground.quick ? 3 : 9;
  const first: number[] = [];
  const warm: number[] = [];
  const known: number[] = [];
  for (let nth = 0; nth < Math.ceil(times / 3); nth++) {
    const { context, page } = await open(browser, ground, { [file]: program });
    first.push(await runOnce(page));
    for (let again = 0; again < 3; again++) warm.push(await runOnce(page));
    await page.reload();
    await ready(page);
    // The last run is kept, and shown, if it was told before the page was left: a server takes so many in a minute.
    const clear = page.getByRole("button", { name: "Clear" });
    if (await clear.isVisible()) await clear.click();
    known.push(await runOnce(page));
    await context.close();
  }
  const stops = loop === undefined ? [] : await measureStops(browser, ground, file, loop, times);
  return {
    case: name,
    "first ms": median(first),
    "next page ms": median(known),
    "again ms": median(warm),
    "Stop p50 ms": median(stops),
    "Stop longest ms": percentile(stops, 1),
  };
}

async function measureStops(browser: Browser, ground: Ground, file: string, loop: string, times: number) {
  const { context, page } = await open(browser, ground, { [file]: loop });
  const stops: number[] = [];
  for (let nth = 0; nth < times; nth++) {
    await pressUntil(page, BUTTON, OUTPUT, MARK);
    stops.push(await pressUntil(page, BUTTON, STATE, "Stopped"));
    await page.getByRole("button", { name: "Clear" }).click();
  }
  await context.close();
  return stops;
}

/** The longest task of the page while a program does its worst, and how soon it is stopped. */
async function burden(browser: Browser, ground: Ground, name: string, program: string): Promise<Row> {
  const { context, page } = await open(browser, ground, {
    "first.js": `console.log("${MARK}");\n`,
    "last.js": program,
  });
  // What is loaded for a first run is no part of it.
  await runOnce(page);
  await page.getByRole("tab", { name: "last.js" }).click();
  await page.waitForTimeout(1_000);
  const tasks = await watchTasks(page);
  await pressUntil(page, BUTTON, OUTPUT, MARK);
  await page.waitForTimeout(2_000);
  const isOver = (await idle(page).count()) > 0;
  const stop = isOver ? NaN : await pressUntil(page, BUTTON, STATE, "Stopped");
  const row = { case: name, "Stop longest ms": stop, "longest task ms": Math.max(0, ...(await tasks())) };
  await context.close();
  return row;
}
