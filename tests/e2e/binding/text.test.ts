/** Each guarantee is held by our binding and, in the same test, seen to be broken by plain y-monaco. */
import { expect } from "playwright/test";
import { ask, type Shown, test } from "../../support/binding-page.ts";

const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** The part of Monaco's model that knows the colours of a line; not in its types. */
type ColouredModel = {
  getLineCount(): number;
  getLineLength(line: number): number;
  tokenization: {
    forceTokenization(line: number): void;
    getLineTokens(line: number): { getCount(): number; getEndOffset(token: number): number };
  };
};

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
  test(`text in an empty line that others join with ${name} at once does not hang the page`, async ({ show }) => {
    const page = await show("ours", "let a\n\nlet b");
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

test("\\r\\n never enters the text, under Windows too", async ({ show }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(kind, "one line", WINDOWS);
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

test("line ends stay \\n when a program asks Monaco for others", async ({ show }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(kind, "one\ntwo\n");
    await ask(page, (bench) => bench.editor.getModel()?.pushEOL(1));
    await ask(page, (bench) => bench.insert(4, "new "));
    return ask(page, (bench) => [bench.text(), bench.model()]);
  };
  expect(await outcome("ours")).toEqual(["one\nnew two\n", "one\nnew two\n"]);
  const [text, model] = await outcome("plain");
  expect(model).not.toBe(text);
});

test("replace-all, a paste over a selection and an undo of both keep text and model equal", async ({ show }) => {
  const page = await show("ours", "a b a b a\n".repeat(50));
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

test("text that is dropped is inserted there, and U+2028 and U+2029 come in without a question", async ({ show }) => {
  const page = await show("ours", "one\ntwo\n");
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
