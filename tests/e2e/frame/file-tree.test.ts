/** Many files: the tree, tabs for those that are open, and going to a file by its name. */
import { expect, type Page } from "playwright/test";
import { addFile, filesOf, listFiles } from "../../../protocol/layout.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { lines } from "../../support/browser.ts";
import { connect } from "../../support/connection.ts";
import { test } from "../../support/page-test.ts";
import type { Person, Stack } from "../../support/stack.ts";

const row = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: true });
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });
const names = (page: Page) => page.getByRole("treeitem").allInnerTexts();

/** A session of Ada's with these files besides main.ts, each with its path as its text; and a script of hers in it. */
async function sessionWith(stack: Stack, ada: Person, paths: string[]) {
  const sessionId = await stack.newSession(ada.user, { title: "Many", content: "main\n" });
  const script = connect(stack.origin, sessionId, ada);
  await script.synced;
  script.ydoc.transact(() => {
    for (const path of paths)
      addFile(script.ydoc, { id: crypto.randomUUID(), path, language: "plaintext", content: `${path}\n` });
  });
  // Which file a page opens at first depends on what is there when it comes.
  await script.durable();
  return { sessionId, script, paths: () => listFiles(script.ydoc).map(({ path }) => path) };
}
const some = ["a10.txt", "a2.txt", "src/b.txt", "src/deep/c.txt", "src/deep/d.txt", "z.txt"];

test("with more than a handful there is a tree, in the order that people count, and tabs for what was opened", async ({
  stack,
  ada,
  visit,
}) => {
  const { sessionId, script } = await sessionWith(stack, ada, some);
  using _ = script;
  const { page, complaints } = await visit(ada, sessionId);
  await expect(row(page, "main.ts")).toBeVisible();
  expect(await names(page)).toEqual([
    "src",
    "deep",
    "c.txt",
    "d.txt",
    "b.txt",
    "a2.txt",
    "a10.txt",
    "main.ts",
    "z.txt",
  ]);
  await expect(page.getByRole("tab")).toHaveCount(1);
  await row(page, "c.txt").click();
  await expect(lines(page)).toContainText("src/deep/c.txt");
  await row(page, "z.txt").click();
  await expect(page.getByRole("tab")).toHaveCount(3);
  await row(page, "main.ts").click();
  await expect(tab(page, "c.txt src/deep")).toBeVisible();
  await expect(tab(page, "main.ts")).toBeVisible();
  const count = 4;
  await expect(page.getByRole("tab")).toHaveCount(count);
  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"]) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    expect(
      (await violationsOf(page)).map(({ id }) => id),
      theme,
    ).toEqual([]);
  }
  // Opened files, their order, the one that is shown and closed folders are the same in a new tab.
  await tab(page, "z.txt").press("Control+Shift+ArrowLeft");
  await row(page, "deep").click();
  await expect(row(page, "d.txt")).toHaveCount(0);
  await row(page, "main.ts").click();
  const again = await page.context().newPage();
  await again.goto(page.url());
  await expect(lines(again)).toContainText("main");
  await expect(again.getByRole("tab")).toHaveCount(count);
  expect(await again.getByRole("tab").allInnerTexts()).toEqual(await page.getByRole("tab").allInnerTexts());
  await expect(tab(again, "main.ts")).toHaveAttribute("aria-selected", "true");
  await expect(row(again, "d.txt")).toHaveCount(0);
  // Closing: Delete on the tab, the cross, the middle button.
  await again.close();
  await tab(page, "main.ts").press("Delete");
  await expect(page.getByRole("tab")).toHaveCount(count - 1);
  await expect(page.getByRole("tab", { selected: true })).toBeFocused();
  await tab(page, "z.txt").click({ button: "middle" });
  await expect(page.getByRole("tab")).toHaveCount(count - 2);
  expect(complaints).toEqual([]);
});

test("the tree works by keys alone: open, close, rename, move, delete with Undo", async ({ stack, ada, visit }) => {
  const { sessionId, script, paths } = await sessionWith(stack, ada, some);
  using _ = script;
  const { page } = await visit(ada, sessionId);
  await row(page, "main.ts").focus();
  await page.keyboard.press("Home");
  await expect(row(page, "src")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "src")).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "deep")).toBeFocused();
  await page.keyboard.press("z");
  await expect(row(page, "z.txt")).toBeFocused();
  // Space shows a file and stays in the tree, Enter goes on in the code.
  await page.keyboard.press("Space");
  await expect(lines(page)).toContainText("z.txt");
  await expect(row(page, "z.txt")).toBeFocused();
  await page.keyboard.press("F2");
  await expect(page.getByLabel("File name")).toHaveValue("z.txt");
  await page.keyboard.type("last");
  await page.keyboard.press("Enter");
  await expect(row(page, "last.txt")).toBeVisible();
  // The whole path is there to be changed: that moves it.
  await row(page, "last.txt").press("F2");
  await page.getByLabel("File name").fill("lib/last.txt");
  await page.keyboard.press("Enter");
  await expect(row(page, "lib")).toBeVisible();
  // A folder takes all that is in it along, for everybody, and one press brings it back.
  await row(page, "src").press("F2");
  await page.getByLabel("File name").fill("source");
  await page.keyboard.press("Enter");
  await expect.poll(paths).toContain("source/deep/c.txt");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(paths).toContain("src/deep/c.txt");
  // A name that is taken is refused in a sentence, and nothing moves.
  await row(page, "a2.txt").press("F2");
  await page.getByLabel("File name").fill("a10.txt");
  await page.keyboard.press("Enter");
  await expect(page.locator("#file-name-problem")).toContainText("There is a file called a10.txt already.");
  await page.keyboard.press("Escape");
  await row(page, "deep").press("Delete");
  await expect.poll(paths).not.toContain("src/deep/c.txt");
  await expect(page.getByText("src/deep with 2 files deleted")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(paths).toEqual(expect.arrayContaining(["src/deep/c.txt", "src/deep/d.txt"]));
  expect([...filesOf(script.ydoc).values()].length).toBe(7);
});

