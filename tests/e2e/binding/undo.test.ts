/** Each guarantee is held by our binding and, in the same test, seen to be broken by plain y-monaco. */
import { expect, type Page } from "playwright/test";
import { ask, test } from "../../support/binding-page.ts";

/** One key: with two, a slow machine would make two steps of them. */
const MINE = "m";

type Step = (page: Page) => Promise<void>;
const undos: [string, Step][] = [
  ["Ctrl+Z", (page) => page.keyboard.press("Control+z")],
  ["the undo command, as the menu runs it", (page) => ask(page, (bench) => bench.editor.trigger("menu", "undo", null))],
];

for (const [name, undo] of undos) {
  test(`${name} takes back one's own edits only`, async ({ show }) => {
    const outcome = async (kind: "ours" | "plain") => {
      const page = await show(kind, "start ");
      await ask(page, (bench) => bench.select([6]));
      await page.keyboard.type(MINE);
      await ask(page, (bench) => bench.insert(0, "theirs "));
      await undo(page);
      return ask(page, (bench) => [bench.text(), bench.model()]);
    };
    expect(await outcome("ours")).toEqual(["theirs start ", "theirs start "]);
    expect((await outcome("plain"))[0]).not.toBe("theirs start ");
  });
}

test("Undo of the palette takes back one's own edits only, and Redo brings them again", async ({ show }) => {
  const page = await show("ours", "start ");
  await ask(page, (bench) => bench.select([6]));
  await page.keyboard.type(MINE);
  await ask(page, (bench) => bench.insert(0, "theirs "));
  await ask(page, (bench) => bench.run("Undo"));
  await expect.poll(() => ask(page, (bench) => bench.text())).toBe("theirs start ");
  await ask(page, (bench) => bench.run("Redo"));
  await expect.poll(() => ask(page, (bench) => bench.text())).toBe(`theirs start ${MINE}`);
});

test("undo and redo give back carets and selections, all of them, also after others have written", async ({ show }) => {
  const page = await show("ours", "a b\na b\na b\n");
  const state = () => ask(page, (bench) => [bench.text(), bench.selected()]);
  const step = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  await ask(page, (bench) => bench.select([1, 5, 9]));
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
