/**
 * Keys go where somebody is, and nowhere else: the file they are in, an input method's candidates, the editor at the
 * start.
 */
import { expect, type Page } from "playwright/test";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { browserOf, caretTo, connection, enter, lines, saveState } from "../support/browser.ts";
import { installClock } from "../support/page-clock.ts";
import { test } from "../support/page-test.ts";

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });
/** The editor is back, and keys go into it. */
const hasCaret = (page: Page) =>
  expect.poll(() => page.evaluate(() => Boolean(document.activeElement?.closest(".monaco-editor")))).toBe(true);

test("P2 what others do takes nobody out of their file, and one deleted under somebody says so", async ({ two }) => {
  const { a, b } = await two({ content: "one\n" });
  const addFile = async (name: string) => {
    await b.getByRole("button", { name: "Add a file" }).click();
    await b.getByLabel("File name").fill(name);
    await b.keyboard.press("Enter");
    await expect(tab(a, name)).toBeVisible();
  };
  // Who never pressed a tab, and types at once: the caret is in the editor.
  await a.keyboard.press("Control+End");
  await a.keyboard.type("the first ");
  await addFile("a.ts");
  await a.keyboard.type("half, ");
  await tab(b, "main.ts").dblclick();
  await b.getByLabel("File name").fill("zebra.ts");
  await b.keyboard.press("Enter");
  await expect(tab(a, "zebra.ts")).toBeVisible();
  await a.keyboard.type("the second");
  await expect(tab(a, "zebra.ts")).toHaveAttribute("aria-selected", "true");
  await expect(lines(b)).toContainText("the first half, the second");
  await installClock(a);
  await a.reload();
  await expect(tab(a, "zebra.ts")).toHaveAttribute("aria-selected", "true");
  await expect(lines(a)).toContainText("the first half, the second");

  // Only who certainly did it is named.
  await expect(connection(a)).toContainText("Connected");
  await a.clock.runFor(2_100);
  await b.getByRole("button", { name: "File actions" }).click();
  await b.getByRole("menuitem", { name: "Delete this file" }).click();
  const notice = a.getByRole("alert").filter({ hasText: "was deleted" });
  await expect(notice).toContainText("zebra.ts was deleted by Grace.");
  await a.keyboard.type("nowhere? ");
  await expect(a.getByRole("dialog")).toHaveCount(0);
  await expect(tab(b, "a.ts")).toHaveAttribute("aria-selected", "true");
  await expect(lines(b)).toHaveText("");
  await b.getByRole("button", { name: "Undo" }).click();
  await expect(notice).toHaveCount(0);
  await hasCaret(a);
  await a.keyboard.type("!");
  await expect(lines(b)).toContainText("!onethe first half");

  await b.getByRole("button", { name: "File actions" }).click();
  await b.getByRole("menuitem", { name: "Delete this file" }).click();
  await a.getByRole("button", { name: "Bring it back" }).click();
  await expect(lines(a)).toContainText("!onethe first half");
  await tab(b, "zebra.ts").click();
  await expect(lines(b)).toContainText("!onethe first half");
  await b.getByRole("button", { name: "File actions" }).click();
  await b.getByRole("menuitem", { name: "Delete this file" }).click();
  await a.getByRole("button", { name: "Open another file" }).click();
  await expect(tab(a, "a.ts")).toHaveAttribute("aria-selected", "true");
  await hasCaret(a);
  await a.keyboard.type("chosen");
  await expect(lines(b)).toHaveText("chosen");
});

