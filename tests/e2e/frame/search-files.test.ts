/** Search in all files: what is found follows everybody's edits, and replacing is one edit for everybody. */
import { expect, type Page } from "playwright/test";
import { addFile, listFiles } from "../../../protocol/layout.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { caretTo, lines } from "../../support/browser.ts";
import { connect } from "../../support/connection.ts";
import { test } from "../../support/page-test.ts";
import type { Person, Stack } from "../../support/stack.ts";

const field = (page: Page) => page.getByRole("textbox", { name: "Find in all files" });
const replacement = (page: Page) => page.getByRole("textbox", { name: "Replace with" });
const summary = (page: Page) => page.getByTestId("search-summary");
const results = (page: Page) => page.getByRole("tree", { name: "Results" }).getByRole("treeitem");
const shown = (page: Page) => page.getByRole("treeitem", { selected: true });
const inCode = (page: Page) => page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null);

async function find(page: Page, words: string) {
  await page.keyboard.press("Control+Shift+F");
  await expect(field(page)).toBeFocused();
  await field(page).fill(words);
}

/** A session of Ada's with `main.ts` and these files, and a script of hers in it. */
async function sessionWith(
  stack: Stack,
  ada: Person,
  files: Record<string, string>,
  linkRole: "editor" | "viewer" = "editor",
) {
  const sessionId = await stack.newSession(ada.user, { title: "Many texts", content: "one\ntwo\n", linkRole });
  const script = connect(stack.origin, sessionId, ada);
  await script.synced;
  for (const [path, content] of Object.entries(files))
    addFile(script.ydoc, { id: crypto.randomUUID(), path, language: "plaintext", content });
  const texts = () => Object.fromEntries(listFiles(script.ydoc).map(({ path, text }) => [path, text.toString()]));
  return { sessionId, script, texts };
}

test("what is found is listed by file, marked in its line, and follows what others type", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const { sessionId, script } = await sessionWith(stack, ada, {
    "src/a.txt": "  One and one\n",
    "notes.txt": "none\n",
  });
  using _ = script;
  const { page, complaints } = await visitAtEnd(ada, sessionId);
  const { page: other } = await visitAtEnd(grace, sessionId);
  await find(page, "one");
  await expect(summary(page)).toHaveText("4 results in 3 files.");
  await expect(page.getByTestId("announcer")).toHaveText("4 results in 3 files.");
  await expect(results(page)).toHaveText([
    /^main.ts1$/,
    /^Line 1: one/,
    /^notes.txt1$/,
    /^Line 1: none/,
    /^a.txtsrc2$/,
    /^Line 1: One and one/,
    /^Line 1: One and one/,
  ]);
  await expect(page.getByRole("treeitem", { name: "Line 1: none" }).locator("mark")).toHaveText("one");
  await other.keyboard.type("someone");
  await expect(summary(page)).toHaveText("5 results in 3 files.");
  await expect(results(page).nth(2)).toHaveAccessibleName("Line 3: someone");
  await page.keyboard.press("Alt+c");
  await expect(page.getByRole("button", { name: "Match case" })).toHaveAttribute("aria-pressed", "true");
  await expect(summary(page)).toHaveText("4 results in 3 files.");
  await page.keyboard.press("Alt+w");
  await expect(summary(page)).toHaveText("2 results in 2 files.");
  await page.keyboard.press("Alt+r");
  await field(page).fill("(one");
  await expect(page.locator("#side-panel").getByRole("alert")).toHaveText(
    /^This regular expression cannot be read: .+\.$/,
  );
  await expect(field(page)).toHaveAttribute("aria-invalid", "true");
  await expect(results(page)).toHaveCount(0);
  await field(page).fill("^(one|two)$");
  await expect(summary(page)).toHaveText("2 results in 1 file.");
  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"]) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    expect(
      (await violationsOf(page)).map(({ id }) => id),
      theme,
    ).toEqual([]);
  }
  // What stands in the fields is there again when the panel is.
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue("^(one|two)$");
  await expect(summary(page)).toHaveText("2 results in 1 file.");
  expect(complaints).toEqual([]);
});

