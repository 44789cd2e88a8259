/** What is seen of others in the code: their carets with their names, all that they have selected, and where. */
import { expect, type Page } from "playwright/test";
import { browserOf, caretTo, enter } from "../support/browser.ts";
import { installClock } from "../support/page-clock.ts";
import { test } from "../support/page-test.ts";

/** From when a caret moves, or the pointer is at it, until its name goes. */
const FLAG_MS = 2_000;

const caret = (page: Page) => page.locator(".peer-caret");
const flag = (page: Page) => page.locator(".peer-caret .peer-flag");

const colorOf = (page: Page) =>
  caret(page)
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);

/** Where a colour is on the overview ruler, from 0 at its top to 1 at its bottom; undefined where it is not. */
const markAt = (page: Page, color: string) =>
  page
    .locator("canvas.decorationsOverviewRuler")
    .first()
    .evaluate((element, wanted) => {
      const { width, height } = element as HTMLCanvasElement;
      const pixels = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      const [red, green, blue] = (wanted.match(/\d+/g) ?? []).map(Number);
      for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue) return at / 4 / width / height;
      }
    }, color);

test("a name stands at a caret for a moment after it has moved, and again when the pointer is there", async ({
  browser,
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one two three\nfour\nfive\n" });
  const { page } = await browserOf(browser, stack, ada);
  await installClock(page);
  await enter(page, stack, sessionId);
  const { page: other } = await visit(grace, sessionId);
  await caretTo(other, "Control+Home");
  await other.keyboard.press("Control+ArrowRight");
  await expect(flag(page)).toHaveText("Grace");
  await expect(flag(page)).toHaveCSS("opacity", "1");
  await page.clock.runFor(FLAG_MS + 100);
  await expect(flag(page)).toHaveCSS("opacity", "0");

  const box = await caret(page).boundingBox();
  if (!box) throw new Error("The caret is not shown.");
  await page.mouse.move(box.x + 200, box.y + 50);
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await expect(flag(page)).toHaveCSS("opacity", "1");
  await page.mouse.move(box.x + 200, box.y + 50);
  await page.clock.runFor(FLAG_MS + 100);
  await expect(flag(page)).toHaveCSS("opacity", "0");
});

test("all that somebody has selected is painted in their colour, each with its caret", async ({ two }) => {
  const { a, b } = await two({ content: "one two\none two\none two\n" });
  await caretTo(b, "Control+Home");
  await expect(caret(a)).toHaveCount(1);
  // A caret alone has one as well, without any width.
  const selected = a.locator(".peer-selection").filter({ visible: true });
  for (const count of [1, 2, 3]) {
    // The word at the caret, and then the next ones like it.
    await b.keyboard.press("Control+d");
    await expect(selected).toHaveCount(count);
    await expect(caret(a)).toHaveCount(count);
  }
  await expect(b.getByRole("contentinfo").getByText("3 selections")).toBeVisible();
  const color = await colorOf(a);
  for (let nth = 0; nth < 3; nth++) {
    await expect(selected.nth(nth)).toHaveCSS("background-color", color);
    expect((await selected.nth(nth).boundingBox())?.width).toBeGreaterThan(10);
  }
  await b.keyboard.press("Escape");
  await b.keyboard.press("Control+End");
  await expect(caret(a)).toHaveCount(1);
  await expect(selected).toHaveCount(0);
});

test("where somebody is in a long text is marked beside the scroll bar, in their colour", async ({ two }) => {
  const { a, b } = await two({ content: "line\n".repeat(300) });
  // One's own caret is marked above those of others.
  await caretTo(a, "Control+End");
  await caretTo(b, "Control+End");
  await expect(caret(a)).toBeVisible();
  const color = await colorOf(a);
  await caretTo(b, "Control+Home");
  await expect.poll(() => markAt(a, color)).toBeLessThan(0.1);
  await caretTo(a, "Control+Home");
  await caretTo(b, "Control+End");
  await expect.poll(() => markAt(a, color)).toBeGreaterThan(0.9);
  await b.close();
  await expect.poll(() => markAt(a, color)).toBeUndefined();
});
