import { type Browser, type Download, expect, type Page } from "playwright/test";
import * as Y from "yjs";
import { addFile } from "../../protocol/layout.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { joinByLink, removeParticipant, setRole } from "../../db/participants.ts";
import { violationsOf } from "../support/accessibility.ts";
import { browserOf, caretTo, enter, lines } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { type Link, openLink } from "../support/link.ts";
import { test } from "../support/page-test.ts";
import { newId } from "../support/person.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";

let postgres: Link;
let stack: Stack;
let ada: Person;
let grace: Person;
test.beforeAll(async () => {
  postgres = await openLink(process.env.TEST_POSTGRES ?? "");
  stack = await startStack({ link: postgres, front: true });
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
test.afterEach(() => {
  postgres.mend();
  stack.front?.mend();
});
test.afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  postgres?.[Symbol.dispose]();
});

const saveState = (page: Page) => page.locator("#header").getByTestId("save-state");
const connection = (page: Page) => page.getByTestId("connection");

/** A browser of somebody in a session, ready to type at the end of its text. */
async function open(browser: Browser, person: Person, sessionId: string) {
  const { page, context } = await browserOf(browser, stack, person);
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+End");
  return { page, context };
}

async function storedText(sessionId: string): Promise<string | undefined> {
  const stored = await findDocument(stack.db, sessionId);
  return stored && decodeFiles(stored)[0]?.content;
}

/** Cuts the network off; keys come after the page has noticed. */
async function goOffline(page: Page) {
  await page.context().setOffline(true);
  await expect(connection(page)).toContainText("Reconnecting…");
}

/** Every word that the save state shows from now on; repeated ones once. */
async function gatherWords(page: Page): Promise<string[]> {
  const words: string[] = [];
  let last = "";
  await page.exposeFunction("tellWord", (word: string) => {
    if (word && word !== last) words.push(word);
    last = word;
  });
  await page.addInitScript(watchWords);
  await page.evaluate(watchWords);
  return words;
}

/** What the page says of its connection and of what was typed, side by side, each time that one of them changes. */
async function gatherShown(page: Page) {
  const shown: { connection: string; save: string }[] = [];
  await page.exposeFunction("tellShown", (line: string, save: string) => shown.push({ connection: line, save }));
  await page.evaluate(() => {
    const read = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? "";
    let last = "";
    new MutationObserver(() => {
      const now = [read("[data-testid=connection]"), read("#header [data-testid=save-state]")] as const;
      if (now.join() === last) return;
      last = now.join();
      void (window as unknown as { tellShown(...now: [string, string]): void }).tellShown(...now);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return shown;
}

function watchWords() {
  const look = () => {
    const word = document.querySelector("#header [data-testid=save-state]")?.textContent ?? "";
    void (window as unknown as { tellWord(word: string): void }).tellWord(word);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

async function contentOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** What a button gives to keep. */
async function downloaded(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).first().click();
  return contentOf(await download);
}

const copiesOf = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name ?? "").filter((name) => name.startsWith("tandem/")),
  );

/** Closes a tab as a crash would, once the browser has written what was typed so far. */
async function crash(page: Page) {
  await page.evaluate(async () => {
    for (const { name = "" } of await indexedDB.databases()) {
      if (!name.startsWith("tandem/")) continue;
      await new Promise<void>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const all = request.result.transaction([...request.result.objectStoreNames], "readwrite");
          all.oncomplete = () => (request.result.close(), resolve());
        };
      });
    }
  });
  await page.close();
}

/** Puts another document in the place of a session's, as restoring an old version would. */
async function replaceDocument(sessionId: string, content: string) {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: newId(), path: "main.ts", language: "typescript", content });
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(ydoc));
  await stack.db.deleteFrom("document_updates").where("session_id", "=", sessionId).execute();
  await stack.db
    .updateTable("documents")
    .set({ lineage: newId(), snapshot })
    .where("session_id", "=", sessionId)
    .execute();
}

