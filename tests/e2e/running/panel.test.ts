/** Runs as people see them: live for everybody in the session, whoever's page runs the code. */
import { expect, type Page } from "playwright/test";
import type { Piece, RunKind, RunState } from "../../../protocol/runs.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { caretTo, connection, lines } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { openOutput, output, runButton, runState } from "../../support/run-panel.ts";
import { newId } from "../../support/person.ts";
import type { Person, Stack } from "../../support/stack.ts";
import { smallTargets } from "../../support/targets.ts";
import { ask } from "../../app/asking.ts";

const panel = (page: Page) => page.locator("#output");
const inPanel = (page: Page, name: string) => panel(page).getByRole("button", { name, exact: true });
const announced = (page: Page) => page.getByTestId("announcer");

/** A run that a program tells of, in place of a page. */
async function runByScript(stack: Stack, as: Person, sessionId: string, kind: RunKind = "run") {
  const path = `/api/sessions/${sessionId}`;
  const { session }: { session: { files: { id: string }[] } } = (await ask(stack, "GET", path, { as })).json;
  const id = newId();
  const send = async (method: "POST" | "PATCH", rest: string, body: unknown) =>
    expect((await ask(stack, method, `${path}/runs${rest}`, { as, body })).status).toBeLessThan(300);
  const fileId = session.files[0]?.id;
  await send("POST", "", { id, kind, runner: "javascript", fileId, path: "main.ts", codeHash: "0".repeat(64) });
  let n = 0;
  return {
    write: (...pieces: Piece[]) => send("POST", `/${id}/output`, { n: n++, pieces }),
    become: (next: RunState, exitCode?: number) => send("PATCH", `/${id}`, { state: next, exitCode }),
  };
}

const TICKS = "let n = 0;\nsetInterval(() => console.log(`tick ${n++}`), 50);\n";

test("a run is seen by everybody while it writes, by who comes late, and after a reload", async ({
  stack,
  two,
  visit,
}) => {
  const { a, b, sessionId, complaints } = await two({ content: TICKS });
  await caretTo(a, "Control+End");
  await a.keyboard.press("Control+Enter");
  await expect(b.getByText("Ada runs main.ts")).toBeVisible();
  await expect(output(a)).toContainText("tick 2");
  await expect(runState(a)).toHaveText(/^Running \d+\.\d s$/);
  // The key ran the code, and wrote nothing into it.
  await expect(a.getByText("Ln 3, Col 1")).toBeVisible();
  await openOutput(b);
  await expect(output(b)).toContainText(/^tick 0\ntick 1\n/);
  const { page: late } = await visit(await stack.signUp("Late"), sessionId);
  await openOutput(late);
  await expect(output(late)).toContainText(/^tick 0\ntick 1\n/);
  await expect(runState(late)).toHaveText(/^Running/);
  await a.locator("#header").getByRole("button", { name: "Stop", exact: true }).click();
  for (const page of [a, b, late]) await expect(runState(page)).toHaveText(/^Stopped after \d+\.\d s$/);
  await expect(announced(b)).toContainText("Run stopped.");
  const written = await output(a).textContent();
  for (const page of [b, late]) await expect.poll(() => output(page).textContent()).toBe(written);
  await b.reload();
  await expect(output(b)).toContainText(/^tick 0\ntick 1\n/);
  await expect(runState(b)).toHaveText(/^Stopped after/);
  await expect(panel(b).getByText("Code changed since")).toHaveCount(0);
  await caretTo(b, "Control+End");
  await b.keyboard.type("// more");
  await expect(panel(a).getByText("Code changed since")).toBeVisible();
  expect(complaints.flat()).toEqual([]);
});

