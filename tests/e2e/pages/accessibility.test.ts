import { expect } from "playwright/test";
import { createInvite } from "../../../db/invites.ts";
import { violationsInEachTheme, violationsOf } from "../../support/accessibility.ts";
import { browserOf, withoutAnswers } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import type { Person, Stack } from "../../support/stack.ts";

const visibilities = [
  ["Private", "private"],
  ["Link", "link"],
  ["Public", "public"],
] as const;

/** Every page but the editor, as it looks with much and with nothing on it. */
async function everyPage(stack: Stack): Promise<[path: string, as: Person | undefined][]> {
  const [ada, none] = [
    await stack.signUp("Ada"),
    await stack.signUp("Bartholomew Featherstonehaugh-Cholmondeley the Third"),
  ];
  for (let n = 0; n < 31; n++)
    await stack.newSession(ada.user, {
      title: n % 2 ? "W".repeat(120) : `Session ${n}`,
      visibility: visibilities[n % 3]?.[1],
    });
  const sessionId = await stack.newSession(ada.user, { title: "A-long-title-without-a-space-".repeat(4) });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "editor" });
  return [
    ["/", undefined],
    ["/", ada],
    ["/sign-in", undefined],
    ["/sign-in?error=denied", undefined],
    ["/sessions", ada],
    ["/sessions", none],
    [`/sessions?rename=${sessionId}`, ada],
    ["/sessions?scope=public", none],
    ["/sessions?q=nothing", ada],
    ["/sessions/new", ada],
    [`/join/${token}`, undefined],
    [`/join/${token}`, none],
    ["/join/void", undefined],
    ["/settings", none],
    ["/settings?saved=name", ada],
    ["/help/sockets", undefined],
    ["/help/sockets", none],
    ["/nowhere", undefined],
    [`/sessions/${crypto.randomUUID()}`, ada],
  ];
}

test("axe finds nothing on any page in any theme, nothing is logged, and nothing is wider than 320 px", async ({
  browser,
  stack,
}) => {
  for (const [path, as] of await everyPage(stack)) {
    const { page, context, complaints } = await browserOf(browser, stack, as, { colorScheme: "light" });
    await page.goto(stack.origin + path);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
    expect(await violationsInEachTheme(page), path).toEqual([]);

    await context.addCookies([{ name: "theme", value: "dark", url: stack.origin }]);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect(summary(await violationsOf(page)), `${path}, dark, on a phone`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
    expect(withoutAnswers(complaints), path).toEqual([]);
    await context.close();
  }
});

const summary = (violations: Awaited<ReturnType<typeof violationsOf>>) =>
  violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);

test("axe finds nothing in an open menu, the dialog, and beside errors", async ({ stack, open }) => {
  const ada = await stack.signUp("Ada");
  await stack.newSession(ada.user, { title: "Mine" });
  const { page } = await open("/sessions", { as: ada, colorScheme: "light" });
  const expectClean = async () => expect(await violationsInEachTheme(page)).toEqual([]);
  await page.getByLabel("What to do with Mine").click();
  await expectClean();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("What to do with Mine")).toBeFocused();
  await page.getByRole("link", { name: "New session" }).click();
  await page.getByRole("dialog").getByText("A file from this device").click();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expectClean();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New session" })).toBeFocused();
});
