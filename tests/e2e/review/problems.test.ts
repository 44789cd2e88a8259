import { expect, type Page } from "playwright/test";
import { violationsOf } from "../../support/accessibility.ts";
import { browserOf, enter, showPanel } from "../../support/browser.ts";
import { said } from "../../support/openai-stand-in.ts";
import { ask, cards, CODE, glyphs, note, squiggles, subtracts, test, text } from "../../support/review-panel.ts";
import { startStack } from "../../support/stack.ts";
import { until } from "../../support/until.ts";

const aside = (page: Page) => page.locator("aside");

test("P14 Cancel on another's page ends the request; every way to fail has a sentence and a way on", async ({
  ai,
  two,
}) => {
  ai.behave("hang");
  const { a, b } = await two();
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
    for (const page of [a, b]) {
      await expect(aside(page).getByText(sentence)).toHaveCount(1);
      // What is read out says whose failure it is as well, and is not said twice.
      await expect(page.getByTestId("announcer")).toContainText(/The review of main\.ts failed\. /);
      await expect(page.getByTestId("announcer")).toContainText(sentence);
      await expect(aside(page).locator("[role=alert], [role=status], [aria-live]:not([role=log])")).toHaveCount(0);
    }
  }
  ai.behave("good", [subtracts]);
  for (let i = 0; i < 4; i++) {
    await ask(a);
    await expect(cards(b)).toHaveCount(1);
    await expect(a.getByRole("button", { name: "Review main.ts" })).toBeEnabled();
  }
  await ask(a);
  const refusal = /You have used all 5 reviews for this hour\. The next one is possible in \d+ min\./;
  await expect(aside(a).getByText(refusal)).toBeVisible();
  await expect(a.getByTestId("announcer")).toHaveText(refusal);
  await b.getByLabel("Shown").selectOption({ index: 5 });
  await expect(
    aside(b).getByText(/This review was cancelled|could not be read|declined|broke off|cannot be reached/),
  ).toBeVisible();
});

test("past reviews are there by their day and time, where the person is", async ({ stack, ada, ai: _ai, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: CODE });
  const { page } = await visit(ada, sessionId, { timezoneId: "Pacific/Kiritimati" });
  await showPanel(page, "Review");
  await ask(page);
  await expect(cards(page)).toHaveCount(3);
  await ask(page);
  await expect(page.getByLabel("Shown").getByRole("option")).toHaveCount(2);
  // The server writes the panel that was open, and does not know the person's time.
  await page.reload();
  const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "Pacific/Kiritimati" });
  await expect(page.getByLabel("Shown").getByRole("option").first()).toContainText(`· ${day.format(new Date())}, `);
});

test("P14 a review that fails, or has found nothing yet, leaves the last good one on every page", async ({
  stack,
  ai,
  visit,
  two,
}) => {
  const { a, b, sessionId } = await two();
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
    for (const page of [a, b]) await expect(aside(page).getByText(sentence)).toBeVisible();
    await stands([a, b]);
  }
  ai.behave("slow", [note]);
  await ask(a);
  for (const page of [a, b]) await expect(aside(page).getByText("Reading the code…")).toBeVisible();
  await stands([a, b]);
  await b.getByRole("button", { name: "Cancel" }).click();
  for (const page of [a, b]) await expect(page.getByText("This review was cancelled.")).toBeVisible();
  await a.reload();
  await showPanel(a, "Review");
  const late = await visit(await stack.signUp("Late"), sessionId);
  await showPanel(late.page, "Review");
  for (const page of [a, late.page]) await expect(page.getByText("This review was cancelled.")).toBeVisible();
  await stands([a, b, late.page]);
  // The first finding of a new one takes over.
  ai.behave("slow", [note, said({ startLine: 1, quote: "import os" })], "Half of it.");
  await ask(b);
  await expect(aside(b).getByText("Reading the code…")).toBeVisible();
  ai.next();
  for (const page of [a, b, late.page]) await expect(cards(page)).toContainText([/Never exported/]);
  for (let i = 0; i < 2; i++) ai.next();
  for (const page of [a, b, late.page]) {
    await expect(page.getByText("1 remark could not be placed in the code.")).toBeVisible();
    await expect(cards(page)).toHaveCount(1);
    await expect(glyphs(page)).toHaveCount(1);
  }
});

test("P14 what a model says is shown as text, in the panel as beside the code", async ({ ai, two }) => {
  const evil = said({
    severity: "error",
    title: "<img src=x onerror=alert(1)>",
    message: "[click](https://evil.example) <script>alert(1)</script> ![x](https://evil.example/x.png)",
    startLine: 2,
    quote: "  return a - b;",
  });
  ai.behave("good", [evil], "<b>bold</b>");
  const { a, b, complaints } = await two();
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

test("P14 axe finds nothing in the review's panel, on a phone too, and it is no wider than that", async ({
  ada,
  visit,
  two,
}) => {
  const { a, sessionId } = await two();
  await ask(a);
  await cards(a).getByRole("button").first().click();
  await expect(a.getByRole("group", { name: "Suggested change" })).toBeVisible();
  const { page: phone } = await visit(ada, sessionId, { viewport: { width: 320, height: 640 } });
  await showPanel(phone, "Review");
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
  await page.getByRole("button", { name: "Run static checks on main.ts" }).click();
  // ESLint is loaded at its first use.
  await expect(cards(page)).toContainText(["'kept' is never reassigned"], { timeout: 180_000 });
  await expect(page.getByText("Static checks (ESLint)")).toBeVisible();
  await cards(page).getByRole("button").first().click();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => text(page)).toContain("const kept = 1;");
  await page.getByLabel("Language").selectOption("python");
  await expect(page.getByText("not for Python")).toBeVisible();
  await expect(page.getByRole("button", { name: /Run static checks/ })).toHaveCount(0);
});
