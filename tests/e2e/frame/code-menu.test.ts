/** The menu of the code: ours in place of Monaco's. */
import { expect, type Page } from "playwright/test";
import { joinByLink } from "../../../db/participants.ts";
import { caretTo, lines } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const menu = (page: Page) => page.getByRole("menu", { name: "Code" });
const line = (page: Page, name: string) => menu(page).getByRole("menuitem", { name, exact: false });
const hasFocus = (page: Page) =>
  expect.poll(() => page.evaluate(() => Boolean(document.activeElement?.closest(".monaco-editor")))).toBe(true);

test("the menu of the code acts where it was asked for, by mouse and by key, and gives the focus back", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "first word\nsecond word\n" });
  const { page, complaints } = await visit(ada, sessionId);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await caretTo(page, "Control+Home");
  await page.keyboard.type("x");
  await lines(page)
    .getByText("second word")
    .click({ button: "right", position: { x: 70, y: 8 } });
  await expect(page.getByText("Ln 2, Col")).toBeVisible();
  await line(page, "Change All Occurrences").click();
  await hasFocus(page);
  await expect(page.getByText("2 selections")).toBeVisible();

  await caretTo(page, "Control+Home");
  await page.keyboard.press("Shift+F10");
  await expect(line(page, "Undo")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu(page)).toBeHidden();
  await hasFocus(page);

  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Shift+F10");
  await line(page, "Copy").click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("xfirst word");
  await hasFocus(page);

  await page.keyboard.press("Shift+F10");
  await line(page, "Undo").click();
  await expect(lines(page)).not.toContainText("xfirst");
  await caretTo(page, "Control+End");
  await page.keyboard.press("Shift+F10");
  await line(page, "Paste").click();
  await expect(lines(page)).toContainText("xfirst word");

  await page.keyboard.press("Shift+F10");
  await line(page, "All commands").click();
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  expect(complaints).toEqual([]);
});

test("whoever only reads has nothing in the menu of the code that writes", async ({ stack, ada, grace, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "a word\n", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, complaints } = await visit(grace, sessionId);
  await lines(page).getByText("a word").click({ button: "right" });
  await expect(line(page, "Copy")).toBeVisible();
  for (const name of ["Undo", "Cut", "Paste", "Change All"]) await expect(line(page, name)).toHaveCount(0);
  expect(complaints).toEqual([]);
});
