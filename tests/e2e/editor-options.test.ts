/** How somebody wants the editor: from its menu, the palette and the settings, in all tabs of this device. */
import { expect, type Page } from "playwright/test";
import { violationsInEachTheme, violationsOf } from "../support/accessibility.ts";
import { caretTo, enter, lines } from "../support/browser.ts";
import { test } from "../support/page-test.ts";

const opener = (page: Page) => page.locator("#status").getByRole("button", { name: "Editor", exact: true });
const menu = (page: Page) => page.getByRole("menu", { name: "Editor" });
const check = (page: Page, name: string) => menu(page).getByRole("menuitemcheckbox", { name, exact: true });
const minimap = (page: Page) => page.locator(".monaco-editor .minimap");
const indentation = (page: Page) => page.locator("#status").getByLabel("Indentation");
const numbers = (page: Page) => page.locator(".monaco-editor .line-numbers");

async function command(page: Page, label: string) {
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: /^Find a command/ }).fill(label);
  await expect(page.getByRole("option").first()).toContainText(label);
  await page.keyboard.press("Enter");
}

test("the editor's menu changes it at once and stays open, and other tabs and a reload have it so", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\ntwo\nthree\n" });
  const { page, context, complaints } = await visit(ada, sessionId);
  const other = await context.newPage();
  await enter(other, stack, sessionId);
  await expect(minimap(page)).toBeHidden();
  await opener(page).click();
  await check(page, "Minimap").click();
  await expect(check(page, "Minimap")).toHaveAttribute("aria-checked", "true");
  await expect(minimap(page)).toBeVisible();
  await expect(minimap(other)).toBeVisible();
  await check(page, "Ligatures").click();
  await expect(lines(page)).toHaveCSS("font-feature-settings", /"liga"(?! 0)/);
  await menu(page).getByRole("menuitem", { name: "Larger code" }).click();
  await expect(lines(page)).toHaveCSS("font-size", "14px");
  await expect(lines(other)).toHaveCSS("font-size", "14px");
  await menu(page).getByRole("menuitemradio", { name: "8" }).click();
  await expect(indentation(page)).toHaveValue("spaces:8");
  await check(page, "Wrap long lines").click();
  await expect(page.getByRole("button", { name: "Wrap: on" })).toBeVisible();
  expect(await violationsInEachTheme(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(menu(page)).toBeHidden();

  await page.reload();
  await expect(minimap(page)).toBeVisible();
  await expect(lines(page)).toHaveCSS("font-size", "14px");
  await expect(indentation(page)).toHaveValue("spaces:8");
  await expect(page.getByRole("button", { name: "Wrap: on" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("the palette has each choice, by what it would do", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n   two\n   three\n" });
  const { page } = await visit(ada, sessionId);
  await caretTo(page, "Control+End");
  await command(page, "Relative line numbers: on");
  await expect(numbers(page)).toHaveText(["3", "2", "1", "4"]);
  await command(page, "Relative line numbers: off");
  await expect(numbers(page)).toHaveText(["1", "2", "3", "4"]);
  await command(page, "Show the minimap");
  await expect(minimap(page)).toBeVisible();
  await command(page, "Hide the minimap");
  await expect(minimap(page)).toBeHidden();
  await command(page, "Smaller code");
  await expect(lines(page)).toHaveCSS("font-size", "12px");
  // The text has an indentation of its own, which stays.
  await command(page, "Tab size: 2");
  await expect(indentation(page)).toHaveValue("spaces:3");
  await command(page, "Show hints in the code");
  await opener(page).click();
  await expect(check(page, "Hints in the code")).toHaveAttribute("aria-checked", "true");
  // What is for phones alone is not offered here.
  await expect(check(page, "Code intelligence on this phone")).toHaveCount(0);
});

test("the settings have the same, and a phone's code is never too small to be touched", async ({
  stack,
  ada,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, complaints } = await open("/settings", { as: ada, ...phone });
  const section = page.getByRole("region", { name: "Editor" });
  await expect(section).toContainText("kept on this device");
  await expect(section.getByLabel("Minimap")).toBeEnabled();
  await section.getByLabel("Size of the code").selectOption("20 px");
  await section.getByLabel("Wrap long lines").selectOption("Never");
  await section.getByLabel("Relative line numbers").check();
  expect(await violationsOf(page)).toEqual([]);
  await page.reload();
  await expect(section.getByLabel("Size of the code")).toHaveValue("20");
  await expect(section.getByLabel("Wrap long lines")).toHaveValue("never");
  await expect(section.getByLabel("Relative line numbers")).toBeChecked();

  await enter(page, stack, sessionId);
  await expect(lines(page)).toHaveCSS("font-size", "20px");
  await expect(opener(page)).toBeHidden();
  await page.goto(`${stack.origin}/settings`);
  await section.getByLabel("Size of the code").selectOption("11 px");
  await enter(page, stack, sessionId);
  await expect(lines(page)).toHaveCSS("font-size", "16px");
  expect(complaints).toEqual([]);
});

test("what is kept badly is as on the first visit", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const { page, complaints } = await visit(ada, sessionId);
  await page.evaluate(() => localStorage.setItem("tandem.editor", '{"fontSize":900,"minimap":"yes","tabSize":'));
  await page.reload();
  await expect(lines(page)).toHaveCSS("font-size", "13px");
  await expect(minimap(page)).toBeHidden();
  expect(complaints).toEqual([]);
});
