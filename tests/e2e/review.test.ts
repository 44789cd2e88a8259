import { type Browser, expect, type Page } from "playwright/test";
import { violationsOf } from "../support/accessibility.ts";
import { browserOf, caretTo, enter, lines, pressTogether, showPanel } from "../support/browser.ts";
import { type OpenAIStandIn, said, startOpenAI } from "../support/openai-stand-in.ts";
import { test } from "../support/page-test.ts";
import { type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

const CODE = [
  "function add(a, b) {",
  "  return a - b;",
  "}",
  "",
  "const total = add(1, 2);",
  "console.log(totl);",
  "",
].join("\n");
const subtracts = said({
  severity: "error",
  title: "Subtracts instead of adding",
  message: "The name promises a sum.",
  startLine: 2,
  quote: "  return a - b;",
  replacement: "  return a + b;",
});
const typo = said({
  severity: "warning",
  title: "Unknown name",
  message: "totl is not declared.",
  startLine: 6,
  quote: "console.log(totl);",
  replacement: "console.log(total);",
});
const note = said({ severity: "info", title: "Never exported", startLine: 5, quote: "const total = add(1, 2);" });

let ai: OpenAIStandIn;
let stack: Stack;
test.beforeAll(async () => {
  ai = await startOpenAI();
  stack = await startStack({ env: ai.env });
});
test.afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await ai?.[Symbol.asyncDispose]();
});
test.beforeEach(() => ai.behave("good", [subtracts, typo, note]));

