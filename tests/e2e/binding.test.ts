/** Each guarantee is held by our binding and, in the same test, seen to be broken by plain y-monaco. */
import { type Browser, expect, type Page } from "playwright/test";
import { servePage } from "../support/page-server.ts";
import { test } from "../support/page-test.ts";
import type { Bench, open } from "./binding/page.ts";

const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

let server: Awaited<ReturnType<typeof servePage>>;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  server = await servePage("binding");
});
test.afterAll(() => server?.[Symbol.dispose]());

/** The part of Monaco's model that knows the colours of a line; not in its types. */
type ColouredModel = {
  getLineCount(): number;
  getLineLength(line: number): number;
  tokenization: {
    forceTokenization(line: number): void;
    getLineTokens(line: number): { getCount(): number; getEndOffset(token: number): number };
  };
};
type Shown = { open: typeof open; bench: Bench };

async function show(browser: Browser, kind: "ours" | "plain", content: string, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({
    ...(userAgent && { userAgent }),
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.waitForFunction(
    () => typeof (window as unknown as Shown).open === "function" && window.open.toString().includes("distant"),
  );
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
  for (const [command, text] of [
    ["Undo", "theirs start "],
    ["Redo", "theirs start mine"],
  ] as const) {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(`>${command}`);
    await page
      .locator(".quick-input-list .monaco-list-row")
      .filter({ hasText: new RegExp(`^${command}`) })
      .first()
      .click();
    await expect.poll(() => ask(page, (bench) => bench.text())).toBe(text);
  }
});

for (const [name, edits] of [
  [
    "the line above it",
    [
      [6, "written", 0],
      [5, "", 1],
    ],
  ],
  [
    "the line below it",
    [
      [6, "written", 0],
      [13, "", 1],
    ],
  ],
] as const) {
  test(`what others write into an empty line, and join with ${name} in the same moment, does not hang the page`, async ({
    browser,
  }) => {
    const page = await show(browser, "ours", "let a\n\nlet b");
    // The colours of a language come a moment after its first file.
    await expect(page.locator(".view-line").first().locator("span[class^=mtk]")).not.toHaveCount(1);
    const missing = await page.evaluate(async (edits) => {
      const { bench } = window as unknown as Shown;
      const model = bench.editor.getModel() as unknown as ColouredModel;
      for (let line = 1; line <= model.getLineCount(); line++) model.tokenization.forceTokenization(line);
      for (const [index, text, removed] of edits) {
        if (removed) bench.remove(index, removed);
        else bench.insert(index, text);
      }
      return Array.from({ length: model.getLineCount() }, (_, line) => {
        const tokens = model.tokenization.getLineTokens(line + 1);
        return model.getLineLength(line + 1) - tokens.getEndOffset(tokens.getCount() - 1);
      });
    }, edits);
    // A line whose colours end before it does is what the search for brackets never ends in.
    expect(missing.filter((length) => length !== 0)).toEqual([]);
    await expect(page.locator(".view-lines")).toContainText("written");
  });
}

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
    bench.editor.executeEdits(
      "replace",
      matches.map(({ range }) => ({ range, text: "🙂🙂" })),
    );
  });
  await ask(page, (bench) => bench.insert(3, "theirs"));
  // Into the middle of a surrogate pair, as no editor would.
  await expect.poll(() => ask(page, (bench) => bench.model() === bench.text())).toBe(true);
  await page.keyboard.press("Control+z");
  await ask(page, (bench) => bench.remove(bench.text().indexOf("theirs"), 6));
  expect(await ask(page, (bench) => bench.text())).toBe(before);
  expect(await ask(page, (bench) => bench.model())).toBe(before);
});

/** An input method, through Chromium's own interface for it. */
async function inputMethod(page: Page) {
  const session = await page.context().newCDPSession(page);
  return {
    compose: (text: string) =>
      session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    confirm: (text: string) => session.send("Input.insertText", { text }),
  };
}
const frame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

