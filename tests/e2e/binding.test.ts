/** Each guarantee is held by our binding and, in the same test, seen to be broken by plain y-monaco. */
import { type Browser, expect, type Page, test } from "playwright/test";
import { servePage } from "../support/page-server.ts";
import type { Bench, open } from "./binding/page.ts";

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

let server: Awaited<ReturnType<typeof servePage>>;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  server = await servePage("binding");
});
test.afterAll(() => server?.[Symbol.dispose]());

type Shown = { open: typeof open; bench: Bench };

async function show(browser: Browser, kind: "ours" | "plain", content: string, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({ ...(userAgent && { userAgent }), permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.waitForFunction(() => typeof (window as unknown as Shown).open === "function" && window.open.toString().includes("distant"));
  await page.evaluate(
    ([which, text]) => {
      const shown = window as unknown as Shown;
      shown.bench = shown.open(which, text);
    },
    [kind, content] as const,
  );
  return page;
}
const ask = <Answer>(page: Page, question: (bench: Bench) => Answer) =>
  page.evaluate(`(${question.toString()})(window.bench)`) as Promise<Answer>;

type Step = (page: Page) => Promise<void>;
const undos: [string, Step][] = [
  ["Ctrl+Z", (page) => page.keyboard.press("Control+z")],
  ["the undo command, as the menu runs it", (page) => ask(page, (bench) => bench.editor.trigger("menu", "undo", null))],
];

for (const [name, undo] of undos) {
  test(`${name} takes back one's own edits only`, async ({ browser }) => {
    const outcome = async (kind: "ours" | "plain") => {
      const page = await show(browser, kind, "start ");
      await ask(page, (bench) => bench.select([6]));
      await page.keyboard.type("mine");
      await ask(page, (bench) => bench.insert(0, "theirs "));
      await undo(page);
      return ask(page, (bench) => [bench.text(), bench.model()]);
    };
    expect(await outcome("ours")).toEqual(["theirs start ", "theirs start "]);
    expect((await outcome("plain"))[0]).not.toBe("theirs start ");
  });
}

test("Undo from F1's palette takes back one's own edits only, and Redo brings them again", async ({ browser }) => {
  const page = await show(browser, "ours", "start ");
  await ask(page, (bench) => bench.select([6]));
  await page.keyboard.type("mine");
  await ask(page, (bench) => bench.insert(0, "theirs "));
  for (const [command, text] of [["Undo", "theirs start "], ["Redo", "theirs start mine"]] as const) {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(`>${command}`);
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: new RegExp(`^${command}`) }).first().click();
    await expect.poll(() => ask(page, (bench) => bench.text())).toBe(text);
  }
});

test("\\r\\n never enters the text, under Windows too", async ({ browser }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(browser, kind, "one line", WINDOWS);
    await page.evaluate(() => navigator.clipboard.writeText("pasted\r\nlines\r\n"));
    await ask(page, (bench) => bench.select([8]));
    await page.keyboard.press("Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Control+v");
    await expect.poll(() => ask(page, (bench) => bench.model())).toContain("pasted");
    return ask(page, (bench) => [bench.text(), bench.model()]);
  };
  const expected = "one line\ntwopasted\nlines\n";
  expect(await outcome("ours")).toEqual([expected, expected]);
  expect((await outcome("plain"))[0]).toContain("\r\n");
});

test("line ends stay \\n when a program asks Monaco for others", async ({ browser }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(browser, kind, "one\ntwo\n");
    await ask(page, (bench) => bench.editor.getModel()?.pushEOL(1));
    await ask(page, (bench) => bench.insert(4, "new "));
    return ask(page, (bench) => [bench.text(), bench.model()]);
  };
  expect(await outcome("ours")).toEqual(["one\nnew two\n", "one\nnew two\n"]);
  const [text, model] = await outcome("plain");
  expect(model).not.toBe(text);
});

test("three carets survive edits of others", async ({ browser }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(browser, kind, "alpha\nbeta\ngamma\n");
    await ask(page, (bench) => bench.select([2, 8, 13]));
    await ask(page, (bench) => bench.insert(0, ">> "));
    await ask(page, (bench) => bench.remove(10, 1));
    return ask(page, (bench) => bench.carets());
  };
  expect(await outcome("ours")).toEqual([5, 10, 15]);
  expect((await outcome("plain")).length).toBe(1);
});

test("a single caret stays at its character when others write before it, and after it", async ({ browser }) => {
  const page = await show(browser, "ours", "alpha beta");
  await ask(page, (bench) => bench.select([6]));
  await ask(page, (bench) => bench.insert(0, "12345"));
  await ask(page, (bench) => bench.insert(13, "zzz"));
  expect(await ask(page, (bench) => bench.carets())).toEqual([11]);
});

test("others' edits publish nothing of this page", async ({ browser }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(browser, kind, "alpha\nbeta\n");
    await ask(page, (bench) => bench.select([3]));
    const before = await ask(page, (bench) => bench.published());
    await ask(page, (bench) => {
      for (let i = 0; i < 20; i++) bench.insert(0, "x");
    });
    return (await ask(page, (bench) => bench.published())) - before;
  };
  expect(await outcome("ours")).toBe(0);
  expect(await outcome("plain")).toBeGreaterThan(0);
});

test("nothing is published after leaving", async ({ browser }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(browser, kind, "alpha\nbeta\n");
    await ask(page, (bench) => bench.select([8]));
    await ask(page, (bench) => bench.leave());
    const before = await ask(page, (bench) => bench.published());
    await ask(page, (bench) => {
      bench.insert(0, "x");
      bench.editor.setPosition({ lineNumber: 1, column: 2 });
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return (await ask(page, (bench) => bench.published())) - before;
  };
  expect(await outcome("ours")).toBe(0);
  expect(await outcome("plain")).toBeGreaterThan(0);
});

test("replace-all, a paste over a selection and an undo of both keep text and model equal", async ({ browser }) => {
  const page = await show(browser, "ours", "a b a b a\n".repeat(50));
  const before = await ask(page, (bench) => bench.text());
  await ask(page, (bench) => {
    const model = bench.editor.getModel();
    const matches = model?.findMatches("a", false, false, true, null, false) ?? [];
    bench.editor.executeEdits("replace", matches.map(({ range }) => ({ range, text: "🙂🙂" })));
  });
  await ask(page, (bench) => bench.insert(3, "theirs"));
  // Into the middle of a surrogate pair, as no editor would.
  await expect.poll(() => ask(page, (bench) => bench.model() === bench.text())).toBe(true);
  await page.keyboard.press("Control+z");
  await ask(page, (bench) => bench.remove(bench.text().indexOf("theirs"), 6));
  expect(await ask(page, (bench) => bench.text())).toBe(before);
  expect(await ask(page, (bench) => bench.model())).toBe(before);
});
