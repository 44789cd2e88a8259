import {
  type Browser,
  type BrowserContextOptions,
  type Download,
  expect,
  type Page,
  type Route,
} from "playwright/test";
import type { Person } from "./person.ts";

/** Where pages are. */
type Site = { origin: string };

/**
 * What Remix logs, or leaves to nobody, of a `.data` answer when a navigation comes in between and it stops reading
 * (`fetchAndDecode`).
 */
const GIVEN_UP = "AbortError: signal is aborted without reason";

/** What the browsers of this process have complained of since it was last asked. */
const unread = new Set<string[]>();

/**
 * A browser of its own in which somebody is signed in; everything that its console complains of is gathered. What is no
 * answer or lost connection fails the test at its end (`takeFaults`), unless it is excused.
 */
export async function browserOf(
  browser: Browser,
  stack: Site,
  person: Person | undefined,
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(person?.cookie ?? "") ?? [];
  if (person) await context.addCookies([{ name, value, url: stack.origin }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  unread.add(complaints);
  page.on(
    "console",
    (message) => message.type() === "error" && message.text() !== GIVEN_UP && complaints.push(message.text()),
  );
  page.on("pageerror", (error) => String(error) !== GIVEN_UP && complaints.push(String(error)));
  // What the page's policy forbids is reported, also where whoever tried it takes no notice.
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`Blocked by the policy: ${violatedDirective} ${blockedURI}`),
    ),
  );
  return { context, page, complaints };
}

/** What the browser, or Remix' prefetch, says when a request or a socket fails or is given up, as tests let them. */
const OF_THE_NETWORK =
  /^Failed to load resource|^WebSocket connection to|\bnet::ERR_|^Failed to fetch manifest patches TypeError/;

/** For a test that makes a page fail, and looks itself at what its console says. */
export const excuse = (complaints: string[]) => unread.delete(complaints);

/** Errors, React's warnings, what the policy forbade: whatever nobody should ever see in a console. */
export function takeFaults(): string[] {
  const faults = [...unread].flat().filter((text) => !OF_THE_NETWORK.test(text));
  unread.clear();
  return faults;
}

/** The text that the editor shows. */
export const lines = (page: Page) => page.locator(".monaco-editor .view-lines");

/** Opens a session and waits until its text can be written in. */
export async function enter(page: Page, stack: Site, sessionId: string) {
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(page.locator(".monaco-editor").first()).toBeVisible();
  await expect(page.getByTestId("connection")).toContainText("Connected");
}

/** Puts the caret somewhere by a key such as Control+Home. */
export async function caretTo(page: Page, key: "Control+Home" | "Control+End") {
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press(key);
}

export async function showPanel(page: Page, name: "Chat" | "People" | "Review") {
  const button = page.locator(`#open-${name.toLowerCase()}[aria-pressed=false]`).filter({ visible: true });
  if (await button.count()) await button.click();
}

/**
 * Presses something on several pages at once: what each of them then asks of an address goes on only when all have
 * asked, so that no page hears of another's press before its own. Throws nothing away, and lets later requests through.
 */
export async function pressTogether(pages: Page[], address: string, press: (page: Page) => Promise<void>) {
  const { promise: allHaveAsked, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const hold = async (route: Route) => {
    if (++asked === pages.length) resolve();
    await allHaveAsked;
    await route.continue();
  };
  for (const page of pages) await page.route(address, hold);
  for (const page of pages) await press(page);
  await allHaveAsked;
  for (const page of pages) await page.unroute(address, hold);
}

/** What the page says of what was typed, and of its connection. */
export const saveState = (page: Page) => page.locator("#header").getByTestId("save-state");
export const connection = (page: Page) => page.getByTestId("connection");

/** Cuts the network off; keys come after the page has noticed. */
export async function goOffline(page: Page) {
  await page.context().setOffline(true);
  await expect(connection(page)).toContainText("Reconnecting…");
}

/** A sentence across the page or a dialog, such as the line under the header. */
export const strip = (page: Page) => page.getByTestId("strip");

export const hereNow = (page: Page) => page.getByRole("region", { name: "Here now" });

/** What was logged, but for the browser's own line about an answer such as 404. */
export const withoutAnswers = (complaints: string[]) =>
  complaints.filter((text) => !/the server responded with a status of 4\d\d/.test(text));

export async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