test("a page that goes takes its run along, and the others are told", async ({ two }) => {
  const { a, b } = await two({ content: TICKS });
  await runButton(a).click();
  await openOutput(b);
  await expect(output(b)).toContainText("tick 0");
  await a.goto("about:blank");
  await expect(runState(b)).toHaveText(/^(Stopped after|Ada's page is gone)/);
});

test("P16 what one person runs in two pages goes on in both, and is told to its end", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: TICKS });
  const [{ page: a }, { page: b }] = [await visit(ada, sessionId), await visit(ada, sessionId)];
  await runButton(a).click();
  await expect(b.getByText("main.ts runs in another page of yours")).toBeVisible();
  await runButton(b).click();
  for (const page of [a, b]) {
    await expect(output(page)).toContainText("tick 1");
    await expect(panel(page).getByLabel("Which run is shown").locator("option")).toHaveCount(2);
    await expect(runState(page)).toHaveText(/^Running/);
  }
  await inPanel(a, "Stop").click();
  await expect(runState(a)).toHaveText(/^Stopped after/);
  await expect(output(a)).not.toContainText("Only you see this run");
  await expect(runState(b)).toHaveText(/^Running/);
  // The older one of the two.
  await panel(b).getByLabel("Which run is shown").selectOption({ index: 1 });
  await expect(runState(b)).toHaveText(/^Stopped after/);
  await b.locator("#header").getByRole("button", { name: "Stop", exact: true }).click();
  await expect(runButton(b)).toBeVisible();
});

test("who runs a program answers what it asks, and the others read who is asked", async ({ two }) => {
  const content = 'const name = await prompt("Name?");\nconsole.log(`Hello ${name}`);\n';
  const { a, b } = await two({ content });
  await runButton(a).click();
  await openOutput(b);
  await expect(runState(a)).toHaveText("Waits for your input");
  await expect(runState(b)).toHaveText("Waits for Ada's input");
  await expect(announced(b)).toContainText("Ada waits for input.");
  await expect(b.getByLabel("Input for the program")).toHaveCount(0);
  await a.getByLabel("Input for the program").fill("Lovelace");
  await a.keyboard.press("Enter");
  for (const page of [a, b]) {
    await expect(output(page)).toContainText("Hello Lovelace");
    await expect(runState(page)).toHaveText(/^Ended after/);
  }
  await expect(a.getByLabel("Input for the program")).toHaveCount(0);
});

test("lines that the output names lead to the code", async ({ two }) => {
  const { a } = await two({ content: "one();\n\nfunction one() {\n  throw new Error('bad');\n}\n" });
  await runButton(a).click();
  await expect(runState(a)).toHaveText(/^Failed/);
  await output(a)
    .getByRole("button", { name: /main\.ts:4/ })
    .first()
    .click();
  await expect(a.getByText(/^Ln 4,/)).toBeVisible();
  await expect.poll(() => a.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null)).toBe(true);
});

test("P4 a viewer runs code where the owner allows it, and else reads why not", async ({ two }) => {
  const { a, b } = await two({ content: 'console.log("ran");\n', linkRole: "viewer" });
  await expect(runButton(b)).toHaveAttribute("aria-disabled", "true");
  await runButton(b).press("Enter");
  await expect(b.getByText("Its owner can allow viewers to run code").first()).toBeVisible();
  await expect(panel(b)).toHaveCount(0);
  await a.getByRole("button", { name: "Share", exact: true }).click();
  await a.getByLabel("Viewers may run code").check();
  await a.keyboard.press("Escape");
  await expect(runButton(b)).toHaveAttribute("aria-disabled", "false");
  await runButton(b).click();
  await expect(output(b)).toContainText("ran");
  await openOutput(a);
  await expect(output(a)).toContainText("ran");
  await expect(panel(a).getByLabel("Which run is shown")).toContainText("main.ts · Grace");
});

test("the key that runs code sends in the chat, and runs nothing there", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: 'console.log("ran");\n' });
  const { page } = await visit(ada, sessionId);
  await page.getByLabel("Write a message").fill("Sent");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article").getByText("Sent")).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  await expect(runButton(page)).toBeVisible();
});

