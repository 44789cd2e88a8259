/** What is understood of TypeScript: over all files, on each page for itself, and in edits that everybody gets. */
import { expect, type Page } from "playwright/test";
import { joinByLink, setRole } from "../../../db/participants.ts";
import { MAX_DOCUMENT_BYTES } from "../../../protocol/limits.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { enter, excuse, lines, strip } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { newSessionOf } from "../../support/session-of-files.ts";

const files = {
  "main.ts": `import { greet } from "./util";

console.log(greet("Ada"));
`,
  "util.ts": `/** Says hello. */
export function greet(name: string): string {
  return "Hello " + name;
}
`,
};

/** Their scripts, as the build names them. */
const SERVERS = /\/assets\/worker-/;

const problems = (page: Page) => page.locator("#open-problems");
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

async function open(page: Page, name: string) {
  await tab(page, name).click();
  await expect(tab(page, name)).toHaveAttribute("aria-selected", "true");
}

/** Puts the caret into a word of the code. */
const into = (page: Page, word: string) => lines(page).getByText(word, { exact: true }).first().click();

test("errors in all files are counted and listed, for oneself, and go as soon as they are mended", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const broken = { ...files, "util.ts": files["util.ts"].replace("name: string)", "name: number)") };
  const sessionId = await newSessionOf(stack, ada, broken);
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, complaints } = await visit(ada, sessionId);
  await open(page, "main.ts");
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
  await expect(page.locator(".squiggly-error")).toHaveCount(1);
  await page.keyboard.press("Control+Shift+M");
  const list = page.locator("#side-panel");
  await expect(list).toHaveAccessibleName("Problems");
  const line = list.getByRole("button", { name: /Argument of type 'string' is not assignable/ });
  await expect(line).toContainText("Ln 3, Col 19");
  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"]) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  }
  await open(page, "util.ts");
  await line.click();
  await expect(tab(page, "main.ts")).toHaveAttribute("aria-selected", "true");
  // What is found is selected: typing takes its place.
  await page.keyboard.type("7");
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await expect(list).toContainText("No problems found.");
  // In a document there is only text.
  const other = await visit(grace, sessionId);
  await open(other.page, "main.ts");
  await expect(lines(other.page)).toContainText("greet(7)");
  expect(complaints).toEqual([]);
});