/** Ada and Grace in one session, each with the review's panel open. */
async function two(browser: Browser, content = CODE) {
  const [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
  const sessionId = await stack.newSession(ada.user, { title: "Pairing", content });
  const pages: Page[] = [];
  const complaints: string[][] = [];
  for (const person of [ada, grace]) {
    const opened = await browserOf(browser, stack, person);
    await enter(opened.page, stack, sessionId);
    await showPanel(opened.page, "Review");
    pages.push(opened.page);
    complaints.push(opened.complaints);
  }
  const [a, b] = pages as [Page, Page];
  return { sessionId, ada, grace, a, b, complaints };
}

const ask = (page: Page) => page.getByRole("button", { name: "Review main.ts" }).click();
const cards = (page: Page) => page.getByRole("list", { name: "Findings" }).getByRole("listitem");
const glyphs = (page: Page) => page.locator(".finding-glyph");
const squiggles = (page: Page) => page.locator(".squiggly-error, .squiggly-warning, .squiggly-info");
/** The lines beside which a mark stands, by where they are on the screen. */
async function markedLines(page: Page): Promise<string[]> {
  const tops = await glyphs(page).evaluateAll((nodes) =>
    nodes.map((node) => Math.round(node.getBoundingClientRect().top)),
  );
  const numbers = await page
    .locator(".margin-view-overlays .line-numbers")
    .evaluateAll((nodes) =>
      nodes.map((node) => [Math.round(node.getBoundingClientRect().top), node.textContent ?? ""] as const),
    );
  return numbers
    .filter(([top]) => tops.includes(top))
    .map(([, number]) => number)
    .sort();
}
const text = (page: Page) =>
  page.locator(".monaco-editor .view-line").evaluateAll((nodes) =>
    nodes
      .map(
        (node) =>
          [Math.round(node.getBoundingClientRect().top), (node.textContent ?? "").replaceAll("\u00a0", " ")] as const,
      )
      .sort(([a], [b]) => a - b)
      .map(([, line]) => line),
  );

test("P14 findings arrive one by one in both browsers, by severity, with marks in the code; who joins later sees the same", async ({
  browser,
}) => {
  ai.behave("slow", [note, subtracts, typo], "Two mistakes.");
  const { a, b, complaints, sessionId } = await two(browser);
  await expect(a.getByText("All of main.ts and the file's name are sent to stand-in-1 at 127.0.0.1")).toBeVisible();
  await ask(a);
  await expect(b.getByText("Reading the code…")).toBeVisible();
  await expect(b.getByText("Ada asked for a review of main.ts")).toBeVisible();
  for (const count of [1, 2, 3]) {
    ai.next();
    for (const page of [a, b]) {
      await expect(cards(page)).toHaveCount(count);
      await expect(glyphs(page)).toHaveCount(count);
      await expect(squiggles(page)).toHaveCount(count);
    }
  }
  await a.locator(".monaco-editor .view-lines").click();
  await a.keyboard.press("Control+End");
  await a.keyboard.type("// typing goes on");
  await expect(lines(b)).toContainText("// typing goes on");
  ai.next();
  for (const page of [a, b]) {
    await expect(page.getByText("Two mistakes.")).toBeVisible();
    await expect(page.getByText("200 tokens")).toBeVisible();
    await expect(cards(page)).toContainText([/Error: Subtracts/, /Warning: Unknown/, /Note: Never/]);
    expect(await markedLines(page)).toEqual(["2", "5", "6"]);
  }
  const late = await browserOf(browser, stack, await stack.signUp("Late"));
  await enter(late.page, stack, sessionId);
  await showPanel(late.page, "Review");
  await expect(cards(late.page)).toHaveCount(3);
  await expect(glyphs(late.page)).toHaveCount(3);
  expect([...complaints.flat(), ...late.complaints]).toEqual([]);
});

test("P14 marks move with the code, turn changed when their lines are edited and go when they are deleted", async ({
  browser,
}) => {
  const { a, b } = await two(browser);
  await ask(a);
  await expect(cards(b)).toHaveCount(3);
  await caretTo(b, "Control+Home");
  await b.keyboard.type("// one\n// two\n// three\n");
  for (const page of [a, b]) {
    await expect(cards(page)).toContainText([/main\.ts line 5/, /main\.ts line 9/, /main\.ts line 8/]);
    await expect.poll(() => markedLines(page)).toEqual(["5", "8", "9"]);
  }
  await cards(a).filter({ hasText: "Unknown name" }).getByRole("button").first().click();
  await expect(a.getByText("Ln 9")).toBeVisible();
  await a.locator(".monaco-editor .view-lines").click();
  await a.keyboard.press("Control+Home");
  for (let line = 1; line < 9; line++) await a.keyboard.press("ArrowDown");
  await a.keyboard.type("x");
  for (const page of [a, b]) {
    await expect(cards(page).filter({ hasText: "Unknown name" })).toContainText("Code changed since");
    await expect(squiggles(page)).toHaveCount(2);
  }
  await expect(a.getByText("so its change no longer fits")).toBeVisible();
  await expect(a.getByRole("button", { name: "Apply" })).toHaveCount(0);
  await a.keyboard.press("Control+Z");
  await expect(cards(b).filter({ hasText: "Unknown name" })).not.toContainText("Code changed since");
  await a.keyboard.press("Home");
  await a.keyboard.press("Shift+End");
  await a.keyboard.press("Delete");
  for (const page of [a, b]) {
    await expect(cards(page).filter({ hasText: "Unknown name" })).toContainText("Code deleted");
    await expect(glyphs(page)).toHaveCount(2);
  }
});

test("P14 Apply shows the difference and makes one edit that both get, once, and one undo takes back", async ({
  browser,
}) => {
  const { a, b } = await two(browser);
  await ask(a);
  const card = (page: Page) => cards(page).filter({ hasText: "Subtracts" });
  for (const page of [a, b]) {
    await card(page).getByRole("button").first().click();
    await expect(page.getByRole("group", { name: "Suggested change" })).toContainText(
      /Removed: {3}return a - b;.*Added: {3}return a \+ b;/,
    );
  }
  await pressTogether([a, b], "**/findings/*", (page) => card(page).getByRole("button", { name: "Apply" }).click());
  for (const page of [a, b]) {
    await expect(card(page)).toContainText(/Applied by (Ada|Grace)/);
    await expect
      .poll(() => text(page))
      .toEqual([
        "function add(a, b) {",
        "  return a + b;",
        "}",
        "",
        "const total = add(1, 2);",
        "console.log(totl);",
        "",
      ]);
  }
  const winner = (await card(a).textContent())?.includes("Applied by Ada") ? a : b;
  const loser = winner === a ? b : a;
  await expect(loser.getByText("was faster: this finding is applied already.")).toBeVisible();
  await caretTo(winner, "Control+End");
  await winner.keyboard.press("Control+Z");
  for (const page of [a, b]) await expect.poll(async () => (await text(page)).join("\n")).toBe(CODE);
  await expect(card(b)).toContainText("The code reads as before");
  await card(b).getByRole("button", { name: "Restore" }).click();
  await expect(card(a).getByRole("button", { name: "Apply" })).toBeVisible();
});

test("P14 a finding is dismissed and restored for both, and discussed in the chat, which leads back to its lines", async ({
  browser,
}) => {
  const { a, b } = await two(browser);
  await ask(a);
  const card = (page: Page) => cards(page).filter({ hasText: "Unknown name" });
  await card(b).getByRole("button").first().click();
  await card(b).getByRole("button", { name: "Dismiss" }).click();
  await expect(card(a)).toContainText("Dismissed by Grace");
  await expect(glyphs(a)).toHaveCount(2);
  await card(b).getByRole("button", { name: "Restore" }).click();
  await expect(glyphs(a)).toHaveCount(3);
  await card(b).getByRole("button", { name: "Discuss" }).click();
  await b.keyboard.type("Is it?");
  await b.keyboard.press("Enter");
  await caretTo(a, "Control+Home");
  await a.keyboard.type("\n");
  await showPanel(a, "Chat");
  await expect(a.getByRole("article")).toContainText(/“Unknown name” \(main\.ts line 6\).*Is it\?/s);
  await a.getByRole("button", { name: "Show in the code" }).click();
  await expect(card(a).getByRole("button").first()).toHaveAttribute("aria-expanded", "true");
  await expect(a.getByText("Ln 7")).toBeVisible();
});

test("P14 Cancel on another's page ends the request to the provider; every way to fail has a sentence and a way on", async ({
  browser,
}) => {
  ai.behave("hang");
  const { a, b } = await two(browser);
  const before = ai.aborted();
  await ask(a);
  await b.getByRole("button", { name: "Cancel" }).click();
  await until(() => ai.aborted() === before + 1);
  for (const page of [a, b]) await expect(page.getByText("This review was cancelled.")).toBeVisible();
  for (const [mode, sentence] of [
    ["refusal", "declined to review"],
    ["cut", "broke off before its end"],
    ["bad-json", "could not be read"],
    ["reset", "cannot be reached"],
  ] as const) {
    ai.behave(mode);
    await a.getByRole("button", { name: "Try again" }).click();
    for (const page of [a, b]) await expect(page.locator("aside").getByRole("alert").getByText(sentence)).toBeVisible();
    await expect(a.locator("aside").getByRole("alert")).toHaveCount(1);
  }
  ai.behave("good", [subtracts]);
  for (let i = 0; i < 4; i++) {
    await ask(a);
    await expect(cards(b)).toHaveCount(1);
    await expect(a.getByRole("button", { name: "Review main.ts" })).toBeEnabled();
  }
  await ask(a);
  await expect(a.locator("aside").getByRole("alert")).toContainText(
    /You have used all 5 reviews for this hour\. The next one is possible in \d+ min\./,
  );
  await b.getByLabel("Shown").selectOption({ index: 5 });
  await expect(
    b.getByText(/This review was cancelled|could not be read|declined|broke off|cannot be reached/),
  ).toBeVisible();
});

test("P14 a review that fails, is cancelled or has found nothing yet leaves the last good one on every page; late joiners see the same", async ({
  browser,
}) => {
  const { a, b, sessionId } = await two(browser);
  const aside = (page: Page) => page.locator("aside");
  const stands = async (pages: Page[]) => {
    for (const page of pages) {
      await expect(cards(page)).toContainText([/Subtracts/, /Unknown name/, /Never exported/]);
      await expect(glyphs(page)).toHaveCount(3);
      await expect(squiggles(page)).toHaveCount(3);
    }
  };
  await ask(a);
  await stands([a, b]);
  for (const [mode, sentence] of [
    ["no-quota", "no credit left"],
    ["no-model", "does not have this model"],
    ["too-long", "more code than"],
    ["cut", "broke off"],
  ] as const) {
    ai.behave(mode);
    await ask(a);
    for (const page of [a, b]) await expect(aside(page).getByRole("alert")).toContainText(sentence);
    await stands([a, b]);
  }
  ai.behave("slow", [note]);
  await ask(a);
  for (const page of [a, b]) await expect(page.getByText("Reading the code…")).toBeVisible();
  await stands([a, b]);
  await b.getByRole("button", { name: "Cancel" }).click();
  for (const page of [a, b]) await expect(page.getByText("This review was cancelled.")).toBeVisible();
  await a.reload();
  await showPanel(a, "Review");
  const late = await browserOf(browser, stack, await stack.signUp("Late"));
  await enter(late.page, stack, sessionId);
  await showPanel(late.page, "Review");
  for (const page of [a, late.page]) await expect(page.getByText("This review was cancelled.")).toBeVisible();
  await stands([a, b, late.page]);
  // The first finding of a new one takes over.
  ai.behave("slow", [note, said({ startLine: 1, quote: "import os" })], "Half of it.");
  await ask(b);
  await expect(b.getByText("Reading the code…")).toBeVisible();
  ai.next();
  for (const page of [a, b, late.page]) await expect(cards(page)).toContainText([/Never exported/]);
  for (let i = 0; i < 2; i++) ai.next();
  for (const page of [a, b, late.page]) {
    await expect(page.getByText("1 remark could not be placed in the code.")).toBeVisible();
    await expect(cards(page)).toHaveCount(1);
    await expect(glyphs(page)).toHaveCount(1);
  }
});

test("P14 what a model says is shown as text: no markup, no link, no script, neither in the panel nor beside the code", async ({
  browser,
}) => {
  const evil = said({
    severity: "error",
    title: "<img src=x onerror=alert(1)>",
    message: "[click](https://evil.example) <script>alert(1)</script> ![x](https://evil.example/x.png)",
    startLine: 2,
    quote: "  return a - b;",
  });
  ai.behave("good", [evil], "<b>bold</b>");
  const { a, b, complaints } = await two(browser);
  for (const page of [a, b]) page.on("dialog", () => complaints[0]?.push("dialog"));
  await ask(a);
  await cards(b).getByRole("button").first().click();
  await expect(b.getByText("[click](https://evil.example) <script>")).toBeVisible();
  await expect(b.getByText("<b>bold</b>")).toBeVisible();
  await b.locator(".squiggly-error").hover({ force: true });
  await expect(b.locator(".monaco-hover").getByText("[click](https://evil.example)")).toBeVisible();
  expect(await b.locator('a[href*="evil"], img[src*="evil"], img[src="x"]').count()).toBe(0);
  expect(complaints.flat()).toEqual([]);
});

test("P14 selected lines alone are reviewed; a viewer reads and cannot ask or settle", async ({ browser }) => {
  const [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
  const sessionId = await stack.newSession(ada.user, { content: CODE, linkRole: "viewer" });
  const [owner, viewer] = [await browserOf(browser, stack, ada), await browserOf(browser, stack, grace)];
  for (const { page } of [owner, viewer]) {
    await enter(page, stack, sessionId);
    await showPanel(page, "Review");
  }
  await caretTo(owner.page, "Control+Home");
  for (let i = 0; i < 3; i++) await owner.page.keyboard.press("Shift+ArrowDown");
  await owner.page.getByRole("button", { name: "Review lines 1–3" }).click();
  await expect(cards(viewer.page)).toHaveCount(1);
  expect(ai.asked[0]?.messages[1]?.content).not.toContain("totl");
  await cards(viewer.page).getByRole("button").first().click();
  await expect(viewer.page.getByRole("group", { name: "Suggested change" })).toBeVisible();
  for (const name of ["Apply", "Dismiss", /^Review (main|lines)/])
    await expect(viewer.page.getByRole("button", { name })).toHaveCount(0);
});

test("P14 the review's panel has nothing that axe finds, in light and dark, on a phone too, and is no wider than that", async ({
  browser,
}) => {
  const { a, ada, sessionId } = await two(browser);
  await ask(a);
  await cards(a).getByRole("button").first().click();
  await expect(a.getByRole("group", { name: "Suggested change" })).toBeVisible();
  const { page: phone } = await browserOf(browser, stack, ada, { viewport: { width: 320, height: 640 } });
  await enter(phone, stack, sessionId);
  await phone.getByRole("button", { name: "More" }).click();
  await phone.getByRole("menuitem", { name: "Review" }).click();
  await cards(phone).getByRole("button").first().click();
  for (const page of [a, phone]) {
    for (const theme of ["light", "dark", "high-contrast"]) {
      await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      const violations = await violationsOf(page, { except: ".monaco-editor" });
      expect(violations.map(({ id, nodes }) => [theme, id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
    }
  }
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("P14 without a key the panel says so, and checks JavaScript and TypeScript by ESLint's rules", async ({
  browser,
}) => {
  await using plain = await startStack();
  const ada = await plain.signUp("Ada");
  const sessionId = await plain.newSession(ada.user, { content: "let kept = 1;\nconsole.log(kept);\n" });
  const { page } = await browserOf(browser, plain, ada);
  await enter(page, plain, sessionId);
  await showPanel(page, "Review");
  await expect(page.getByText("AI reviews are off: the server has no OPENAI_API_KEY.")).toBeVisible();
  await page.getByRole("button", { name: "Static checks of main.ts" }).click();
  // ESLint is loaded at its first use.
  await expect(cards(page)).toContainText(["'kept' is never reassigned"], { timeout: 180_000 });
  await expect(page.getByText("Static checks (ESLint)")).toBeVisible();
  await cards(page).getByRole("button").first().click();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => text(page)).toContain("const kept = 1;");
  await page.getByLabel("Language").selectOption("python");
  await expect(page.getByText("not for Python")).toBeVisible();
  await expect(page.getByRole("button", { name: /Static checks of/ })).toHaveCount(0);
});
