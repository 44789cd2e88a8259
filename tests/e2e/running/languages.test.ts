/** Each language: files that import each other, an error with its line, input, a loop that is stopped, tests. */
import { expect, type Page } from "playwright/test";
import { joinByLink } from "../../../db/participants.ts";
import { addedLanguages } from "../../../start/language-packages.ts";
import { test } from "../../support/page-test.ts";
import { openOutput, output, runButton, runState, stopButton } from "../../support/run-panel.ts";
import { root } from "../../support/root.ts";
import { type Files, newSessionOf } from "../../support/session-of-files.ts";

/** Opens the session with the first of its files. */
async function open(page: Page, files: Files) {
  const [first = ""] = Object.keys(files);
  await page.getByRole("tab", { name: first }).click();
  await expect(page.getByRole("tab", { selected: true })).toContainText(first);
}

const input = (page: Page) => page.getByLabel("Input for the program");

async function answer(page: Page, line: string) {
  await expect(runState(page)).toHaveText("Waits for your input");
  await input(page).fill(line);
  await input(page).press("Enter");
}

/** The first file is what runs. Each asks for a name, says hello by its second file, and fails on a line of that. */
const languages: Record<string, { files: Files; expected: string[]; failsAt: RegExp; loop: Files }> = {
  JavaScript: {
    files: {
      "main.mjs": `import { hello } from "./util/hello.mjs";
import readline from "node:readline/promises";
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
console.log(hello(await rl.question("Name? ")));
hello(null);
`,
      "util/hello.mjs": "export function hello(name) {\n  return `Hello ${name.toUpperCase()}`;\n}\n",
    },
    expected: ["Name? Input: Ada", "Hello ADA", "TypeError"],
    failsAt: /util\/hello\.mjs:2/,
    loop: { "main.js": "console.log('begun');\nwhile (true);\n" },
  },
  TypeScript: {
    files: {
      "main.ts": `import { hello } from "./util.ts";
const name: string = (await prompt("Name?")) as unknown as string;
console.log(hello(name));
hello(null as unknown as string);
`,
      "util.ts": `import type {} from "./main";
export const hello = (name: string): string =>
  "Hello " + name.toUpperCase();
`,
    },
    expected: ["Name? Input: Ada", "Hello ADA", "TypeError"],
    failsAt: /util\.ts:3/,
    loop: { "main.ts": "let n: number = 0;\nconsole.log('begun');\nfor (;;) n++;\n" },
  },
  Python: {
    files: {
      "main.py": 'from util import hello\n\nprint(hello(input("Name? ")))\nhello(None)\n',
      "util.py": 'def hello(name):\n    return "Hello " + name.upper()\n',
    },
    expected: ["Name? Input: Ada", "Hello ADA", "AttributeError"],
    failsAt: /File "util\.py", line 2/,
    loop: { "main.py": "print('begun')\nwhile True:\n    pass\n" },
  },
  Lua: {
    files: {
      "main.lua": 'local util = require "util"\nio.write("Name? ")\nprint(util.hello(io.read()))\nutil.hello(nil)\n',
      "util.lua": 'local M = {}\nfunction M.hello(name)\n  return "Hello " .. name:upper()\nend\nreturn M\n',
    },
    expected: ["Name? Input: Ada", "Hello ADA", "nil value"],
    failsAt: /util\.lua:3/,
    loop: { "main.lua": "print('begun')\nwhile true do end\n" },
  },
};

for (const [language, { files, expected, failsAt, loop }] of Object.entries(languages)) {
  test(`${language}: files, input, an error's line, and a loop that is stopped, for everybody`, async ({
    stack,
    ada,
    grace,
    visit,
  }) => {
    const sessionId = await newSessionOf(stack, ada, files);
    await joinByLink(stack.db, grace.user, sessionId);
    const [{ page: a, complaints }, { page: b }] = [await visit(ada, sessionId), await visit(grace, sessionId)];
    await runButton(a).click();
    await answer(a, "Ada");
    await expect(runState(a)).toHaveText(/^Failed \(exit 1\)/);
    await openOutput(b);
    for (const page of [a, b]) {
      for (const text of expected) await expect(output(page)).toContainText(text);
      await expect(output(page)).toContainText(failsAt);
      await expect(runState(page)).toHaveText(/^Failed \(exit 1\)/);
    }
    expect(await output(b).textContent()).toBe(await output(a).textContent());
    // Nothing of what runs the code is in what it says.
    expect(await output(a).textContent()).not.toMatch(/pyodide|tandem|blob:|wasm|eval/i);
    await output(a).getByRole("button", { name: failsAt }).first().click();
    await expect(a.getByRole("tab", { selected: true })).toContainText(Object.keys(files)[1]?.split("/").at(-1) ?? "");
    expect(complaints).toEqual([]);

    const looping = await visit(ada, await newSessionOf(stack, ada, loop));
    await runButton(looping.page).click();
    await expect(output(looping.page)).toContainText("begun");
    await stopButton(looping.page).click();
    await expect(runState(looping.page)).toHaveText(/^Stopped/);
    await runButton(looping.page).click();
    await expect(output(looping.page)).toContainText("begun");
    await stopButton(looping.page).click();
    await expect(runState(looping.page)).toHaveText(/^Stopped/);
    expect(looping.complaints).toEqual([]);
  });
}

