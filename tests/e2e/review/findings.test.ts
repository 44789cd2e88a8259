import { expect, type Page } from "playwright/test";
import { caretTo, lines, pressTogether, showPanel } from "../../support/browser.ts";
import {
  ask,
  cards,
  CODE,
  glyphs,
  markedLines,
  note,
  squiggles,
  subtracts,
  test,
  text,
  typo,
} from "../../support/review-panel.ts";

test("P14 findings arrive one by one in both browsers, by severity, with marks in the code", async ({
  stack,
  ai,
  visit,
  two,
}) => {
  ai.behave("slow", [note, subtracts, typo], "Two mistakes.");
  const { a, b, complaints, sessionId } = await two();
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
  const late = await visit(await stack.signUp("Late"), sessionId);
  await showPanel(late.page, "Review");
  await expect(cards(late.page)).toHaveCount(3);
  await expect(glyphs(late.page)).toHaveCount(3);
  expect([...complaints.flat(), ...late.complaints]).toEqual([]);
});

test("what a reviewer puts in backticks is shown as code, whatever else looks like HTML or Markdown as text", async ({
  ai,
  two,
}) => {
  const title = "`total` is <b>never</b> **read**";
  ai.behave("good", [{ ...subtracts, title, message: "Use `a + b`.\n```\nreturn a + b;\n```" }], "Look at `add`.");
  const { a } = await two();
  await ask(a);
  await cards(a).first().getByRole("button").first().click();
  await expect(cards(a).first()).toContainText("total is <b>never</b> **read**");
  await expect(cards(a).locator("code")).toHaveText(["total", "a + b", "return a + b;\n"]);
  await expect(a.locator("#side-panel p > code", { hasText: /^add$/ })).toBeVisible();
});

test("P14 marks move with the code, turn changed when their lines are edited and go when they are deleted", async ({
  two,
}) => {
  const { a, b } = await two();
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
  two,
}) => {
  const { a, b } = await two();
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

test("P14 a finding is dismissed, restored and discussed, and the chat leads back to its lines", async ({ two }) => {
  const { a, b } = await two();
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

test("P14 selected lines alone are reviewed; a viewer reads and cannot ask or settle", async ({
  stack,
  ai,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: CODE, linkRole: "viewer" });
  const [owner, viewer] = [await visit(ada, sessionId), await visit(grace, sessionId)];
  for (const { page } of [owner, viewer]) await showPanel(page, "Review");
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
