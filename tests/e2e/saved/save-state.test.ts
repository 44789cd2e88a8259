import { expect, type Page } from "playwright/test";
import { connection, goOffline, lines, saveState, strip } from "../../support/browser.ts";
import { connect } from "../../support/connection.ts";
import { test } from "../../support/page-test.ts";
import { gatherWords } from "../../support/save-words.ts";
import { storedText } from "../../support/stored-text.ts";

test("P1 the save state says Saving…, Saved, Not saved yet and Offline, each when it is so", async ({
  stack,
  postgres,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, context } = await visitAtEnd(ada, sessionId);
  const words = await gatherWords(page);
  await page.keyboard.type("stored");
  await expect(saveState(page)).toHaveText("Saved");
  await expect.poll(() => words.at(-1)).toBe("Saved");
  expect(words[0]).toBe("Saving…");
  expect(words).not.toContain("Offline, kept on this device");
  expect(await storedText(stack, sessionId)).toBe("stored");

  words.length = 0;
  postgres.cut();
  await page.keyboard.type(" and not");
  await expect(saveState(page)).toHaveText("Not saved yet");
  await expect(strip(page).getByText("The server cannot store edits right now.")).toBeVisible();
  await page.keyboard.type(", for now");
  postgres.mend();
  await expect(saveState(page)).toHaveText("Saved");
  await expect.poll(() => words.at(-1)).toBe("Saved");
  expect(words.slice(0, 2)).toEqual(["Saving…", "Not saved yet"]);
  await expect.poll(() => storedText(stack, sessionId)).toBe("stored and not, for now");
  await expect.poll(() => words.at(-1)).toBe("Saved");

  words.length = 0;
  await goOffline(page);
  // At once: what is not there any more is not promised, and what was stored stays stored.
  expect(await saveState(page).textContent()).toBe("Offline, all saved");
  await page.keyboard.type(" offline");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await expect(strip(page).getByText("You are offline. Keep typing")).toBeVisible();
  // It is said for three seconds only.
  const said = strip(page)
    .getByText(/^Back online, \d+ changes synced\.$/)
    .waitFor();
  await context.setOffline(false);
  await said;
  await expect(saveState(page)).toHaveText("Saved");
  await expect(strip(page).getByText("Back online")).toHaveCount(0);
  expect([...new Set(words.filter((word) => word.startsWith("Offline")))]).toEqual([
    "Offline, all saved",
    "Offline, saving here…",
    "Offline, kept on this device",
  ]);
  expect(words.at(-1)).toBe("Saved");
  expect(await storedText(stack, sessionId)).toBe("stored and not, for now offline");
});

test("one live region tells why edits are not saved, and that they are again, and not each Saved", async ({
  stack,
  postgres,
  ada,
  visitAtEnd,
}) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user));
  const announcer = page.getByTestId("announcer");
  const cannotStore =
    "The server cannot store edits right now. Keep typing and keep this tab open: they are saved as soon as it can.";
  const offline = "You are offline. Keep typing: your edits are sent when you are back. They are kept on this device.";
  await expect(announcer).toHaveAttribute("aria-live", "polite");
  await expect(saveState(page)).not.toHaveAttribute("role");
  await page.evaluate(() => {
    const shown = window as unknown as { told: string[] };
    shown.told = [];
    const region = document.querySelector("[data-testid=announcer]");
    if (region)
      new MutationObserver(() => shown.told.push(region.textContent ?? "")).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
  await page.keyboard.type("one");
  await expect(saveState(page)).toHaveText("Saved");
  postgres.cut();
  await page.keyboard.type(" two");
  await expect(announcer).toHaveText(cannotStore);
  postgres.mend();
  await expect(announcer).toHaveText("Saved.");
  await page.keyboard.type(" three");
  await expect(saveState(page)).toHaveText("Saved");
  await goOffline(page);
  await expect(announcer).toHaveText(offline);
  await page.keyboard.type(" four");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await page.context().setOffline(false);
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  const toldSince = async () => (await told()).slice(3).join(" ");
  // Both at once or one after the other, as they come.
  await expect.poll(toldSince).toMatch(/Back online, \d+ changes synced\./);
  await expect.poll(toldSince).toMatch(/Saved\./);
  expect((await told()).slice(0, 3)).toEqual([cannotStore, "Saved.", offline]);
  expect((await toldSince()).match(/Saved\.|Back online|Offline|Not saved/g)?.toSorted()).toEqual([
    "Back online",
    "Saved.",
  ]);
});