test("completion brings its import, hover and signature explain, and a definition is gone to", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, { "main.ts": "\n", "util.ts": files["util.ts"] });
  const { page, complaints } = await visit(ada, sessionId);
  await open(page, "main.ts");
  await expect(problems(page)).toBeVisible();
  await lines(page).click();
  await page.keyboard.type("gree");
  await expect(page.locator(".suggest-widget .monaco-list-row.focused")).toContainText("greet");
  await page.keyboard.press("Enter");
  await expect(lines(page)).toContainText('import { greet } from "./util";');
  await page.keyboard.type("(");
  await expect(page.locator(".parameter-hints-widget")).toContainText("greet(name: string): string");
  await page.keyboard.press("Escape");
  await page.keyboard.type('"Ada");');
  // What is not known yet when somebody points at it is shown when they do so once more.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await lines(page).getByText("greet", { exact: true }).last().hover();
    await expect(page.locator(".monaco-hover").filter({ hasText: "Says hello." })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.mouse.move(0, 0);
  await into(page, "greet");
  await page.keyboard.press("F12");
  await expect(tab(page, "util.ts")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText(/^Ln 2, Col 1/)).toBeVisible();
  // All places, in all files.
  await page.keyboard.press("Shift+F12");
  const peek = page.locator(".peekview-widget");
  await expect(peek).toContainText("main.ts");
  await expect(peek).toContainText("util.ts");
  await page.keyboard.press("Escape");
  await expect(peek).toHaveCount(0);
  // A name in all files, by the palette.
  await page.keyboard.press("Control+p");
  await page.keyboard.type("#greet");
  await expect(page.getByRole("option").first()).toContainText("greet");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Ln 2, Col/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a name is changed in all files at once, by one edit that everybody gets and one undo takes back", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, files);
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, complaints } = await visit(ada, sessionId);
  const other = await visit(grace, sessionId);
  await open(other.page, "util.ts");
  await open(page, "main.ts");
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await into(page, "greet");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog", { name: "Rename greet" });
  await expect(dialog.getByLabel("New name")).toHaveValue("greet");
  await page.keyboard.type("welcome");
  // What others write meanwhile moves the place, and nothing else.
  await other.page.keyboard.press("Control+Home");
  await lines(other.page).click();
  await other.page.keyboard.press("Control+Home");
  await other.page.keyboard.type("// first");
  await other.page.keyboard.press("Enter");
  await expect(lines(other.page)).toContainText("// first");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed to welcome: 3 places in 2 files.")).toBeVisible();
  await expect(lines(page)).toContainText('console.log(welcome("Ada"));');
  await expect(lines(other.page)).toContainText("export function welcome(");
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await expect(page.locator(".monaco-editor").first()).toContainText("welcome");
  await page.keyboard.press("Control+z");
  await expect(lines(other.page)).toContainText("export function greet(");
  await expect(lines(page)).toContainText('import { greet } from "./util";');
  // What cannot be renamed says why.
  await into(page, "log");
  await page.keyboard.press("F2");
  await expect(
    page.getByText("You cannot rename elements that are defined in the standard TypeScript library."),
  ).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a name for which the session has no room is not written, and one that fits is", async ({ stack, ada, visit }) => {
  // All but some three thousand characters.
  const filling = "0123456789abcde\n".repeat(MAX_DOCUMENT_BYTES / 16 - 200);
  const sessionId = await newSessionOf(stack, ada, { ...files, "z.txt": filling });
  const { page } = await visit(ada, sessionId);
  await expect(strip(page)).toContainText("This session is nearly full");
  await open(page, "main.ts");
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await into(page, "greet");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog", { name: "Rename greet" });
  await dialog.getByLabel("New name").fill("n".repeat(2_000));
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Nothing was changed: the session would be larger than the 10 MB");
  await dialog.getByLabel("New name").fill("welcome");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed to welcome: 3 places in 2 files.")).toBeVisible();
  await expect(lines(page)).toContainText('console.log(welcome("Ada"));');
});

test("a quick fix is one step of undo, and imports are put in order", async ({ stack, ada, visit }) => {
  const sessionId = await newSessionOf(stack, ada, {
    "main.ts": 'import { b, a } from "./util";\nconsole.log(a);\nclass C { x: string = y; }\n',
    "util.ts": "export const a = 1;\nexport const b = 2;\n",
  });
  const { page } = await visit(ada, sessionId);
  await open(page, "main.ts");
  await expect(problems(page)).toHaveAccessibleName(/1 error/);
  await lines(page).click();
  await page.keyboard.press("Shift+Alt+O");
  await expect(lines(page)).toContainText('import { a } from "./util";');
  await page.keyboard.press("Control+z");
  await expect(lines(page)).toContainText('import { b, a } from "./util";');
});

test("a language server that crashes is one quiet line, and starts again", async ({ stack, ada, visit }) => {
  const sessionId = await newSessionOf(stack, ada, files);
  const { page } = await visit(ada, sessionId);
  await open(page, "main.ts");
  await expect(problems(page)).toBeVisible();
  // As if it had crashed.
  for (const worker of page.workers())
    if (!/editor/.test(worker.url()))
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error("crashed");
        });
      });
  const stopped = page.locator("#status").getByText("TypeScript has stopped");
  await expect(stopped).toBeVisible();
  await expect(page.getByTestId("announcer")).toContainText("TypeScript has stopped");
  await page.keyboard.press("Control+Shift+M");
  const list = page.locator("#side-panel");
  await expect(list).toContainText("TypeScript has stopped");
  await expect(list).not.toContainText("getting ready");
  await lines(page).click();
  await page.keyboard.type("x");
  await expect(lines(page)).toContainText("x");
  await list.getByRole("button", { name: "Restart" }).click();
  await expect(stopped).toHaveCount(0);
  await expect(list).toBeFocused();
  await expect(problems(page)).toHaveAccessibleName(/[1-9] error/);
});

