import { existsSync } from "node:fs";
import puppeteer, { type Browser, type KeyInput, type Page } from "puppeteer-core";
import type { Person } from "./person.ts";

/** The Firefox that pages are opened in: the one that `FIREFOX` names, or Debian's. Undefined where there is none. */
export const firefoxPath = (): string | undefined =>
  [process.env.FIREFOX ?? "", "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((file) => file && existsSync(file));

const HANG_MS = 120_000;

/** Firefox without a window, over WebDriver BiDi: Playwright's own build of it is no Firefox that anybody has. */
export async function startFirefox() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath(),
    headless: true,
    protocolTimeout: HANG_MS,
  });
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() });
}

export type FirefoxPage = Awaited<ReturnType<typeof openInFirefox>>;

/**
 * A page in a browser of its own, in which somebody is signed in, or nobody. Only one window at a time is in front, and
 * the others have no focus and draw nothing.
 */
export async function openInFirefox(browser: Browser, origin: string, address: string, person?: Person) {
  const context = await browser.createBrowserContext();
  const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(person?.cookie ?? "") ?? [];
  if (person) await context.setCookie({ name, value, domain: new URL(origin).hostname, path: "/" });
  const page = await context.newPage();
  page.setDefaultTimeout(HANG_MS);
  await page.setViewport({ width: 1440, height: 900 });
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(new URL(address, origin).href);
  return {
    page,
    complaints,
    /** Waits until a part of the page holds a text. */
    shows: (selector: string, text: string) => waitForText(page, selector, text),
    /** What the text of a part of the page is, with plain spaces. */
    textOf: (selector: string) => page.$eval(selector, (part) => part.textContent.replaceAll("\u00a0", " ")),
    /** A part of the page; what is done with it takes the window to the front. */
    async at(selector: string) {
      await page.bringToFront();
      return page.locator(selector);
    },
    /** Types where the caret is. */
    async type(text: string) {
      await page.bringToFront();
      await page.keyboard.type(text);
    },
    /** Presses a key while others are held. */
    async key(...keys: [...held: KeyInput[], last: KeyInput]) {
      await page.bringToFront();
      const held = keys.slice(0, -1);
      for (const key of held) await page.keyboard.down(key);
      await page.keyboard.press(keys.at(-1) as KeyInput);
      for (const key of held.toReversed()) await page.keyboard.up(key);
    },
  };
}

/** What has a role and a name, as it would be read out. */
export const named = (role: string, name: string) => `::-p-aria(${name}[role="${role}"])`;

const waitForText = (page: Page, selector: string, text: string) =>
  page.waitForFunction(
    (where, wanted) =>
      [...document.querySelectorAll(where)].some(({ textContent }) =>
        textContent.replaceAll("\u00a0", " ").includes(wanted),
      ),
    {},
    selector,
    text,
  );
