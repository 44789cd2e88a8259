/** Files by hand: what a document holds that is none, names, uploads, ZIPs, and what was deleted. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, type Page } from "playwright/test";
import { addFile, filesOf, listFiles, listUnsound } from "../../protocol/layout.ts";
import { type browserOf, bytesOf, caretTo, lines, strip } from "../support/browser.ts";
import { type Connection, connect } from "../support/connection.ts";
import { test as pageTest } from "../support/page-test.ts";
import { crowdedDocument, storeDocument, unsoundDocument } from "../support/unsound.ts";

type InFiles = Awaited<ReturnType<typeof browserOf>> & { sessionId: string; other: Connection };

const test = pageTest.extend<{ openFiles: (content?: string, document?: Uint8Array) => Promise<InFiles> }>({
  /** Ada's page of a session, and a script of Grace's in it. */
  async openFiles({ stack, ada, grace, visit }, use) {
    using scripts = new DisposableStack();
    await use(async (content = "one\ntwo\n", document) => {
      const sessionId = await stack.newSession(ada.user, { title: "Files", content });
      if (document) await storeDocument(stack, sessionId, document);
      const opened = await visit(ada, sessionId);
      const other = scripts.use(connect(stack.origin, sessionId, grace));
      await other.synced;
      return { ...opened, sessionId, other };
    });
  },
});

const tabs = (page: Page) => page.getByRole("tab");

async function menu(page: Page, item: string) {
  await page.getByRole("button", { name: "File actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("P8 a document with things that are no files names them, and is rid of them by one press", async ({
  stack,
  ada,
  grace,
  visit,
  openFiles,
}) => {
  const { page, other, complaints, sessionId } = await openFiles("", unsoundDocument());
  await expect(page.locator("[role=treeitem]:not([aria-expanded])")).toHaveCount(8);
  await page.getByRole("treeitem", { name: "main.ts" }).click();
  await expect(lines(page)).toContainText("const sound = 1;");
  const unsound = strip(page).getByText(/^6 things in this session are not files, and take up room: /);
  await expect(unsound).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Download all as ZIP" }).click();
  const zip = await download;
  expect(zip.suggestedFilename()).toBe("Files.zip");
  const unpacked = Object.entries(unzipSync(await bytesOf(zip))).map(([name, content]) => [name, strFromU8(content)]);
  expect(unpacked.length).toBe(8);
  expect(unpacked).toContainEqual(["tmp/evil.sh", "text of evil-path\n"]);

  await page.getByRole("button", { name: "Remove" }).click();
  await expect(unsound).toHaveCount(0);
  await expect.poll(() => listUnsound(other.ydoc)).toEqual([]);
  await caretTo(page, "Control+Home");
  await page.keyboard.type("// still works\n");
  await expect
    .poll(() =>
      listFiles(other.ydoc)
        .find(({ id }) => id === "sound")
        ?.text.toString(),
    )
    .toBe("// still works\nconst sound = 1;\n");
  // Whoever may only look is told, and not asked.
  other[Symbol.dispose]();
  const shown = await stack.newSession(ada.user, { linkRole: "viewer" });
  await storeDocument(stack, shown, unsoundDocument());
  const { page: viewer } = await visit(grace, shown);
  await expect(strip(viewer).getByText(/^6 things in this session are not files/)).toBeVisible();
  await expect(viewer.getByRole("button", { name: "Remove" })).toHaveCount(0);
  expect(complaints).toEqual([]);
  expect(sessionId).not.toBe(shown);
});