test("the search works by keys alone, and gives the focus back to the code", async ({ stack, ada, visitAtEnd }) => {
  const { sessionId, script } = await sessionWith(stack, ada, { "n.txt": "x\nfind this\n", "z.txt": "this this\n" });
  using _ = script;
  const { page } = await visitAtEnd(ada, sessionId);
  await page.keyboard.type("this");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Control+Shift+F");
  await expect(field(page)).toHaveValue("this");
  await expect(field(page)).toBeFocused();
  await expect(summary(page)).toHaveText("4 results in 3 files.");
  await page.keyboard.press("ArrowDown");
  await expect(results(page).first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(results(page)).toHaveCount(6);
  await expect(results(page).first()).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(results(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  // Space shows a place and stays here, Enter goes on in the code, with the match selected.
  await page.keyboard.press("Space");
  await expect(lines(page)).toContainText("find this");
  await expect(shown(page).filter({ hasText: "find this" })).toHaveCount(1);
  await expect(results(page).nth(3)).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect.poll(() => inCode(page)).toBe(true);
  await expect(page.getByText(/^Ln 1, Col 10/)).toBeVisible();
  await page.keyboard.type("that");
  await expect(lines(page)).toContainText("this that");
  // F4 goes on to the next one, from the code too.
  await expect(summary(page)).toHaveText("3 results in 3 files.");
  await page.keyboard.press("F4");
  await expect(lines(page)).toContainText("two");
  await page.keyboard.press("Shift+F4");
  await expect(lines(page)).toContainText("this that");
  await expect.poll(() => inCode(page)).toBe(true);
  await page.keyboard.press("Control+Shift+F");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(lines(page)).toContainText("two");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveCount(0);
  await expect.poll(() => inCode(page)).toBe(true);
});

test("P2 replacing all is one edit that everybody gets, and one Undo takes it back for everybody", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const before = { "n.txt": "one, two one\n", "o.txt": "One\n", "main.ts": "one\ntwo\n" };
  const { sessionId, script, texts } = await sessionWith(stack, ada, {
    "n.txt": before["n.txt"],
    "o.txt": before["o.txt"],
  });
  using _ = script;
  const { page } = await visitAtEnd(ada, sessionId);
  const { page: other } = await visitAtEnd(grace, sessionId);
  await page.keyboard.press("Control+Shift+H");
  await expect(field(page)).toBeFocused();
  await field(page).fill("one");
  await replacement(page).fill("three");
  const all = page.getByRole("button", { name: "Replace all: 4 results in 3 files" });
  await expect(all).toBeVisible();
  // The old one and the new one side by side.
  await expect(results(page).nth(1).locator("del")).toHaveText("one");
  await expect(results(page).nth(1).locator("ins")).toHaveText("three");
  expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  let updates = 0;
  script.ydoc.on("update", () => updates++);
  await all.click();
  const after = { "n.txt": "three, two three\n", "o.txt": "three\n", "main.ts": "three\ntwo\n" };
  await expect.poll(texts).toEqual(after);
  expect(updates).toBe(1);
  await expect(lines(other)).toContainText("three");
  await expect(summary(page)).toHaveText("No results.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(texts).toEqual(before);
  expect(updates).toBe(2);
  await expect(lines(other)).toContainText("one");
  await expect(summary(page)).toHaveText("4 results in 3 files.");
  // Redo, then from the code, after something that others wrote and before something of one's own.
  await page.getByRole("button", { name: "Redo" }).click();
  await expect.poll(texts).toEqual(after);
  await caretTo(other, "Control+End");
  await other.keyboard.type("hers");
  await expect(lines(page)).toContainText("hers");
  await caretTo(page, "Control+Home");
  await page.keyboard.type("mine ");
  await expect.poll(texts).toEqual({ ...after, "main.ts": "mine three\ntwo\nhers" });
  await page.keyboard.press("Control+Z");
  await expect.poll(texts).toEqual({ ...after, "main.ts": "three\ntwo\nhers" });
  await page.keyboard.press("Control+Z");
  await expect.poll(texts).toEqual({ ...before, "main.ts": "one\ntwo\nhers" });
  await page.keyboard.press("Control+Y");
  await expect.poll(texts).toEqual({ ...after, "main.ts": "three\ntwo\nhers" });
});

test("one result and one file are replaced by themselves, with groups", async ({ stack, ada, visitAtEnd }) => {
  const { sessionId, script, texts } = await sessionWith(stack, ada, {
    "a.txt": "get(1) get(2)\nget(3)\n",
    "b.txt": "get(4)\n",
  });
  using _ = script;
  const { page } = await visitAtEnd(ada, sessionId);
  await page.keyboard.press("Control+Shift+H");
  await field(page).fill("get\\((\\d)\\)");
  await page.keyboard.press("Alt+r");
  await replacement(page).fill("at[$1]");
  await expect(summary(page)).toHaveText("4 results in 2 files.");
  await expect(page.locator("ins").first()).toHaveText("at[1]");
  await results(page).nth(1).hover();
  await results(page).nth(1).getByRole("button", { name: "Replace" }).click();
  await expect.poll(texts).toMatchObject({ "a.txt": "at[1] get(2)\nget(3)\n" });
  await expect(summary(page)).toHaveText("3 results in 2 files.");
  // By keys: the next one takes the place, and the focus stays there.
  await results(page).nth(1).focus();
  await page.keyboard.press("Control+Enter");
  await expect.poll(texts).toMatchObject({ "a.txt": "at[1] at[2]\nget(3)\n" });
  await expect(summary(page)).toHaveText("2 results in 2 files.");
  await expect(results(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Control+Enter");
  await expect.poll(texts).toMatchObject({ "a.txt": "at[1] at[2]\nat[3]\n", "b.txt": "get(4)\n" });
  await expect(results(page).first()).toContainText("b.txt");
  await expect(results(page).first()).toBeFocused();
});

test("P4 a viewer finds and replaces nothing", async ({ stack, ada, grace, visit }) => {
  const { sessionId, script } = await sessionWith(stack, ada, { "n.txt": "one\n" }, "viewer");
  using _ = script;
  const { page } = await visit(grace, sessionId);
  await page.keyboard.press("Control+Shift+H");
  await expect(field(page)).toHaveCount(0);
  await find(page, "one");
  await expect(summary(page)).toHaveText("2 results in 2 files.");
  await expect(page.getByRole("button", { name: /Replace/ })).toHaveCount(0);
  await results(page).nth(3).click();
  await expect(page.getByRole("tab", { selected: true })).toContainText("n.txt");
});

test("P8 an expression that never ends is stopped, and the page goes on meanwhile", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const { sessionId, script } = await sessionWith(stack, ada, { "n.txt": `${"a".repeat(40)}!\n` });
  using _ = script;
  const { page } = await visitAtEnd(ada, sessionId);
  await find(page, "^(a+)+$");
  await page.keyboard.press("Alt+r");
  await caretTo(page, "Control+End");
  await page.keyboard.type("still here");
  await expect(lines(page)).toContainText("still here");
  await expect(summary(page)).toHaveText(/^This search takes too long/);
  await find(page, "still");
  await expect(summary(page)).toHaveText("1 result in 1 file.");
});

test("on a phone the panel has the whole width, and what is chosen in it is shown in the code", async ({
  stack,
  ada,
  visit,
}) => {
  const { sessionId, script } = await sessionWith(stack, ada, { "n.txt": "one\n" });
  using _ = script;
  const { page } = await visit(ada, sessionId, {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await page.getByRole("menuitem", { name: "Find in all files" }).tap();
  await expect(field(page)).toBeFocused();
  await field(page).fill("one");
  await page.getByRole("button", { name: "Replace", exact: true }).tap();
  await expect(summary(page)).toHaveText("2 results in 2 files.");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const small = await page
    .locator("#side-panel")
    .getByRole("button")
    .evaluateAll((buttons) =>
      buttons.flatMap((button) => {
        const { width, height } = button.getBoundingClientRect();
        return width < 44 || height < 44 ? [button.getAttribute("aria-label") ?? button.textContent] : [];
      }),
    );
  expect(small).toEqual([]);
  expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  await results(page).nth(3).tap();
  await expect(field(page)).toHaveCount(0);
  await expect(page.getByRole("tab", { selected: true })).toContainText("n.txt");
});