test("SQL: all files in order, tables as tables, an error with its file and line", async ({ stack, ada, visit }) => {
  const sessionId = await newSessionOf(stack, ada, {
    "2-query.sql":
      "select id, name from people order by id;\n\nselect count(*) as n\nfrom people;\nselect * form people;\n",
    "1-schema.sql": "create table people (id integer, name text);\ninsert into people values (1, 'Ada'), (2, null);\n",
  });
  const { page, complaints } = await visit(ada, sessionId);
  await runButton(page).click();
  await expect(runState(page)).toHaveText(/^Failed/);
  const cells = (nth: number) => output(page).getByRole("table").nth(nth).getByRole("cell");
  await expect(cells(0)).toHaveText(["1", "Ada", "2", "NULL"]);
  await expect(cells(1)).toHaveText(["2"]);
  await expect(output(page)).toContainText(/2-query\.sql:5.*syntax error/);
  expect(complaints).toEqual([]);
});

test("a language that this server does not have says so, and which are there", async ({ stack, ada, visit }) => {
  test.skip(addedLanguages(root).length > 0, "Somebody has added languages to this checkout.");
  const files = { "main.rb": "puts 1\n", "util.py": "print('never')\n" };
  const { page, complaints } = await visit(ada, await newSessionOf(stack, ada, files));
  await open(page, files);
  await runButton(page).click();
  await expect(
    page.getByText(/Ruby cannot be run on this server; whoever runs it can add that\. JavaScript, Python, SQL, Lua/),
  ).toBeVisible();
  await expect(page.locator("#output")).toHaveCount(0);
  await page.getByRole("tab", { name: "util.py" }).click();
  await expect(page.getByRole("tab", { selected: true })).toContainText("util.py");
  await runButton(page).click();
  await expect(output(page)).toContainText("never");
  expect(complaints).toEqual([]);
});

const tests: Record<string, Files> = {
  TypeScript: {
    "sum.test.ts": `import { describe, expect, it } from "vitest";
import { sum } from "./sum";

describe("sum", () => {
  it("adds", () => {
    expect(sum(1, 2)).toBe(3);
  });
  it("takes away", () => {
    expect(sum(3, -2)).toEqual(2);
  });
  it.skip("multiplies", () => {});
});
`,
    "sum.ts": "export const sum = (a: number, b: number): number => a + b;\n",
  },
  Python: {
    "test_sum.py": `import unittest
from sums import sum_of


def test_adds():
    assert sum_of(1, 2) == 3


class Away(unittest.TestCase):
    def test_takes_away(self):
        self.assertEqual(sum_of(3, -2), 2)

    @unittest.skip("later")
    def test_multiplies(self):
        pass
`,
    "sums.py": "def sum_of(a, b):\n    return a + b\n",
  },
};

for (const [language, files] of Object.entries(tests)) {
  test(`tests in ${language}: each with its result, and a failure with its line`, async ({ stack, ada, visit }) => {
    const { page, complaints } = await visit(ada, await newSessionOf(stack, ada, files));
    await open(page, files);
    await runButton(page).click();
    await expect(runState(page)).toHaveText(/^Failed/);
    await expect(page.getByTestId("test-counts")).toHaveText("1 passed, 1 failed, 1 skipped");
    const failed = output(page)
      .getByRole("listitem")
      .filter({ hasText: /^Failed/ });
    await expect(failed).toHaveCount(1);
    await expect(failed).toContainText(/1/);
    await failed.getByRole("button").first().click();
    await expect(page.getByText(language === "Python" ? /^Ln 11,/ : /^Ln 9,/)).toBeVisible();
    expect(complaints).toEqual([]);
  });
}
