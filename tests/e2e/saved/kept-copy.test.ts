import { expect, type Page } from "playwright/test";
import { joinByLink, removeParticipant } from "../../../db/participants.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { browserOf, caretTo, enter, excuse, goOffline, lines, saveState, strip } from "../../support/browser.ts";
import { copiesOf, crash, replaceDocument } from "../../support/kept-copies.ts";
import { installClock } from "../../support/page-clock.ts";
import { test } from "../../support/page-test.ts";
import { gatherWords } from "../../support/save-words.ts";
import { storedText } from "../../support/stored-text.ts";

/** As another tab would that is at the store of the only copy, and does not let go of it. */
const holdStore = (page: Page) =>
  page.evaluate(async () => {
    const [{ name = "" } = {}] = await indexedDB.databases();
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const store = opening.result.transaction("updates", "readwrite").objectStore("updates");
    const held = Object.assign(window, { isHeld: true });
    const hold = () => void (held.isHeld && (store.count().onsuccess = hold));
    await new Promise<void>((resolve) => (store.count().onsuccess = () => (hold(), resolve())));
  });
const releaseStore = (page: Page) => page.evaluate(() => Object.assign(window, { isHeld: false }));

test("P1 what was typed offline in a tab that was closed is sent once when the session is opened", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const other = await visitAtEnd(grace, sessionId);
  const { page, context } = await visitAtEnd(ada, sessionId);
  await goOffline(page);
  await page.keyboard.type(" offline");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await other.page.keyboard.type(" meanwhile");
  await expect(saveState(other.page)).toHaveText("Saved");
  await crash(page);
  await context.setOffline(false);
  const again = await context.newPage();
  // It is said for three seconds only.
  const said = strip(again).getByText("The edits that you made here before are saved now, too.").waitFor();
  await enter(again, stack, sessionId);
  await said;
  await expect(saveState(again)).toHaveText("Saved");
  await expect(lines(other.page)).toContainText("offline");
  const text = await storedText(stack, sessionId);
  expect(text?.match(/ offline/g)).toHaveLength(1);
  expect(text?.match(/ meanwhile/g)).toHaveLength(1);
  expect(text).toMatch(/^one/);

  // A third time there is nothing to say, and nothing is called offline on the way, however late the copy comes.
  await holdStore(again);
  const third = await context.newPage();
  const words = await gatherWords(third);
  await enter(third, stack, sessionId);
  await expect(saveState(third)).toHaveText("Saved");
  // Longer than the page waits for its copy, by its own clock; its timer was there first.
  await third.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_600)));
  expect(words).toEqual(["Saved"]);
  await releaseStore(again);
  // Whoever comes to the store now comes behind that copy.
  await holdStore(third);
  await releaseStore(third);
  expect(words).toEqual(["Saved"]);
  await expect(strip(third).getByText("The edits that you made here before")).toHaveCount(0);
});

test("P1 nothing is called kept on this device before the browser has written it", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user));
  await installClock(page);
  await goOffline(page);
  // Somebody else is at the store, such as another tab, and does not let go of it.
  await holdStore(page);
  const words = await gatherWords(page);
  await page.keyboard.type("not yet there");
  await expect(saveState(page)).toHaveText("Offline, saving here…");
  // Longer than the page waits before it asks, and long enough for the browser to answer for another store.
  await page.clock.runFor(1_000);
  await page.evaluate(() => new Promise((resolve) => (indexedDB.open("another").onsuccess = resolve)));
  expect(words).not.toContain("Offline, kept on this device");
  await releaseStore(page);
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
});

test("who signs out leaves no copy on the device but for edits that were never saved", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const [saved, unsaved] = [
    await stack.newSession(ada.user, { content: "saved" }),
    await stack.newSession(ada.user, { content: "not " }),
  ];
  const barbara = await stack.signUp("Barbara");
  const { page, context } = await visitAtEnd(barbara, saved);
  await page.keyboard.type("!");
  await expect(saveState(page)).toHaveText("Saved");
  await enter(page, stack, unsaved);
  await caretTo(page, "Control+End");
  await goOffline(page);
  await page.keyboard.type("saved");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  expect(await copiesOf(page)).toHaveLength(2);
  await crash(page);
  await context.setOffline(false);
  await context.clearCookies();
  const later = await context.newPage();
  await later.goto(stack.origin);
  await expect.poll(() => copiesOf(later)).toEqual([expect.stringContaining(unsaved)]);
});

test("where the browser keeps nothing the page says so, and asks before going to another page of ours", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, context, complaints } = await browserOf(browser, stack, ada);
  // y-indexeddb leaves what is thrown at it to the console.
  excuse(complaints);
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("Not here.", "SecurityError");
    };
  });
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+End");
  await goOffline(page);
  await page.keyboard.type("lost?");
  await expect(saveState(page)).toHaveText("Offline, keep this tab open");
  const questions: string[] = [];
  page.on("dialog", (dialog) => (questions.push(dialog.type()), dialog.dismiss()));
  await page.getByRole("link", { name: "Your sessions" }).click();
  await expect.poll(() => questions).toEqual(["confirm"]);
  await expect(lines(page)).toHaveText("lost?");
  await context.setOffline(false);
  await expect(saveState(page)).toHaveText("Saved");
  await page.getByRole("link", { name: "Your sessions" }).click();
  await page.waitForURL("**/sessions");
  expect(questions).toEqual(["confirm"]);
});

test("kept copies are offered accessibly, in light and dark, on a phone too", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const edsger = await stack.signUp("Edsger");
  await joinByLink(stack.db, edsger.user, sessionId);
  const { page, context } = await visit(edsger, sessionId);
  await caretTo(page, "Control+End");
  await goOffline(page);
  await page.keyboard.type(" of mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await crash(page);
  await context.setOffline(false);
  const check = async (name: string) => {
    for (const width of [1280, 390]) {
      const later = await context.newPage();
      await later.setViewportSize({ width, height: 800 });
      await later.goto(`${stack.origin}/sessions/${sessionId}`);
      await expect(strip(later).getByText("Edits of yours that were never saved")).toBeVisible();
      for (const colorScheme of ["light", "dark"] as const) {
        await later.emulateMedia({ colorScheme });
        await expect(later.getByRole("button", { name: "Download" }).first()).toBeInViewport({ ratio: 1 });
        expect(await later.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        expect(await violationsOf(later), `${name}, ${colorScheme}, ${width} px wide`).toEqual([]);
        if (process.env.SHOTS)
          await later.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png` });
      }
      await later.close();
    }
  };
  await replaceDocument(stack, sessionId, "another version");
  await check("replaced");
  await removeParticipant(stack.db, sessionId, edsger.user.id);
  await check("gone");
});