test("files and folders are moved by dragging, new ones come where the menu was opened", async ({
  stack,
  ada,
  visit,
}) => {
  const { sessionId, script, paths } = await sessionWith(stack, ada, some);
  using _ = script;
  const { page, complaints } = await visit(ada, sessionId);
  await row(page, "z.txt").dragTo(row(page, "deep"));
  await expect.poll(paths).toContain("src/deep/z.txt");
  await row(page, "deep").dragTo(row(page, "main.ts"));
  await expect.poll(paths).toContain("deep/z.txt");
  // Not into itself.
  await row(page, "deep").dragTo(row(page, "c.txt"));
  expect(paths()).toContain("deep/c.txt");
  await row(page, "src").click({ button: "right" });
  await page.getByRole("menuitem", { name: "New file here" }).click();
  await expect(page.getByLabel("File name")).toHaveValue("src/");
  await page.keyboard.type("new.py");
  await page.keyboard.press("Enter");
  await expect(tab(page, "new.py src")).toHaveAttribute("aria-selected", "true");
  await row(page, "src").click({ button: "right" });
  expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("menuitem", { name: "Upload files here" }).click();
  await (await chooser).setFiles({ name: "up.txt", mimeType: "text/plain", buffer: Buffer.from("up\n") });
  await expect.poll(paths).toContain("src/up.txt");
  // Tabs are put in another order by dragging.
  await tab(page, "a2.txt").dragTo(tab(page, "up.txt src"), { targetPosition: { x: 60, y: 10 } });
  await expect(page.getByRole("tab").last()).toHaveAccessibleName("a2.txt");
  expect(complaints).toEqual([]);
});

test("going to one of 200 files by its name, and tabs stay in view", async ({ stack, ada, visit }) => {
  const many = Array.from({ length: 199 }, (_, nth) => `folder${nth % 10}/file${nth}.txt`);
  const { sessionId, script } = await sessionWith(stack, ada, many);
  using _ = script;
  const { page, complaints } = await visit(ada, sessionId);
  await expect(page.getByRole("treeitem")).toHaveCount(210);
  for (const nth of [150, 7, 42, 99, 12, 198, 0, 77]) {
    await page.keyboard.press("Control+p");
    await page.keyboard.type(`file${nth}.`);
    await expect(page.getByRole("option").first()).toHaveText(`file${nth}.txtfolder${nth % 10}`);
    await page.keyboard.press("Enter");
    await expect(lines(page)).toContainText(`folder${nth % 10}/file${nth}.txt`);
    await expect(page.getByRole("tab", { selected: true })).toBeInViewport();
  }
  await expect(page.getByRole("tab")).toHaveCount(8);
  // On a phone the files lie over the code, and go when one is chosen.
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(page.getByRole("tree")).toHaveCount(0);
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await page.getByRole("button", { name: "Files", exact: true }).click();
  await row(page, "file5.txt").click();
  await expect(page.getByRole("tree")).toHaveCount(0);
  await expect(lines(page)).toContainText("folder5/file5.txt");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(complaints).toEqual([]);
});

test("how the page was left is how it comes back: panel, widths, the files", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { title: "Layout" });
  const { page } = await visit(ada, sessionId);
  await page.getByRole("separator", { name: "Width of the side panel" }).press("ArrowLeft");
  await page.getByRole("button", { name: "People 1" }).click();
  await page.keyboard.press("Control+b");
  await page.getByRole("separator", { name: "Width of the files" }).press("End");
  await page.reload();
  await expect(page.locator("#side-panel")).toHaveAccessibleName("People");
  await expect(page.locator("#side-panel")).toHaveCSS("width", "376px");
  await expect(page.locator("#files")).toHaveCSS("width", "400px");
  // The server draws it so at once: nothing jumps.
  const html = await (await page.request.get(page.url())).text();
  expect(html).toContain('aria-label="People"');
  // F6 leads through the parts, and shows which one has the focus.
  const seen: (string | undefined)[] = [];
  for (let nth = 0; nth < 5; nth++) {
    await page.keyboard.press("F6");
    seen.push(await page.evaluate(() => document.activeElement?.closest<HTMLElement>(".region")?.id));
  }
  expect(new Set(seen)).toEqual(new Set(["files", "code", "side-panel", "status", "header"]));
  // What is opened on a small screen says nothing about a wide one.
  await page.setViewportSize({ width: 900, height: 700 });
  await page.reload();
  await expect(page.locator("#side-panel")).toHaveCount(0);
  await page.getByRole("button", { name: "Chat" }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await expect(page.locator("#side-panel")).toHaveAccessibleName("People");
});
