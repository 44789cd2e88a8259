/** How much a session's page weighs: kB are 1,024 bytes, as they are sent to a browser that takes Brotli. */
import path from "node:path";
import { expect } from "playwright/test";
import { usedCharacters } from "../../../start/codicon-font.ts";
import { browserOf, caretTo, enter } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { root } from "../../support/root.ts";

const MAX_SHELL_KB = 180;
const MAX_EDITOR_KB = 950;
const MAX_ICONS_KB = 16;

test("a session's page runs with 180 kB of scripts, and the editor comes with 950 kB", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const { page } = await browserOf(browser, stack, ada);
  const scripts = new Set<string>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.add(response.url());
  });
  const html = await (await page.request.get(`${stack.origin}/sessions/${sessionId}`)).text();
  const shell = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)].map(([, address]) => address ?? "");
  expect(shell.length).toBeGreaterThan(10);
  await enter(page, stack, sessionId);

  const kilobytes = await sizes(stack.origin, [...shell, ...[...scripts].map((url) => new URL(url).pathname)]);
  const sum = (addresses: Iterable<string>) =>
    [...addresses].reduce((total, each) => total + (kilobytes.get(each) ?? 0), 0);
  const editor = [...kilobytes.keys()].filter((address) => /\/(?:monaco|editor)\.client-/.test(address));
  expect(editor).toHaveLength(2);
  console.log(`shell: ${sum(shell).toFixed(1)} kB, editor: ${sum(editor).toFixed(1)} kB`);
  expect(sum(shell)).toBeGreaterThan(100);
  expect(sum(shell)).toBeLessThan(MAX_SHELL_KB);
  expect(sum(editor)).toBeLessThan(MAX_EDITOR_KB);
});

test("Monaco's icons come with 16 kB, and each that is drawn is among them", async ({ browser, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user, { content: "value\n\n" });
  const { page } = await browserOf(browser, stack, ada);
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+Home");
  const font = page.waitForResponse((response) => response.url().includes("/codicon-"));
  await page.keyboard.press("ControlOrMeta+f");
  await expect(page.locator(".find-widget.visible .codicon").first()).toBeVisible();
  const address = new URL((await font).url()).pathname;
  expect((await sizes(stack.origin, [address])).get(address)).toBeLessThan(MAX_ICONS_KB);

  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll(".monaco-editor .codicon")].map((icon) =>
      // A pseudo-element's content is in quotes.
      getComputedStyle(icon, "::before").content.slice(1, -1),
    ),
  );
  const kept = usedCharacters(path.join(root, "node_modules", "monaco-editor", "esm", "vs"));
  expect(drawn.length).toBeGreaterThan(5);
  expect(drawn.filter((character) => character !== "" && !kept.includes(character))).toEqual([]);
});

async function sizes(origin: string, addresses: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const address of new Set(addresses)) {
    const response = await fetch(origin + address, { method: "HEAD", headers: { "Accept-Encoding": "br" } });
    expect(response.status).toBe(200);
    found.set(address, Number(response.headers.get("content-length")) / 1_024);
  }
  return found;
}