test("P2 a key for an input method's candidate takes no name, sends no message and closes nothing", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { title: "Pairing" });
  const { page } = await visit(ada, sessionId);
  // As Chromium tells it, and as Safari does, where the composition has ended by then.
  const candidateKeys = (label: string) =>
    page.getByLabel(label).evaluate((field) => {
      for (const key of ["Enter", "Escape"]) {
        for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
          field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how }));
        }
      }
    });
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByLabel("File name").fill("合計.ts");
  await candidateKeys("File name");
  await expect(page.getByLabel("File name")).toHaveValue("合計.ts");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^Pairing/ }).click();
  await page.getByLabel("Session title").fill("合計");
  await candidateKeys("Session title");
  await expect(page.getByLabel("Session title")).toHaveValue("合計");
  await page.keyboard.press("Escape");

  await page.getByLabel("Write a message").fill("合計");
  await candidateKeys("Write a message");
  await expect(page.getByLabel("Write a message")).toHaveValue("合計");
  await expect(page.getByRole("article")).toHaveCount(0);

  // Ctrl+S asks for no file, with Caps Lock and on a keyboard without Latin letters.
  for (const key of [
    { key: "S", code: "KeyS" },
    { key: "ы", code: "KeyS" },
  ]) {
    const isTaken = await page.evaluate(
      (init) =>
        !document.body.dispatchEvent(
          new KeyboardEvent("keydown", { ...init, ctrlKey: true, bubbles: true, cancelable: true }),
        ),
      key,
    );
    expect(isTaken).toBe(true);
  }
});

test("Enter takes a name and does nothing else, and the next key goes into the editor", async ({ stack, two }) => {
  const { a, b, sessionId } = await two({ content: "one\n" });
  await a.getByRole("button", { name: "Add a file" }).click();
  await a.keyboard.type("a.ts");
  await a.keyboard.press("Enter");
  await expect(tab(a, "a.ts")).toHaveAttribute("aria-selected", "true");
  await a.keyboard.type("new");
  await tab(a, "a.ts").dblclick();
  await a.keyboard.type("b");
  await a.keyboard.press("Enter");
  await expect(tab(a, "b.ts")).toBeVisible();
  await a.keyboard.type(" and renamed");
  await tab(a, "b.ts").dblclick();
  await a.keyboard.type("c");
  await a.keyboard.press("Escape");
  await a.keyboard.type(", once");
  await tab(a, "main.ts").click();
  await a.keyboard.type("zero");
  // With keys one goes from tab to tab.
  await tab(a, "main.ts").focus();
  await a.keyboard.press("ArrowRight");
  await expect(tab(a, "b.ts")).toBeFocused();
  await expect(tab(b, "b.ts")).toBeVisible();
  const contents = async () => {
    const stored = await findDocument(stack.db, sessionId);
    return stored && decodeFiles(stored).map(({ path, content }) => [path, content]);
  };
  await expect.poll(contents).toEqual([
    ["b.ts", "new and renamed, once"],
    ["main.ts", "zeroone\n"],
  ]);

  await a.getByRole("button", { name: /^Pairing/ }).click();
  await a.keyboard.type("Together");
  await a.keyboard.press("Enter");
  await expect(b.getByRole("heading", { name: "Together" })).toBeVisible();
  await expect(a.getByLabel("Session title")).toHaveCount(0);
  await expect(a.getByRole("button", { name: /^Together/ })).toBeFocused();
});

