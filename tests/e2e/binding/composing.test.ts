import { expect } from "playwright/test";
import { installClock } from "../../support/page-clock.ts";
import { ask, type Bench, frame, inputMethod, test } from "../../support/binding-page.ts";

test("P2 what somebody composes with an input method stays in one piece, whatever others write", async ({ show }) => {
  const line = "let total = price * count; // ";
  const page = await show("ours", "");
  const method = await inputMethod(page);
  /**
   * Composes at the end of the first line while `meanwhile` happens after each step; gives the text and what is shown.
   */
  async function compose(content: string, steps: string[], meanwhile: (bench: Bench, nth: number) => void) {
    await show("ours", content);
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
  show,
}) => {
  const page = await show("ours", "one\ntwo\n");
  await installClock(page);
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