test("P1 an edit is Saved as soon as it is typed, and not at the next pause", async ({ stack, ada, visitAtEnd }) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user));
  await page.evaluate(() => {
    const shown = window as unknown as { savedMs: number[] };
    shown.savedMs = [];
    let pressedAt: number | undefined;
    addEventListener("keydown", () => (pressedAt = performance.now()), true);
    new MutationObserver(() => {
      const word = document.querySelector("#header [data-testid=save-state]")?.textContent;
      if (word !== "Saved" || pressedAt === undefined) return;
      shown.savedMs.push(performance.now() - pressedAt);
      pressedAt = undefined;
    }).observe(document.querySelector("#header") ?? document, { subtree: true, childList: true, characterData: true });
  });
  const times = () => page.evaluate(() => (window as unknown as { savedMs: number[] }).savedMs);
  for (let i = 1; i <= 20; i++) {
    await page.keyboard.type("x");
    await expect.poll(async () => (await times()).length).toBe(i);
  }
  // Usually in a tenth of that; a store that waits for a pause of its own, as many do, takes two seconds each time.
  expect((await times()).sort((x, y) => x - y)[10]).toBeLessThan(1_000);
});

test("the browser asks before it leaves only while something is not saved", async ({
  stack,
  postgres,
  ada,
  visitAtEnd,
}) => {
  const { page } = await visitAtEnd(ada, await stack.newSession(ada.user));
  const questions: string[] = [];
  page.on("dialog", (dialog) => (questions.push(dialog.type()), dialog.dismiss()));
  postgres.cut();
  await page.keyboard.type("unsaved");
  await expect(saveState(page)).toHaveText("Not saved yet");
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => questions).toEqual(["beforeunload"]);
  expect(page.isClosed()).toBe(false);
  postgres.mend();
  await expect(saveState(page)).toHaveText("Saved");
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(questions).toEqual(["beforeunload"]);
});
const MB = 1024 * 1024;
const linesOfSize = (bytes: number) => "0123456789abcde\n".repeat(bytes / 16);

async function paste(page: Page, text: string) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press("Control+v");
}

for (const [what, size, pasted] of [
  ["a frame", 0, 9 * MB],
  ["the session", 7 * MB, 4 * MB],
] as const) {
  test(`P1 L4 a paste that is too large for ${what} is told and kept; taken back, all is Saved`, async ({
    stack,
    ada,
    grace,
    visitAtEnd,
  }) => {
    const sessionId = await stack.newSession(ada.user, { content: linesOfSize(size) });
    const { page, context } = await visitAtEnd(ada, sessionId);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    using other = connect(stack.origin, sessionId, grace);
    await other.synced;
    let sockets = 0;
    page.on("websocket", () => sockets++);
    await page.keyboard.type("typed ");
    await expect(saveState(page)).toHaveText("Saved");
    // A move of the caret begins a new step for undo.
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+End");
    await paste(page, linesOfSize(pasted));
    await expect(strip(page).getByText("This session is full: it holds at most 10 MB.")).toBeVisible();
    await expect(saveState(page)).toHaveText("Not saved yet");
    await expect(connection(page)).toContainText("Connected");
    other.text().insert(0, "others ");
    await other.durable();
    await page.keyboard.press("Control+Home");
    await expect(lines(page)).toContainText("others");
    // Neither tries again all the time nor loses the connection for it.
    expect(sockets).toBeLessThan(3);
    expect((await storedText(stack, sessionId))?.length).toBe(size + "typed others ".length);
    await page.keyboard.press("Control+z");
    await expect(saveState(page)).toHaveText("Saved");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("after ");
    await expect(saveState(page)).toHaveText("Saved");
    await expect.poll(() => other.text().toString().slice(0, 13)).toBe("after others ");
    expect((await storedText(stack, sessionId))?.length).toBe(size + "after typed others ".length);
  });
}
