/** In a language longer than English, and in one from right to left: nothing is left out, and nothing breaks. */
import { expect, type Page } from "playwright/test";
import { createInvite } from "../../db/invites.ts";
import { connection, lines, showPanel } from "../support/browser.ts";
import { test } from "../support/page-test.ts";
import { plainEnglish } from "../support/plain-english.ts";

const directions = { "en-XA": "ltr", "ar-XB": "rtl" };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const desk = { viewport: { width: 1440, height: 900 } };

/** Looks through the page as it is now. */
async function check(page: Page, name: string) {
  expect.soft(await plainEnglish(page), name).toEqual([]);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(excess, `${name}: what is wider than the page`).toBeLessThanOrEqual(0);
}

for (const [locale, dir] of Object.entries(directions))
  for (const [size, options] of Object.entries({ phone, desk })) {
    test(`pages around the session are whole in ${locale}, ${size}`, async ({ stack, ada, open }) => {
      const sessionId = await stack.newSession(ada.user, { title: "ŠéššÎöñ" });
      const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "editor" });
      const { page } = await open("/", { locale, ...options });
      await expect(page.locator("html")).toHaveAttribute("dir", dir);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await check(page, "front page");
      for (const path of ["/sign-in", "/nowhere", "/join/void", `/join/${token}`]) {
        await page.goto(stack.origin + path);
        await check(page, path);
      }
      const { page: hers } = await open("/sessions", { as: ada, locale, ...options });
      await check(hers, "/sessions");
      await hers.locator("main details summary").last().click();
      await check(hers, "a session's menu");
      for (const path of ["/sessions?q=x", "/sessions?scope=public", "/sessions/new", "/settings"]) {
        await hers.goto(stack.origin + path);
        await check(hers, path);
      }
    });

    test(`a session is whole in ${locale}, ${size}`, async ({ stack, ada, grace, open }) => {
      const sessionId = await stack.newSession(ada.user, { title: "ŠéššÎöñ", content: "let one = 1;\n" });
      const path = `/sessions/${sessionId}`;
      for (const as of [grace, ada]) {
        const { page } = await open(path, { as, locale, ...options });
        await expect(lines(page)).toContainText("let one = 1;");
        await check(page, "code");
        await connection(page).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await check(page, "connection");
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        await expect(page.locator("[cmdk-item]").first()).toBeVisible();
        await check(page, "palette");
        await page.keyboard.press("Escape");
        for (const panel of ["Chat", "People", "Review"] as const) {
          await showPanel(page, panel);
          await check(page, panel);
        }
        if (size === "phone") continue;
        await page.keyboard.press("Control+Shift+F");
        await expect(page.locator("#side-panel input").first()).toBeFocused();
        await page.keyboard.type("one");
        await expect(page.locator("#side-panel mark")).toHaveCount(1);
        await check(page, "search");
      }
    });
  }
