/** Each guarantee is held by our binding and, in the same test, seen to be broken by plain y-monaco. */
import { expect } from "playwright/test";
import { ask, test } from "../../support/binding-page.ts";

test("three carets survive edits of others", async ({ show }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(kind, "alpha\nbeta\ngamma\n");
    await ask(page, (bench) => bench.select([2, 8, 13]));
    await ask(page, (bench) => bench.insert(0, ">> "));
    await ask(page, (bench) => bench.remove(10, 1));
    return ask(page, (bench) => bench.carets());
  };
  expect(await outcome("ours")).toEqual([5, 10, 15]);
  expect((await outcome("plain")).length).toBe(1);
});

test("a single caret stays at its character when others write before it, and after it", async ({ show }) => {
  const page = await show("ours", "alpha beta");
  await ask(page, (bench) => bench.select([6]));
  await ask(page, (bench) => bench.insert(0, "12345"));
  await ask(page, (bench) => bench.insert(13, "zzz"));
  expect(await ask(page, (bench) => bench.carets())).toEqual([11]);
});

test("others' edits publish nothing of this page", async ({ show }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(kind, "alpha\nbeta\n");
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

test("nothing is published after leaving", async ({ show }) => {
  const outcome = async (kind: "ours" | "plain") => {
    const page = await show(kind, "alpha\nbeta\n");
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