test("P8 a document with 5,000 files opens, says that it is too many, and its empty ones go by one press", async ({
  openFiles,
}) => {
  const { page, other } = await openFiles("", crowdedDocument(5_000));
  await expect(lines(page)).toContainText("the first");
  await expect(
    strip(page).getByText("This session has 5,000 files; it should have at most 200, and no more can be added."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Delete the 4,999 empty ones" }).click();
  await expect(tabs(page)).toHaveCount(1);
  await expect.poll(() => filesOf(other.ydoc).size).toBe(1);
});

test("a name that cannot stand beside the others gets a sentence; of two at once both keep theirs", async ({
  openFiles,
}) => {
  const { page, other } = await openFiles();
  addFile(other.ydoc, { id: "x", path: "src/a.ts", language: "typescript", content: "" });
  await expect(page.getByRole("tab", { name: "a.ts src" })).toBeVisible();
  const sentences = {
    "Main.ts": "There is main.ts already.",
    src: "src is a folder here",
    "main.ts/x": "main.ts is a file here",
    "main.ts": "There is a file called main.ts already.",
    "con/../x": "no empty, . or .. parts",
  };
  await page.getByRole("button", { name: "Add a file" }).click();
  const field = page.getByLabel("File name");
  for (const [name, sentence] of Object.entries(sentences)) {
    await field.fill(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "a.ts src" }).dblclick();
  await field.fill("MAIN.TS");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "There is main.ts already." })).toBeVisible();
  await field.fill("src/A.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "A.ts src" })).toBeVisible();
  addFile(other.ydoc, { id: "y", path: "main.ts", language: "typescript", content: "" });
  await expect(page.getByRole("tab", { name: "main.ts (2)" })).toBeVisible();
});

/** A folder on disk that is gone after the test. */
function folder(files: Record<string, string | Buffer>) {
  const root = path.join(mkdtempSync(path.join(tmpdir(), "tandem-drop-")), "project");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  return { root, [Symbol.dispose]: () => rmSync(path.dirname(root), { recursive: true, force: true }) };
}

/** Drops files and folders of the disk on the page, as a browser gets them from the desktop. */
async function drop(page: Page, files: string[]) {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await client.send("Input.dispatchDragEvent", { type, x: 500, y: 400, data });
  await client.detach();
}

test("a folder is dropped with all its texts, and what cannot be taken is named or asked about", async ({
  openFiles,
}) => {
  using disk = folder({
    "src/a.ts": "const a = 1;\n",
    "src/deep/b.ts": Buffer.from("\ufeffconst b = 'ü';\n", "utf16le"),
    "latin.txt": Buffer.from("café", "latin1"),
    "node_modules/x/index.js": "x",
    ".git/config": "x",
    "logo.png": Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
  });
  const { page, other } = await openFiles();
  const before = listFiles(other.ydoc)[0]?.text;
  await drop(page, [disk.root]);
  await expect(page.getByText("2 files added. 2 folders were left out: .git and node_modules.")).toBeVisible();
  await expect(
    page.getByText("project/latin.txt is not UTF-8: save it as UTF-8. project/logo.png is not a text file."),
  ).toBeVisible();
  await expect
    .poll(() => listFiles(other.ydoc).map(({ path: name, text }) => [name, text.toString()]))
    .toEqual([
      ["main.ts", "one\ntwo\n"],
      ["project/src/a.ts", "const a = 1;\n"],
      ["project/src/deep/b.ts", "const b = 'ü';\n"],
    ]);

  using again = folder({ "main.ts": "one\n2\nthree\n" });
  await drop(page, [path.join(again.root, "main.ts")]);
  await expect(page.getByRole("dialog", { name: "main.ts is in this session already" })).toBeVisible();
  await page.getByRole("button", { name: "Replace" }).click();
  await expect(lines(page)).toContainText("three");
  await expect.poll(() => before?.toString()).toBe("one\n2\nthree\n");
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+z");
  await expect.poll(() => before?.toString()).toBe("one\ntwo\n");

  await page.getByLabel("Upload files").setInputFiles([path.join(again.root, "main.ts")]);
  await page.getByRole("button", { name: "Keep both" }).click();
  await expect(page.getByRole("tab", { name: "main (2).ts" })).toBeVisible();
  expect(before?.toString()).toBe("one\ntwo\n");
});

