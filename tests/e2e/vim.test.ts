/** Vim's keys on the page, beside somebody else; what they do to a text is in `binding/vim`. */
import { expect, type Page } from "playwright/test";
import { violationsInEachTheme } from "../support/accessibility.ts";
import { caretTo, hereNow, lines, showPanel } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { test } from "../support/page-test.ts";
import { until } from "../support/until.ts";

const line = (page: Page) => page.locator("#status").getByTestId("vim");

async function choose(page: Page, label: string) {
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: /^Find a command/ }).fill(label);
  await expect(page.getByRole("option").first()).toContainText(label);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function switchOn(page: Page) {
  await caretTo(page, "Control+Home");
  await choose(page, "Vim keys: on");
  await expect(line(page)).toHaveText("Normal");
  await expect.poll(() => page.evaluate(() => Boolean(document.activeElement?.closest(".monaco-editor")))).toBe(true);
}

test("Vim's keys write and take back one's own, select and delete, and are gone when they are switched off", async ({
  stack,
  grace,
  two,
}) => {
  const { a, b, sessionId, complaints } = await two({ content: "one\ntwo\nthree\n" });
  using script = connect(stack.origin, sessionId, grace);
  await script.synced;
  const isText = (wanted: string) => until(() => script.text().toString() === wanted);
  await switchOn(a);
  await a.keyboard.press("i");
  await expect(line(a)).toContainText("Insert");
  await expect(a.getByTestId("announcer")).toContainText("Insert");
  await a.keyboard.type("mine ");
  await expect(lines(b)).toContainText("mine one");
  await caretTo(b, "Control+End");
  await b.keyboard.type("theirs");
  await expect(lines(a)).toContainText("theirs");
  await a.keyboard.press("Escape");
  await a.keyboard.press("u");
  await isText("one\ntwo\nthree\ntheirs");
  await a.keyboard.press("u");
  await a.keyboard.press("Control+r");
  await isText("mine one\ntwo\nthree\ntheirs");

  for (const key of ["g", "g", "V", "j", "d"]) await a.keyboard.press(key);
  await isText("three\ntheirs");
  await a.keyboard.press("u");
  await isText("mine one\ntwo\nthree\ntheirs");

  await choose(a, "Vim keys: off");
  await expect(line(a)).toHaveCount(0);
  await caretTo(a, "Control+Home");
  await a.keyboard.type("dd ");
  await expect(lines(b)).toContainText("dd mine one");
  expect(complaints).toEqual([[], []]);
});

test("the page keeps its keys, a colon is asked in Vim's line, and :w and :q say how it is here", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const { page, complaints } = await visit(ada, sessionId);
  await switchOn(page);
  await page.keyboard.press(":");
  const field = page.getByRole("textbox", { name: "Vim command" });
  await expect(field).toBeFocused();
  expect(await violationsInEachTheme(page)).toEqual([]);
  expect((await page.locator("#status").boundingBox())?.height).toBeLessThanOrEqual(25);
  await page.keyboard.type("w");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No need to save")).toBeVisible();
  await page.keyboard.press(":");
  await page.keyboard.type("q");
  await page.keyboard.press("Enter");
  await expect(page.getByText("With so few files each keeps its tab.")).toBeVisible();
  await page.keyboard.press(":");
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: /^Find a command/ })).toBeFocused();
  await page.keyboard.press("Escape");
  // Vim's own: in normal mode it turns a page, and finds nothing.
  await expect.poll(() => page.evaluate(() => Boolean(document.activeElement?.closest(".monaco-editor")))).toBe(true);
  await page.keyboard.press("Control+f");
  await expect(page.locator(".find-widget.visible")).toHaveCount(0);
  // It is so after a reload.
  await page.reload();
  await expect(line(page)).toHaveText("Normal");
  expect(complaints).toEqual([]);
});

test("Escape leaves a mode first, and only then ends following", async ({ two }) => {
  const { a, b } = await two({ content: "one two\n" });
  await switchOn(a);
  await caretTo(b, "Control+End");
  await showPanel(a, "People");
  for (let n = 0; n < 2; n++) await hereNow(a).getByRole("button", { name: /Grace/ }).first().click();
  const following = a.getByText("Following Grace · Esc to stop");
  await expect(following).toBeVisible();
  await a.locator("#code").focus();
  await choose(a, "Write in the code");
  await a.keyboard.press("v");
  await expect(line(a)).toContainText("Visual");
  await a.keyboard.press("Escape");
  await expect(line(a)).toContainText("Normal");
  await expect(following).toBeVisible();
  await a.keyboard.press("Escape");
  await expect(following).toHaveCount(0);
});
