/** Formatting: each language, what cannot be read, and others in the same text. */
import { expect, type Page } from "playwright/test";
import { joinByLink } from "../../db/participants.ts";
import { languageOf } from "../../app/languages.ts";
import { addFile, listFiles } from "../../protocol/layout.ts";
import { caretTo, lines } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { test } from "../support/page-test.ts";
import type { Person, Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";

const KEYS = "Shift+Alt+F";
const button = (page: Page) => page.locator("#status").getByRole("button", { name: "Format", exact: true });
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

/** A session of Ada's with `main.ts` and these files, and a script of hers in it. */
async function sessionWith(stack: Stack, ada: Person, content: string, files: Record<string, string> = {}) {
  const sessionId = await stack.newSession(ada.user, { content });
  const script = connect(stack.origin, sessionId, ada);
  await script.synced;
  for (const [path, text] of Object.entries(files))
    addFile(script.ydoc, { id: crypto.randomUUID(), path, language: languageOf(path), content: text });
  const text = (wanted: string) =>
    listFiles(script.ydoc)
      .find(({ path }) => path === wanted)
      ?.text.toString();
  return { sessionId, script, text };
}

const texts: Record<string, [before: string, after: string]> = {
  "a.js": ["f( 1 )", "f(1);\n"],
  "b.tsx": ["let a=<b  c='d'/>", 'let a = <b c="d" />;\n'],
  "c.json": ['{"a":[1,2]}', '{ "a": [1, 2] }\n'],
  "d.scss": ["a{b{c:$d}}", "a {\n    b {\n        c: $d;\n    }\n}\n"],
  "e.html": ["<p>a</p><p>b</p>", "<p>a</p>\n<p>b</p>\n"],
};
const others: typeof texts = {
  "a.css": ["a{b:c}", "a {\n    b: c;\n}\n"],
  "b.md": ["* a\n* b", "- a\n- b\n"],
  "c.yaml": ["a:   1", "a: 1\n"],
  "d.sql": ["select 1 from b", "select\n    1\nfrom\n    b"],
  "e.py": ["def f( a ):\n    return {'x':1}", 'def f(a):\n    return {"x": 1}\n'],
};

for (const [names, those] of [
  ["scripts, JSON, styles and HTML are", texts],
  ["CSS, Markdown, YAML, SQL and Python are", others],
] as const) {
  test(`${names} formatted in everybody's text`, async ({ stack, ada, visit }) => {
    const before = Object.entries(those).map(([path, [text]]) => [path, text] as const);
    const { sessionId, script, text } = await sessionWith(stack, ada, "", Object.fromEntries(before));
    using _ = script;
    const { page, complaints } = await visit(ada, sessionId);
    for (const [path, [, after]] of Object.entries(those)) {
      await tab(page, path).click();
      await button(page).click();
      await until(() => text(path) === after);
    }
    expect(complaints).toEqual([]);
  });
}

test("others' carets keep their place, one undo takes it back, and what is formatted stays as it is", async ({
  stack,
  grace,
  two,
}) => {
  const { a, b, sessionId } = await two({ content: "let first=1\nlet second = 2;\nlet third=3\n" });
  using script = connect(stack.origin, sessionId, grace);
  await script.synced;
  const isText = (wanted: string) => until(() => script.text().toString() === wanted);
  await caretTo(b, "Control+Home");
  await b.keyboard.press("ArrowDown");
  await b.keyboard.press("End");
  await caretTo(a, "Control+Home");
  await a.keyboard.press(KEYS);
  await expect(lines(b)).toContainText("let first = 1;");
  await b.keyboard.type(" // here");
  await isText("let first = 1;\nlet second = 2; // here\nlet third = 3;\n");
  await expect(lines(a)).toContainText("// here");
  await a.keyboard.press(KEYS);
  await expect(a.getByText("Already formatted.")).toBeVisible();
  await a.keyboard.press("Control+z");
  await isText("let first=1\nlet second = 2; // here\nlet third=3\n");
});

test("a line that cannot be read is named, and nothing is changed; what is selected is formatted alone", async ({
  stack,
  ada,
  visit,
}) => {
  const content = "let a = 1;\nlet = ;\n";
  const { sessionId, script, text } = await sessionWith(stack, ada, content, {
    "selected.js": "f( 1 )\nf( 2 )\n",
    "notes.txt": "a  b",
    ".prettierrc": "semi: false\n",
    "src/bad.js": "f( 1 )",
    "src/.prettierrc": "{ a",
  });
  using _ = script;
  const { page, complaints } = await visit(ada, sessionId);
  await tab(page, "main.ts").click();
  await button(page).click();
  await expect(page.getByText("Line 2 cannot be read, so nothing was formatted.")).toBeVisible();
  expect(text("main.ts")).toBe(content);

  await tab(page, "selected.js").click();
  await caretTo(page, "Control+Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu", { name: "Code" }).getByRole("menuitem", { name: "Format" }).click();
  await until(() => text("selected.js") === "f(1)\nf( 2 )\n");

  await page.getByRole("tab", { name: /^bad\.js/ }).click();
  await button(page).click();
  await expect(page.getByText("src/.prettierrc cannot be read, so nothing was formatted.")).toBeVisible();
  expect(text("src/bad.js")).toBe("f( 1 )");

  await tab(page, "notes.txt").click();
  await expect(button(page)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("whoever only reads cannot format", async ({ stack, ada, grace, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "f( 1 )\n", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page } = await visit(grace, sessionId);
  await expect(page.locator("#status")).toContainText("View only");
  await expect(button(page)).toHaveCount(0);
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: /^Find a command/ }).fill("Format");
  await expect(page.getByRole("option", { name: "Format", exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press(KEYS);
  await expect(lines(page)).toHaveText("f( 1 )");
});