test("where nothing can be run, the languages are named that can", async ({ stack, ada, visit }) => {
  const body = { title: "Notes", files: [{ path: "notes.md", content: "# Notes\n" }] };
  const { session }: { session: { id: string } } = (await ask(stack, "POST", "/api/sessions", { as: ada, body })).json;
  const { page } = await visit(ada, session.id);
  await runButton(page).click();
  await expect(page.getByText(/None of these files can be run\. Files in JavaScript, Python/)).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
});

test("tables, tests, colours and markup are shown as what they are, and said in words", async ({ stack, ada, two }) => {
  const { a, b, sessionId, complaints } = await two({ content: "one\ntwo\nthree\n" });
  const run = await runByScript(stack, ada, sessionId, "tests");
  await run.write(
    { kind: "out", text: "<b>plain</b> \x1b[31mred\x1b[0m \x1b[2Jend\n10 %\r100 %\n" },
    { kind: "err", text: "it went wrong at main.ts:2:1\n" },
    {
      kind: "table",
      columns: ["id", "name"],
      rows: [
        ["1", "Ada"],
        ["2", null],
      ],
      more: 3,
    },
    { kind: "test", name: ["sums", "adds"], state: "passed", ms: 1.5, path: "main.ts", line: 3 },
    { kind: "test", name: ["takes away"], state: "failed", ms: 2, message: "not equal", expected: "1", actual: "2" },
  );
  await run.become("waiting");
  for (const page of [a, b]) {
    await openOutput(page);
    // A script runs it: to every page it is another's.
    await expect(runState(page)).toHaveText("Waits for Ada's input");
    await expect(output(page)).toContainText("<b>plain</b> red end\n100 %\n");
    await expect(output(page).getByText("red", { exact: true })).toHaveClass("text-red");
    await expect(output(page).getByText("it went wrong")).toContainText("Error output: it went wrong");
    const table = output(page).getByRole("table", { name: "Result" });
    await expect(table.getByRole("columnheader")).toHaveText(["id", "name"]);
    await expect(table.getByRole("cell")).toHaveText(["1", "Ada", "2", "NULL"]);
    await expect(output(page).getByText("3 more rows")).toBeVisible();
    await expect(output(page).getByRole("listitem")).toContainText([/^Passed: sums › adds/, /^Failed: takes away/]);
    await expect(output(page).getByRole("group", { name: "Expected and actual" })).toContainText(
      /Expected: 1.*Actual: 2/s,
    );
    await expect(page.getByTestId("test-counts")).toHaveText("1 passed, 1 failed");
    await expect(panel(page).getByText("Code changed since")).toBeVisible();
  }
  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"]) {
    await a.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    expect(
      (await violationsOf(a)).map(({ id }) => id),
      theme,
    ).toEqual([]);
  }
  await output(a).getByRole("button", { name: "sums › adds" }).click();
  await expect(a.getByText(/^Ln 3,/)).toBeVisible();
  await run.become("failed", 3);
  await expect(runState(b)).toHaveText(/^Failed \(exit 3\) after/);
  await expect(announced(b)).toContainText("Run failed.");
  // Who chooses an older run sees that, and others what they had.
  const next = await runByScript(stack, ada, sessionId);
  await next.write({ kind: "out", text: "a second one\n" });
  await next.become("done", 0);
  await expect(output(b)).toContainText("a second one");
  await expect(runState(b)).toHaveText(/^Ended after/);
  await panel(b).getByLabel("Which run is shown").selectOption({ index: 1 });
  await expect(output(b)).toContainText("it went wrong");
  await inPanel(b, "Clear the output").click();
  await expect(output(b)).not.toContainText("it went wrong");
  await expect(output(a)).toContainText("a second one");
  expect(complaints.flat()).toEqual([]);
});

