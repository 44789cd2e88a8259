import { expect, type Page } from "playwright/test";
import { listFiles } from "../../protocol/layout.ts";
import { bytesOf, caretTo, connection, lines } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { test } from "../support/page-test.ts";
import { randomFrom } from "../support/random.ts";

const editor = (page: Page) => page.locator(".monaco-editor").first();

test("two people write one text from a cold start, and it survives a restart", async ({ stack, grace, open }) => {
  const { page } = await open("/");
  await page.getByRole("button", { name: "Start coding" }).click();
  await expect(connection(page)).toContainText("Connected");
  const { page: other } = await open(new URL(page.url()).pathname, { as: grace });
  await editor(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// from the first");
  await expect(lines(other)).toContainText("// from the first");
  await editor(other).click();
  await other.keyboard.press("Control+Home");
  await other.keyboard.type("// from Grace\n");
  await expect(lines(page)).toContainText("// from Grace");
  await expect(page.locator(".peer-flag")).toHaveText("Grace");

  await stack.restartCollab("SIGTERM");
  await page.reload();
  await expect(lines(page)).toContainText("// from Grace");
  await expect(lines(page)).toContainText("// from the first");
});

test("P2 three browsers that write at random, lose the network and paste \\r\\n end with one text", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "start\n" });
  const people = await Promise.all(["Ada", "Grace", "Edsger"].map((name) => stack.signUp(name)));
  const pages: Page[] = [];
  for (const person of people) {
    const { page } = await visit(person, sessionId, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.locator(".monaco-editor .view-lines").click();
    pages.push(page);
  }
  const { seed, random, below } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  const pick = <T>(items: T[]) => items[below(items.length)] as T;
  const away = new Set<Page>();
  for (let step = 0; step < 90; step++) {
    const page = pick(pages);
    const action = random();
    if (action < 0.08) {
      const isAway = away.has(page);
      await page.context().setOffline(!isAway);
      if (isAway) away.delete(page);
      else away.add(page);
    } else if (action < 0.16) {
      await page.evaluate((text) => navigator.clipboard.writeText(text), `pasted\r\n${step}\r\n`);
      await page.keyboard.press("Control+v");
    } else if (action < 0.3) await page.keyboard.press(pick(["Backspace", "Delete", "Enter"]));
    else if (action < 0.5)
      await page.keyboard.press(
        pick(["ArrowUp", "ArrowDown", "ArrowLeft", "Home", "End", "Control+Home", "Control+End"]),
      );
    else if (action < 0.56) await page.keyboard.press(pick(["Control+z", "Control+Shift+z"]));
    else if (action < 0.66) await page.keyboard.insertText(pick(["🙂", "👩‍💻", "é", "漢字", "\t"]));
    else await page.keyboard.type(pick(["abc", "x = 1;", "(", "foo "]));
  }
  for (const page of pages) await page.context().setOffline(false);
  for (const page of pages) await expect(connection(page)).toContainText("Connected");

  using reader = connect(stack.origin, sessionId, ada);
  await expect
    .poll(
      async () => {
        const shown = await Promise.all(pages.map((page) => textShown(page)));
        return new Set([listFiles(reader.ydoc)[0]?.text.toString() ?? "", ...shown]).size;
      },
      { timeout: 240_000 },
    )
    .toBe(1);
  expect(listFiles(reader.ydoc)[0]?.text.toString()).not.toContain("\r");
});

/** The whole text of a page's editor, through the same copy that a person would make. */
async function textShown(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Download this file" }).click();
  return String(await bytesOf(await download));
}

test("P11 typing goes on while the node restarts, and arrives afterwards", async ({ stack, two }) => {
  const { a, b } = await two();
  await caretTo(a, "Control+Home");
  const restart = stack.restartCollab("SIGTERM");
  await a.keyboard.type("typed meanwhile ");
  await restart;
  await expect(lines(b)).toContainText("typed meanwhile");
});