test("what a stranger with the link deleted is brought back from Deleted files", async ({ openFiles }) => {
  const { page, other } = await openFiles("const answer = 42;\n");
  addFile(other.ydoc, { id: "notes", path: "notes.md", language: "markdown", content: "# Notes\nof a long evening\n" });
  addFile(other.ydoc, { id: "list", path: "list.txt", language: "plaintext", content: "bread\nmilk\n" });
  await other.durable();
  const main = listFiles(other.ydoc).find(({ path: name }) => name === "main.ts");
  main?.text.delete(0, main.text.length);
  filesOf(other.ydoc).delete("notes");
  filesOf(other.ydoc).delete("list");
  await other.durable();

  await menu(page, "Deleted files");
  const dialog = page.getByRole("dialog", { name: "Deleted files" });
  const rows = dialog.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "notes.md" })).toContainText(/Deleted .* by Grace/);
  await expect(rows.filter({ hasText: "main.ts" })).toContainText(/Emptied .* by Grace/);
  await dialog.getByRole("button", { name: "Preview notes.md" }).click();
  await expect(dialog.getByLabel("Text of notes.md")).toHaveText("# Notes\nof a long evening\n");
  const contents = () =>
    Object.fromEntries(listFiles(other.ydoc).map(({ path: name, text }) => [name, text.toString()]));
  await dialog.getByRole("button", { name: "Bring back notes.md" }).click();
  await expect.poll(contents).toEqual({ "main.ts": "", "notes.md": "# Notes\nof a long evening\n" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(contents).toEqual({ "main.ts": "" });

  await menu(page, "Deleted files");
  await dialog.getByRole("button", { name: "Bring all 3 back" }).click();
  await expect.poll(contents).toEqual({
    "list.txt": "bread\nmilk\n",
    "main.ts": "const answer = 42;\n",
    "notes.md": "# Notes\nof a long evening\n",
  });
  await expect(dialog).toHaveCount(0);
  await page.getByRole("tab", { name: "main.ts" }).click();
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+z");
  await expect.poll(contents).toMatchObject({ "main.ts": "" });

  filesOf(other.ydoc).clear();
  await expect(tabs(page)).toHaveCount(0);
  await other.durable();
  await menu(page, "Deleted files");
  await dialog.getByRole("button", { name: /^Bring all 3 back/ }).click();
  await expect(tabs(page)).toHaveCount(3);
});

test("files are added, renamed, given a language, deleted and brought back for everybody", async ({ two }) => {
  const { a, b } = await two();
  await a.getByRole("button", { name: "Add a file" }).click();
  await a.getByLabel("File name").fill("../x");
  await a.keyboard.press("Enter");
  await expect(a.getByText("no empty, . or .. parts")).toBeVisible();
  await a.getByLabel("File name").fill("tool.py");
  await a.keyboard.press("Enter");
  await expect(b.getByRole("tab", { name: "tool.py" })).toBeVisible();
  await a.keyboard.type("def f(): pass");
  await b.getByRole("tab", { name: "tool.py" }).click();
  await expect(lines(b)).toContainText("def f(): pass");
  await expect(b.getByLabel("Language")).toHaveValue("python");

  await b.getByRole("tab", { name: "tool.py" }).dblclick();
  await b.getByLabel("File name").fill("tool.rb");
  await b.keyboard.press("Enter");
  await expect(a.getByRole("tab", { name: "tool.rb" })).toBeVisible();
  await expect(a.getByLabel("Language")).toHaveValue("ruby");
  await a.getByLabel("Language").selectOption("lua");
  await expect(b.getByLabel("Language")).toHaveValue("lua");

  await a.getByRole("button", { name: "File actions" }).click();
  await a.getByRole("menuitem", { name: "Delete this file" }).click();
  await expect(b.getByRole("tab", { name: "tool.rb" })).toHaveCount(0);
  await a.getByRole("button", { name: "Undo" }).click();
  await expect(b.getByRole("tab", { name: "tool.rb" })).toBeVisible();
  await b.getByRole("tab", { name: "tool.rb" }).click();
  await expect(lines(b)).toContainText("def f(): pass");
});