test("P1 the save state says Saving…, Saved, Not saved yet and Offline, each when it is so", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, context } = await open(browser, ada, sessionId);
  const words = await gatherWords(page);
  await page.keyboard.type("stored");
  await expect(saveState(page)).toHaveText("Saved");
  await expect.poll(() => words.at(-1)).toBe("Saved");
  expect(words[0]).toBe("Saving…");
  expect(words).not.toContain("Offline, kept on this device");
  expect(await storedText(sessionId)).toBe("stored");

  words.length = 0;
  postgres.cut();
  await page.keyboard.type(" and not");
  await expect(saveState(page)).toHaveText("Not saved yet");
  await expect(page.getByText("The server cannot store edits right now.")).toBeVisible();
  await page.keyboard.type(", for now");
  postgres.mend();
  await expect(saveState(page)).toHaveText("Saved");
  await expect.poll(() => words.at(-1)).toBe("Saved");
  expect(words.slice(0, 2)).toEqual(["Saving…", "Not saved yet"]);
  await expect.poll(() => storedText(sessionId)).toBe("stored and not, for now");
  await expect.poll(() => words.at(-1)).toBe("Saved");

  words.length = 0;
  await goOffline(page);
  // At once: what is not there any more is not promised, and what was stored stays stored.
  expect(await saveState(page).textContent()).toBe("Offline, all saved");
  await page.keyboard.type(" offline");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await expect(page.getByText("You are offline. Go on typing")).toBeVisible();
  // It is said for three seconds only.
  const said = page.getByText(/^Back online, \d+ changes synced\.$/).waitFor();
  await context.setOffline(false);
  await said;
  await expect(saveState(page)).toHaveText("Saved");
  await expect(page.getByText("Back online")).toHaveCount(0);
  expect([...new Set(words.filter((word) => word.startsWith("Offline")))]).toEqual([
    "Offline, all saved",
    "Offline, keeping…",
    "Offline, kept on this device",
  ]);
  expect(words.at(-1)).toBe("Saved");
  expect(await storedText(sessionId)).toBe("stored and not, for now offline");
});

test("P1 an edit is Saved as soon as it is typed, and not at the next pause", async ({ browser }) => {
  const { page } = await open(browser, ada, await stack.newSession(ada.user));
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

test("the browser asks before it leaves only while something is not saved", async ({ browser }) => {
  const { page } = await open(browser, ada, await stack.newSession(ada.user));
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

test("P1 what was typed offline in a tab that was closed is in everybody's text once, after the session is opened again", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const other = await open(browser, grace, sessionId);
  const { page, context } = await open(browser, ada, sessionId);
  await goOffline(page);
  await page.keyboard.type(" offline");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await other.page.keyboard.type(" meanwhile");
  await expect(saveState(other.page)).toHaveText("Saved");
  await crash(page);
  await context.setOffline(false);
  const again = await context.newPage();
  // It is said for three seconds only.
  const said = again.getByText("The edits that you made here before are saved now, too.").waitFor();
  await enter(again, stack, sessionId);
  await said;
  await expect(saveState(again)).toHaveText("Saved");
  await expect(lines(other.page)).toContainText("offline");
  const text = await storedText(sessionId);
  expect(text?.match(/ offline/g)).toHaveLength(1);
  expect(text?.match(/ meanwhile/g)).toHaveLength(1);
  expect(text).toMatch(/^one/);

  // A third time there is nothing to say, and nothing is called offline on the way.
  const third = await context.newPage();
  const words = await gatherWords(third);
  await enter(third, stack, sessionId);
  await expect(saveState(third)).toHaveText("Saved");
  expect(words).toEqual(["Saved"]);
  await expect(third.getByText("The edits that you made here before")).toHaveCount(0);
});

test("P1 nothing is called kept on this device before the browser has written it", async ({ browser }) => {
  const { page } = await open(browser, ada, await stack.newSession(ada.user));
  await goOffline(page);
  // Somebody else is at the store, such as another tab, and does not let go of it.
  await page.evaluate(async () => {
    const [{ name = "" } = {}] = await indexedDB.databases();
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const store = opening.result.transaction("updates", "readwrite").objectStore("updates");
    const held = Object.assign(window, { isHeld: true });
    const hold = () => void (held.isHeld && (store.count().onsuccess = hold));
    hold();
  });
  const words = await gatherWords(page);
  await page.keyboard.type("not yet there");
  await expect(saveState(page)).toHaveText("Offline, keeping…");
  // Longer than the page waits before it asks.
  await page.waitForTimeout(1_000);
  expect(words).not.toContain("Offline, kept on this device");
  await page.evaluate(() => Object.assign(window, { isHeld: false }));
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
});

test("P1 P6 what is written offline arrives, whatever somebody writes meanwhile under every client id that she could see", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const { page, context } = await open(browser, ada, sessionId);
  await page.keyboard.type("online");
  await expect(saveState(page)).toHaveText("Saved");
  using attacker = connect(stack.collabOrigin, sessionId, { ...grace, page: stack.origin });
  await attacker.synced;
  const seen = new Set([
    ...attacker.ydoc.store.clients.keys(),
    ...(attacker.provider.awareness?.getStates().keys() ?? []),
  ]);
  await goOffline(page);
  await page.keyboard.type(" offline");
  // The node that comes next does not know whose these were.
  await stack.restartCollab("SIGKILL");
  for (const clientId of seen) {
    attacker.ydoc.clientID = clientId;
    attacker.text().insert(0, `${"forged ".repeat(20)}\n`);
  }
  await attacker.durable();
  await context.setOffline(false);
  await expect(saveState(page)).toHaveText("Saved");
  const text = await storedText(sessionId);
  expect(text).toMatch(/^online offline$/m);
  expect(text).toBe(attacker.text().toString());
});

test("P1 P11 a node that is killed while people type: they are connected again by themselves, and nothing is lost", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const [a, b] = [await open(browser, ada, sessionId), await open(browser, grace, sessionId)];
  const shown = await gatherShown(a.page);
  await a.page.keyboard.type("before ");
  const restart = stack.restartCollab("SIGKILL");
  await a.page.keyboard.type("during ", { delay: 30 });
  await b.page.keyboard.type("others ", { delay: 30 });
  await restart;
  for (const { page } of [a, b]) await expect(connection(page)).toContainText("Connected");
  for (const { page } of [a, b]) await expect(saveState(page)).toHaveText("Saved");
  const text = (await storedText(sessionId)) ?? "";
  expect([...text].sort().join("")).toBe([..."before during others "].sort().join(""));
  await expect(lines(a.page)).toHaveText((await lines(b.page).textContent()) ?? "");
  expect(shown.filter(({ connection: line, save }) => line === "Reconnecting…" && !/^Offline/.test(save))).toEqual([]);
});

test("P1 P11 a connection that is dead without a reset is noticed long before the browser does, and its edits are merged once", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await open(browser, ada, sessionId);
  await page.keyboard.type("before");
  await expect(saveState(page)).toHaveText("Saved");
  stack.front?.hang();
  await page.keyboard.type(" during");
  await expect(connection(page)).toContainText("Reconnecting…");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await page.keyboard.type(" after");
  stack.front?.mend();
  await expect(saveState(page)).toHaveText("Saved");
  expect(await storedText(sessionId)).toBe("before during after");
});