test("P2 what somebody composes with an input method stays in one piece, whatever others write in its line or over it", async ({
  browser,
}) => {
  const line = "let total = price * count; // ";
  const page = await show(browser, "ours", "");
  const method = await inputMethod(page);
  /**
   * Composes at the end of the first line while `meanwhile` happens after each step; gives the text and what is shown.
   */
  async function compose(content: string, steps: string[], meanwhile: (bench: Bench, nth: number) => void) {
    await page.evaluate(
      ([text]) => {
        const shown = window as unknown as Shown;
        shown.bench.leave();
        shown.bench = shown.open("ours", text);
      },
      [content] as const,
    );
    await ask(page, (bench) => bench.editor.setPosition({ lineNumber: 1, column: 1_000 }));
    for (const [nth, step] of steps.entries()) {
      await (nth === steps.length - 1 ? method.confirm(step) : method.compose(step));
      await page.evaluate(`(${meanwhile.toString()})(window.bench, ${nth})`);
      // Monaco tells the input method of its line while it paints.
      await frame(page);
    }
    await expect.poll(() => ask(page, (bench) => bench.model() === bench.text())).toBe(true);
    return ask(page, (bench) => bench.text());
  }
  const total = ["ご", "ごう", "ごうけ", "ごうけい", "合計"];
  expect(await compose(line, total, (bench) => bench.insert(0, "x"))).toBe(`xxxxx${line}合計`);
  // What is written on after it comes behind it.
  await page.keyboard.type(" ok");
  expect(await ask(page, (bench) => bench.text())).toBe(`xxxxx${line}合計 ok`);
  // On a slow machine that is more than one step of undo.
  await expect(async () => {
    await page.keyboard.press("Control+z");
    expect(await ask(page, (bench) => [bench.text(), bench.model()])).toEqual([`xxxxx${line}`, `xxxxx${line}`]);
  }).toPass();

  const hangul = ["ㅎ", "하", "한", "한"];
  expect(await compose(`${line}\nnext`, hangul, (bench, nth) => bench.insert(0, nth === 1 ? "first\n" : ""))).toBe(
    `first\n${line}한\nnext`,
  );
  expect(await compose(`${line}\nnext`, total, (bench) => bench.insert(bench.text().length, "y"))).toBe(
    `${line}合計\nnextyyyyy`,
  );
  // At the very place, on both sides of what is composed.
  expect(await compose("", total, (bench) => (bench.insert(0, "<"), bench.insert(bench.text().length, ">")))).toBe(
    "<<<<<合計>>>>>",
  );
  // The line is deleted under it, and all of the text.
  expect(await compose(`${line}\nnext`, total, (bench, nth) => nth === 1 && bench.remove(0, 31))).toMatch(
    /^合計\n?next$/,
  );
  expect(await compose(`${line}\nnext`, total, (bench, nth) => nth === 2 && bench.remove(0, bench.text().length))).toBe(
    "合計",
  );
  expect(
    await compose("one two", total, (bench, nth) => nth === 0 && (bench.remove(3, 1), bench.insert(3, "\n"))),
  ).toBe("one\ntwo合計");
});

test("P2 a composition that stands still, or ends by going elsewhere, holds nothing back for long", async ({
  browser,
}) => {
  const page = await show(browser, "ours", "one\ntwo\n");
  await page.clock.install();
  const method = await inputMethod(page);
  const equal = () => ask(page, (bench) => bench.model() === bench.text() && bench.text());
  await ask(page, (bench) => bench.editor.setPosition({ lineNumber: 1, column: 4 }));
  await method.compose("ご");
  await ask(page, (bench) => bench.insert(0, "x"));
  await ask(page, (bench) => bench.insert(bench.text().length, "end"));
  // Only its own line waits.
  expect(await ask(page, (bench) => bench.model())).toBe("oneご\ntwo\nend");
  await page.clock.runFor(11_000);
  await expect.poll(equal).toBe("xoneご\ntwo\nend");
  await page.keyboard.type("!");
  expect(await equal()).toBe("xoneご!\ntwo\nend");

  await method.compose("ご");
  await ask(page, (bench) => bench.insert(0, "y"));
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect.poll(equal).toBe("yxoneご!ご\ntwo\nend");
});

