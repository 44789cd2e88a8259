/** Vim's keys in a text in which somebody else writes, too. */
import { expect, type Page } from "playwright/test";
import { ask, inputMethod, test } from "../../support/binding-page.ts";

type Show = (kind: "ours", content: string) => Promise<Page>;

async function vimIn(show: Show, content: string) {
  const page = await show("ours", content);
  await page.evaluate(() => {
    const said: string[] = [];
    const { bench } = window as unknown as { bench: { vim: (isOn: boolean, said: string[]) => void } };
    bench.vim(true, said);
    Object.assign(window, { said });
  });
  await expect(page.locator("#line")).toContainText("Normal");
  await ask(page, (bench) => bench.select([0]));
  await ask(page, (bench) => bench.editor.focus());
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const text = async () => {
    const [kept, shown] = await ask(page, (bench) => [bench.text(), bench.model()]);
    expect(shown).toBe(kept);
    return kept;
  };
  const command = async (words: string) => {
    await press(":");
    await page.keyboard.type(words);
    await press("Enter");
  };
  return { page, press, text, command };
}

test("u takes back one's own steps, an insert whole, and Ctrl+R brings them again", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "one\ntwo\n");
  await press("x");
  await press("i");
  await page.keyboard.type("hello ");
  await ask(page, (bench) => bench.insert(0, "OTHERS "));
  // Longer than a pause that begins a new step elsewhere.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  await page.keyboard.type("world");
  await press("Escape");
  expect(await text()).toBe("OTHERS hello worldne\ntwo\n");
  await press("u");
  expect(await text()).toBe("OTHERS ne\ntwo\n");
  await press("u");
  expect(await text()).toContain("OTHERS ");
  expect((await text()).length).toBe("oOTHERS ne\ntwo\n".length);
  await press("u");
  expect(await text()).toContain("OTHERS ");
  await press("Control+r", "Control+r");
  expect(await text()).toBe("OTHERS hello worldne\ntwo\n");
});

test("each command is a step of undo, however quickly they come, and a change with its insert is one", async ({
  show,
}) => {
  const { page, press, text, command } = await vimIn(show, "one two\nthree\n");
  await press("x", "x", "x", "u");
  expect(await text()).toBe("e two\nthree\n");
  await press("u", "u", "c", "w");
  await page.keyboard.type("changed");
  await press("Escape");
  expect(await text()).toBe("changed two\nthree\n");
  await press("u", "o");
  await page.keyboard.type("below");
  await press("Escape");
  expect(await text()).toBe("one two\nbelow\nthree\n");
  await press("u");
  expect(await text()).toBe("one two\nthree\n");
  // Two of them stand side by side.
  await command("%s/e/XX/g");
  expect(await text()).toBe("onXX two\nthrXXXX\n");
  await command("undo");
  expect(await text()).toBe("one two\nthree\n");
});

test("what is replaced by a colon command may be empty, and at the end of the text", async ({ show }) => {
  const { press, text, command } = await vimIn(show, "one\ntwo");
  for (const [words, wanted] of [
    ["%s/$/;/", "one;\ntwo;"],
    ["%s/$/;/g", "one;\ntwo;"],
    ["%s/^/- /g", "- one\n- two"],
    ["s/o//", "ne\ntwo"],
  ] as const) {
    await press("g", "g");
    await command(words);
    expect(await text(), words).toBe(wanted);
    await press("u");
    expect(await text(), words).toBe("one\ntwo");
  }
});

test("a selection in visual mode goes along with what others write, and stays visual", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "one two\nthree\n");
  await press("w", "v", "l");
  await ask(page, (bench) => bench.insert(0, "others "));
  await press("l", "d");
  expect(await text()).toBe("others one \nthree\n");
  // What is selected again by undo would be visual mode.
  await press("u");
  expect(await text()).toBe("others one two\nthree\n");
  await expect(page.locator("#line")).toHaveText("Normal");
  await press("g", "g", "V");
  await ask(page, (bench) => bench.remove(0, 7));
  await press("d");
  expect(await text()).toBe("three\n");
});

test("what the dot repeats is one's own", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "a\nb\nc\n");
  await press("A");
  await page.keyboard.type("!");
  await ask(page, (bench) => bench.insert(6, "OTHERS"));
  await page.keyboard.type("?");
  await press("Escape", "j", ".");
  expect(await text()).toBe("a!?\nb!?\ncOTHERS\n");
});

test("the mouse selects in visual mode, after commands too", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "alpha beta\n");
  await press("l", "h");
  await page
    .locator(".view-line span span")
    .first()
    .dblclick({ position: { x: 10, y: 8 } });
  await expect(page.locator("#line")).toContainText("Visual");
  await press("d");
  expect(await text()).toBe(" beta\n");
});

test("whoever only reads moves, and writes and undoes nothing", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "one\ntwo\n");
  await press("x");
  await ask(page, (bench) => bench.editor.updateOptions({ readOnly: true, domReadOnly: true }));
  await press("j", "x", "d", "d", "i", "a", "Escape", "u");
  expect(await text()).toBe("ne\ntwo\n");
  expect(await ask(page, (bench) => bench.editor.getPosition()?.lineNumber)).toBe(2);
});

test("an input method composes in insert mode, and Escape is Vim's there", async ({ show }) => {
  const { page, press, text } = await vimIn(show, "one\n");
  await press("A");
  const method = await inputMethod(page);
  await method.compose("に");
  await ask(page, (bench) => bench.insert(0, "others\n"));
  await method.confirm("日本");
  await press("Escape");
  await expect(page.locator("#line")).toHaveText("Normal");
  expect(await text()).toBe("others\none日本\n");
});

test("switched off, everything is as it was", async ({ show }) => {
  const { page, press, text, command } = await vimIn(show, "one\n");
  for (const words of ["w", "q", "wq", "x"]) await command(words);
  await press("v", "i");
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said).toEqual(["Normal", ":w", ":q", ":w", ":q", ":w", ":q", "Visual"]);
  await press("Escape");
  await ask(page, (bench) => bench.vim(false));
  await expect(page.locator("#line")).toBeHidden();
  await ask(page, (bench) => bench.select([0]));
  await page.keyboard.type("dd");
  expect(await text()).toBe("ddone\n");
  expect(await ask(page, (bench) => [bench.editor.getRawOptions().cursorStyle])).toEqual(["line"]);
  await press("Control+z");
  expect(await text()).toBe("one\n");
});

test("Vim goes with the editor, however often it was switched on", async ({ show }) => {
  const { page } = await vimIn(show, "one\n");
  await ask(page, (bench) => bench.vim(false));
  await expect(page.locator("#line")).toBeHidden();
  await ask(page, (bench) => bench.vim(true));
  await expect(page.locator("#line")).toContainText("Normal");
  await ask(page, (bench) => bench.leave());
  await expect(page.locator("#line")).toBeHidden();
});