test("P11 a socket that opens and never says a word is given up", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  let sockets = 0;
  await page.routeWebSocket(/\/collab/, (socket) => {
    if (++sockets > 1) socket.connectToServer();
  });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(connection(page)).toContainText("Connected");
  expect(sockets).toBeGreaterThan(1);
});

test("P11 a network that comes back while a socket is being opened does not end it for good", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  const { promise: isOpened, resolve: opened } = Promise.withResolvers<void>();
  let sockets = 0;
  await page.routeWebSocket(/\/collab/, (socket) => {
    if (++sockets > 1) socket.connectToServer();
    else opened();
  });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await isOpened;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(connection(page)).toContainText("Connected");
});

test("P3 P5 access that ends while somebody is offline: her edits are not merged, and hers to download, also after a reload", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const edsger = await stack.signUp("Edsger");
  await joinByLink(stack.db, edsger.user, sessionId);
  const { page, context } = await open(browser, edsger, sessionId);
  await goOffline(page);
  await page.keyboard.type(" of mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await removeParticipant(stack.db, sessionId, edsger.user.id);
  await context.setOffline(false);
  await expect(page.getByText("You no longer have access to this session.")).toBeVisible();
  await expect(page.getByText("Your last edits were not saved.")).toBeVisible();
  expect(await downloaded(page, "Download")).toBe("one of mine");
  expect(await storedText(sessionId)).toBe("one");
  await crash(page);

  const later = await context.newPage();
  const response = await later.goto(`${stack.origin}/sessions/${sessionId}`);
  expect(response?.status()).toBe(404);
  await expect(later.getByText("Edits of yours that were never saved are kept on this device.")).toBeVisible();
  expect(await downloaded(later, "Download")).toBe("one of mine");
  expect(await storedText(sessionId)).toBe("one");
  await later.getByRole("button", { name: "Discard" }).click();
  await later.getByRole("button", { name: "Discard for good?" }).click();
  await expect(later.getByText("Edits of yours")).toHaveCount(0);
  expect(await copiesOf(later)).toEqual([]);
  await later.reload();
  await expect(later.getByText("This session does not exist")).toBeVisible();
  await expect(later.getByText("Edits of yours")).toHaveCount(0);
});

test("P1 a document that was replaced while somebody was offline takes nothing of the old one, which is offered", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "old" });
  const { page, context } = await open(browser, ada, sessionId);
  await goOffline(page);
  await page.keyboard.type(" and mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await replaceDocument(sessionId, "new");
  await context.setOffline(false);
  await expect(page.getByText("This session was replaced by another version.")).toBeVisible();
  expect(await downloaded(page, "Download")).toBe("old and mine");
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(
    page.getByText("Edits of yours that were never saved are kept on this device. They belong to an earlier version"),
  ).toBeVisible();
  await expect(connection(page)).toContainText("Connected");
  await expect(lines(page)).toHaveText("new");
  expect(await downloaded(page, "Download")).toBe("old and mine");
  expect(await storedText(sessionId)).toBe("new");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Discard for good?" }).click();
  await expect(page.getByText("Edits of yours")).toHaveCount(0);
});