test("the panel's height follows keys and is kept, and the focus goes by F6 and Escape", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  await (await runByScript(stack, ada, sessionId)).become("done", 0);
  const { page } = await visitAtEnd(ada, sessionId);
  await openOutput(page);
  const splitter = page.getByRole("separator", { name: "Height of the output" });
  await expect(splitter).toHaveAttribute("aria-orientation", "horizontal");
  await splitter.focus();
  await page.keyboard.press("Home");
  await expect(splitter).toHaveAttribute("aria-valuenow", "120");
  await page.keyboard.press("ArrowUp");
  await expect(splitter).toHaveAttribute("aria-valuenow", "136");
  await page.keyboard.press("End");
  const share = await panel(page).evaluate(
    (element) => element.clientHeight / (element.parentElement?.clientHeight ?? NaN),
  );
  expect(share).toBeCloseTo(0.7, 1);
  await page.keyboard.press("Home");
  await page.reload();
  await expect(splitter).toHaveAttribute("aria-valuenow", "120");
  await expect(runState(page)).toHaveText(/^Ended after/);
  await expect(lines(page)).toBeVisible();
  const isIn = (selector: string) =>
    page.evaluate((within) => document.activeElement?.closest(within) !== null, selector);
  await caretTo(page, "Control+End");
  await page.keyboard.press("F6");
  expect(await isIn("#output")).toBe(true);
  await page.keyboard.press("Escape");
  expect(await isIn(".monaco-editor")).toBe(true);
  await expect(panel(page)).toBeVisible();
  await inPanel(page, "Close the output").click();
  await expect(panel(page)).toHaveCount(0);
  await expect.poll(() => isIn(".monaco-editor")).toBe(true);
});

test("on a phone the output takes the code's place, and a finger hits each of its buttons", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\n" });
  const run = await runByScript(stack, ada, sessionId);
  await run.write({ kind: "out", text: "written\n" });
  const size = { width: 320, height: 568 };
  const { page } = await visit(ada, sessionId, { viewport: size, hasTouch: true, isMobile: true });
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await expect(page.getByRole("menuitem", { name: "Run this file" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Show the output" }).tap();
  await expect(output(page)).toContainText("written");
  expect(await smallTargets(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
  await page.getByRole("navigation", { name: "Parts of this page" }).getByRole("button", { name: "Code" }).tap();
  await expect(panel(page)).toHaveCount(0);
  await expect(connection(page)).toBeVisible();
});

test("the end of a megabyte of output stays in view, until somebody scrolls up", async ({ stack, ada, two }) => {
  const { b, sessionId } = await two();
  const run = await runByScript(stack, ada, sessionId);
  await run.write({ kind: "out", text: "begin\n" });
  await openOutput(b);
  await expect(output(b)).toContainText("begin");
  const line = `${"value ".repeat(9)}main.ts:1 \x1b[32mok\x1b[0m\n`;
  for (let nth = 0; nth < 15; nth++)
    await run.write({ kind: "out", text: line.repeat(Math.floor(60_000 / line.length)) });
  await run.write({ kind: "out", text: "the very end\n" });
  // Looking for an element by its text takes the page longer than drawing all of this.
  const log = panel(b).getByRole("log");
  await expect.poll(() => log.evaluate((element) => element.textContent?.endsWith("the very end\n"))).toBe(true);
  const pxToEnd = () =>
    log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  await expect.poll(pxToEnd).toBeLessThan(24);
  await log.focus();
  await b.keyboard.press("Control+Home");
  await expect.poll(pxToEnd).toBeGreaterThan(1_000);
  await run.write({ kind: "out", text: "one more\n" });
  await expect.poll(() => log.evaluate((element) => element.textContent?.endsWith("one more\n"))).toBe(true);
  expect(await pxToEnd()).toBeGreaterThan(1_000);
  await inPanel(b, "Jump to the end").click();
  await expect.poll(pxToEnd).toBeLessThan(24);
});