test("the caret is in the editor at the start, not where somebody is already, nor on a phone", async ({
  browser,
  stack,
  ada,
  grace,
}) => {
  const laptop = await browserOf(browser, stack, undefined, { viewport: { width: 683, height: 384 } });
  await laptop.page.goto(stack.origin);
  await laptop.page.getByRole("button", { name: "Start coding" }).click();
  await expect(laptop.page.locator(".monaco-editor .native-edit-context")).toBeFocused();
  await laptop.page.keyboard.type("typed at once ");
  await expect(lines(laptop.page)).toContainText("typed at once");

  // Who writes in the chat while the editor loads stays there.
  const sessionId = await stack.newSession(ada.user, { content: "const a = 1;\n" });
  const early = await browserOf(browser, stack, ada);
  const written = Promise.withResolvers<void>();
  await early.page.route(/editor\.client/, async (route) => {
    await written.promise;
    await route.continue();
  });
  await early.page.goto(`${stack.origin}/sessions/${sessionId}`);
  await early.page.getByLabel("Write a message").pressSequentially("Hel");
  written.resolve();
  await expect(early.page.locator(".monaco-editor").first()).toBeVisible();
  await early.page.keyboard.type("lo");
  await expect(early.page.getByLabel("Write a message")).toHaveValue("Hello");

  const phone = await browserOf(browser, stack, ada, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await enter(phone.page, stack, sessionId);
  const edit = phone.page.getByRole("button", { name: "Edit", exact: true });
  await expect(edit).toBeInViewport({ ratio: 1 });
  await expect(phone.page.locator(".monaco-editor .native-edit-context")).not.toBeFocused();
  await phone.page.locator(".monaco-editor .view-line").first().tap();
  await phone.page.keyboard.type("x");
  await expect(phone.page.getByText("You are reading. Press Edit, below the code, to type.").first()).toBeVisible();
  await edit.tap();
  await phone.page.locator(".monaco-editor .view-line").first().tap();
  await phone.page.keyboard.type("const b");
  await phone.page.locator(".monaco-editor .view-line").first().tap();
  await expect(lines(phone.page)).toContainText("const b");
  await expect(edit).toHaveCount(0);
  await phone.page.getByRole("button", { name: "Done", exact: true }).tap();
  await expect(edit).toBeVisible();
  expect(phone.complaints).toEqual([]);

  const shown = await stack.newSession(ada.user, { content: "const a = 1;\n", linkRole: "viewer" });
  const viewer = await browserOf(browser, stack, grace, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await enter(viewer.page, stack, shown);
  await viewer.page.locator(".monaco-editor .view-line").first().tap();
  await viewer.page.keyboard.type("x");
  await expect(
    viewer.page.getByText("Press Ask to edit, below the code: its owner can let you.").first(),
  ).toBeVisible();
  await viewer.page.getByRole("button", { name: "Ask to edit" }).tap();
  await expect(viewer.page.getByRole("log")).toContainText("May I edit this session?");
  await viewer.page.getByRole("button", { name: "Code", exact: true }).tap();
  await expect(viewer.page.locator("#status").getByRole("button", { name: "Asked to edit" })).toBeVisible();
  expect(viewer.complaints).toEqual([]);
});

test("P1 a browser that never gives its copy delays the editor by a moment, and the page says so", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const { page, context, complaints } = await browserOf(browser, stack, ada);
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    const waiting: (() => void)[] = [];
    Object.assign(window, { answer: () => waiting.splice(0).forEach((go) => go()) });
    // Opened in truth, and told only later: as by a browser whose other tab is in the way.
    IDBFactory.prototype.open = function (...names: [string, number?]) {
      const request = open.apply(this, names);
      const told = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "onsuccess");
      let listener: ((event: unknown) => void) | null = null;
      Object.defineProperty(request, "onsuccess", { set: (given) => (listener = given as typeof listener) });
      told?.set?.call(request, (event: unknown) => void waiting.push(() => listener?.call(request, event)));
      return request;
    };
  });
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+End");
  await context.setOffline(true);
  await page.keyboard.type("once");
  await expect(saveState(page)).toHaveText("Offline, keep this tab open");
  await expect(page.getByTestId("save-state").locator("[title]").first()).toHaveAttribute(
    "title",
    /^Not kept on this device/,
  );
  await page.evaluate(() => (window as unknown as { answer: () => void }).answer());
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await context.setOffline(false);
  await expect(saveState(page)).toHaveText("Saved");
  await expect(lines(page)).toHaveText("once");
  expect(complaints.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
});

test("Ctrl+L stays with the browser, whose address bar it is", async ({ ada, stack, visitAtEnd }) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user, { content: "one two" }));
  await page.keyboard.press("Control+l");
  await page.keyboard.type(" three");
  await expect(lines(page)).toHaveText("one two three");
});

test("words of the text are suggested: Tab takes one, and Enter begins a line", async ({ ada, stack, visitAtEnd }) => {
  const sessionId = await stack.newSession(ada.user, { language: "plaintext", content: "const total = 1;\n" });
  const { page } = await visitAtEnd(ada, sessionId);
  // The word as far as it was typed may be among them, since the text is searched beside the typing.
  const widget = page.locator(".suggest-widget.visible");
  const total = widget.locator(".monaco-list-row", { hasText: "total" });
  await page.keyboard.type("to");
  await expect(total).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(widget).toHaveCount(0);
  await page.keyboard.type("to");
  await expect(total).toBeVisible();
  await expect(async () => {
    if (!(await total.evaluate((row) => row.matches(".focused")))) await page.keyboard.press("ArrowDown");
    await expect(total).toHaveClass(/focused/, { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Tab");
  await expect(lines(page)).toHaveText(/1;tototal$/);
});