test("a language server that cannot be loaded is said, and can be tried again", async ({
  stack,
  ada,
  open: openAt,
}) => {
  const sessionId = await newSessionOf(stack, ada, files);
  const { page, complaints } = await openAt("/", { as: ada });
  excuse(complaints);
  await page.route(SERVERS, (route) => route.abort());
  await enter(page, stack, sessionId);
  await open(page, "main.ts");
  const status = page.locator("#status");
  await expect(status).toContainText("TypeScript has stopped");
  await page.unroute(SERVERS);
  await status.getByRole("button", { name: "Restart" }).click();
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await expect(status).not.toContainText("TypeScript has stopped");
});

test("a file that is shown for the first time has the marks of what was found in it", async ({ stack, ada, visit }) => {
  const broken = { "a.ts": "export const one = 1;\n", "b.ts": 'const two: number = "2";\n' };
  const sessionId = await newSessionOf(stack, ada, broken);
  const { page } = await visit(ada, sessionId);
  await open(page, "a.ts");
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
  await expect(page.locator(".squiggly-error")).toHaveCount(0);
  await open(page, "b.ts");
  await expect(page.locator(".squiggly-error")).toHaveCount(1);
});

test("P4 whoever may only read sees what is wrong, and an open question for a name goes with the right to write", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, { ...files, "main.ts": `${files["main.ts"]}greet(1);\n` });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page } = await visit(grace, sessionId);
  await open(page, "main.ts");
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
  await into(page, "greet");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog", { name: "Rename greet" });
  await expect(dialog).toBeVisible();
  await page.keyboard.type("welcome");
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("#status")).toContainText("View only");
  for (const keys of ["F2", "Shift+Alt+O", "Control+."]) {
    await into(page, "greet");
    await page.keyboard.press(keys);
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(lines(page)).toContainText('import { greet } from "./util";');
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
});

test("whoever is given the right to write has quick fixes at once", async ({ stack, ada, grace, visit }) => {
  const sessionId = await newSessionOf(stack, ada, { "main.ts": 'const greet = (a: string) => a;\ngret("Ada");\n' });
  await joinByLink(stack.db, grace.user, sessionId);
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  const { page } = await visit(grace, sessionId);
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
  await expect(page.locator("#status")).toContainText("View only");
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await expect(page.locator("#status")).not.toContainText("View only");
  await into(page, "gret");
  await page.keyboard.press("Control+.");
  await expect(page.locator(".action-widget").first()).toContainText("Change spelling to 'greet'");
  await page.keyboard.press("Enter");
  await expect(problems(page)).toHaveAccessibleName("0 errors 0 warnings");
  await page.keyboard.press("Control+z");
  await expect(problems(page)).toHaveAccessibleName("1 error 0 warnings");
});

test("on a phone nothing is looked for by itself, until somebody asks for it", async ({ stack, ada, visit }) => {
  const sessionId = await newSessionOf(stack, ada, { ...files, "main.ts": `${files["main.ts"]}greet(1);\n` });
  const { page } = await visit(ada, sessionId, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const asked: string[] = [];
  page.on("worker", (each) => asked.push(each.url()));
  await page.reload();
  await expect(lines(page)).toContainText("greet");
  await page.waitForLoadState("networkidle");
  expect(asked.filter((url) => SERVERS.test(url))).toEqual([]);
  for (const label of ["Open the problems", "Code intelligence on this phone: on"]) {
    await page.keyboard.press("F1");
    await page.getByRole("combobox", { name: /^Find a command/ }).fill(label);
    await expect(page.getByRole("option").first()).toContainText(label);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await expect(page.locator("#side-panel")).toContainText("Argument of type 'number' is not assignable");
  expect(asked.filter((url) => SERVERS.test(url))).toHaveLength(1);
  await page.locator("#side-panel").focus();
  await page.keyboard.press("Escape");
  await expect(page.locator("#side-panel")).toHaveCount(0);
  await expect(page.locator("#code")).toBeFocused();
});