test("P4 edits of somebody who may only view when she is back: not taken, kept, taken when she may edit again, or discarded", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, context } = await open(browser, grace, sessionId);
  const writeOffline = async (text: string) => {
    await goOffline(page);
    await page.keyboard.type(text);
    await expect(saveState(page)).toHaveText("Offline, kept on this device");
    await setRole(stack.db, sessionId, grace.user.id, "viewer");
    await context.setOffline(false);
    await expect(
      page.getByText("Your last edits were not taken, because you can only view this session now."),
    ).toBeVisible();
  };
  await writeOffline(" two");
  expect(await downloaded(page, "Download your copy")).toBe("one two");
  expect(await storedText(sessionId)).toBe("one");
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await expect(saveState(page)).toHaveText("Saved");
  expect(await storedText(sessionId)).toBe("one two");

  await caretTo(page, "Control+End");
  await writeOffline(" three");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Discard for good?" }).click();
  await expect(lines(page)).toHaveText("one two");
  await expect(page.getByText("Your last edits were not taken")).toHaveCount(0);
  await page.reload();
  await expect(connection(page)).toContainText("Connected");
  await expect(lines(page)).toHaveText("one two");
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
  test(`P1 L4 a paste that is too large for ${what} is told and thrown away by nobody; taken back, all is Saved`, async ({
    browser,
  }) => {
    const sessionId = await stack.newSession(ada.user, { content: linesOfSize(size) });
    const { page, context } = await open(browser, ada, sessionId);
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
    await expect(page.getByText("This session is full: it holds at most 10 MB.")).toBeVisible({ timeout: 90_000 });
    await expect(saveState(page)).toHaveText("Not saved yet");
    await expect(connection(page)).toContainText("Connected");
    other.text().insert(0, "others ");
    await other.durable();
    await page.keyboard.press("Control+Home");
    await expect(lines(page)).toContainText("others");
    // Neither tries again all the time nor loses the connection for it.
    expect(sockets).toBeLessThan(3);
    expect((await storedText(sessionId))?.length).toBe(size + "typed others ".length);
    await page.keyboard.press("Control+z");
    await expect(saveState(page)).toHaveText("Saved");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("after ");
    await expect(saveState(page)).toHaveText("Saved");
    await expect.poll(() => other.text().toString().slice(0, 13)).toBe("after others ");
    expect((await storedText(sessionId))?.length).toBe(size + "after typed others ".length);
  });
}

test("who signs out leaves no copy on the device but for edits that were never saved", async ({ browser }) => {
  const [saved, unsaved] = [
    await stack.newSession(ada.user, { content: "saved" }),
    await stack.newSession(ada.user, { content: "not " }),
  ];
  const barbara = await stack.signUp("Barbara");
  const { page, context } = await open(browser, barbara, saved);
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
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, context } = await browserOf(browser, stack, ada);
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

for (const [theme, width] of [
  ["light", 1280],
  ["dark", 1280],
  ["light", 390],
  ["dark", 390],
] as const) {
  test(`kept copies are offered accessibly, ${theme}, ${width} px wide`, async ({ browser }) => {
    const sessionId = await stack.newSession(ada.user, { content: "one" });
    const edsger = await stack.signUp("Edsger");
    await joinByLink(stack.db, edsger.user, sessionId);
    const { page, context } = await browserOf(browser, stack, edsger, {
      viewport: { width: 1280, height: 800 },
      colorScheme: theme,
    });
    await enter(page, stack, sessionId);
    await caretTo(page, "Control+End");
    await goOffline(page);
    await page.keyboard.type(" of mine");
    await expect(saveState(page)).toHaveText("Offline, kept on this device");
    await crash(page);
    await context.setOffline(false);
    const check = async (name: string) => {
      const later = await context.newPage();
      await later.setViewportSize({ width, height: 800 });
      await later.goto(`${stack.origin}/sessions/${sessionId}`);
      await expect(later.getByText("Edits of yours that were never saved")).toBeVisible();
      await expect(later.getByRole("button", { name: "Download" }).first()).toBeInViewport({ ratio: 1 });
      expect(await later.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(await violationsOf(later)).toEqual([]);
      if (process.env.SHOTS) await later.screenshot({ path: `${process.env.SHOTS}/${name}-${theme}-${width}.png` });
      await later.close();
    };
    await replaceDocument(sessionId, "another version");
    await check("replaced");
    await removeParticipant(stack.db, sessionId, edsger.user.id);
    await check("gone");
  });
}