test("undo and redo give back carets and selections, all of them, also after others have written", async ({
  browser,
}) => {
  const page = await show(browser, "ours", "a b\na b\na b\n");
  const state = () => ask(page, (bench) => [bench.text(), bench.selected()]);
  const step = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  await ask(page, (bench) => bench.select([1, 5, 9]));
  // One key: with two, a slow machine would make two steps of them.
  await page.keyboard.type("X");
  await page.keyboard.press("Control+z");
  expect(await state()).toEqual([
    "a b\na b\na b\n",
    [
      [1, 1],
      [5, 5],
      [9, 9],
    ],
  ]);
  await page.keyboard.type("Z");
  expect(await state()).toEqual([
    "aZ b\naZ b\naZ b\n",
    [
      [2, 2],
      [7, 7],
      [12, 12],
    ],
  ]);
  await ask(page, (bench) => bench.insert(0, ">>"));
  await ask(page, (bench) => bench.editor.setPosition({ lineNumber: 1, column: 1 }));
  await page.keyboard.press("Control+z");
  expect(await state()).toEqual([
    ">>a b\na b\na b\n",
    [
      [3, 3],
      [7, 7],
      [11, 11],
    ],
  ]);
  await ask(page, (bench) => bench.remove(0, 2));
  await ask(page, (bench) => bench.editor.setPosition({ lineNumber: 1, column: 1 }));
  await page.keyboard.press("Control+Shift+z");
  expect(await state()).toEqual([
    "aZ b\naZ b\naZ b\n",
    [
      [2, 2],
      [7, 7],
      [12, 12],
    ],
  ]);

  // Ctrl+D three times, over a word that is replaced.
  await ask(page, (bench) => bench.select([3]));
  for (let i = 0; i < 3; i++) await page.keyboard.press("Control+d");
  await page.keyboard.type("w");
  await page.keyboard.press("Control+z");
  expect(await state()).toEqual([
    "aZ b\naZ b\naZ b\n",
    [
      [3, 4],
      [8, 9],
      [13, 14],
    ],
  ]);
  await page.keyboard.type("c");
  expect((await state())[0]).toBe("aZ c\naZ c\naZ c\n");

  await step();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await ask(page, (bench) => bench.insert(0, "theirs\n"));
  await page.keyboard.press("Control+z");
  const [text, selected] = await state();
  expect(text).toMatch(/^(theirs\n)?aZ c\naZ c\naZ c\n(theirs\n)?$/);
  expect(
    (selected as number[][])[0]?.map(
      (at) => (text as string).slice(0, at).endsWith("aZ c\n") || at === (text as string).indexOf("aZ"),
    ),
  ).toEqual([true, true]);
  await page.keyboard.type("new");
  expect((await state())[0]).toMatch(/^(theirs\nnew|newtheirs\n)$/);
});

test("text that is dropped is inserted there, and U+2028 and U+2029 come in without a question", async ({
  browser,
}) => {
  const page = await show(browser, "ours", "one\ntwo\n");
  const dropped = await ask(page, (bench) => {
    const place = bench.editor.getScrolledVisiblePosition({ lineNumber: 2, column: 1 });
    const box = bench.editor.getDomNode()?.getBoundingClientRect();
    const target = document.querySelector(".view-lines");
    if (!place || !box || !target) throw new Error("The editor is not there.");
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "from\r\nelsewhere\u2028 and\u2029 here ");
    const at = {
      clientX: box.left + place.left + 1,
      clientY: box.top + place.top + 5,
      dataTransfer,
      bubbles: true,
      cancelable: true,
    };
    const taken = [new DragEvent("dragover", at), new DragEvent("drop", at)].map(
      (event) => !target.dispatchEvent(event),
    );
    return taken;
  });
  expect(dropped).toEqual([true, true]);
  const text = "one\nfrom\nelsewhere\u2028 and\u2029 here two\n";
  expect(await ask(page, (bench) => [bench.text(), bench.model()])).toEqual([text, text]);
  await ask(page, (bench) => bench.insert(bench.text().length, "x"));
  await expect(page.locator(".monaco-dialog-box, .dialog-message")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  expect(await ask(page, (bench) => bench.text())).toBe("one\ntwo\nx");
});
