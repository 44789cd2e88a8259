import { expect, type Page } from "playwright/test";
import * as Y from "yjs";
import { setRole } from "../../db/participants.ts";
import { kindOf } from "../../app/routes/sessions.$sessionId/connection/sync-frames.client.ts";
import { listFiles } from "../../protocol/layout.ts";
import { browserOf, caretTo, connection, enter, hereNow, lines, saveState, showPanel } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { installClock } from "../support/page-clock.ts";
import { test } from "../support/page-test.ts";
import { smallTargets } from "../support/targets.ts";
import { storedText } from "../support/stored-text.ts";

/** Who says nothing any more is taken for gone after half a minute: sooner, they have said that they go. */
const GHOST_MS = 20_000;
/** Each minute everybody's access is asked again in any case: what changes sooner was changed by the news of it. */
const SOON_MS = 45_000;

test("the list of people is right as soon as somebody joins or leaves, and a join is said once", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  await installClock(page);
  await enter(page, stack, sessionId);
  await showPanel(page, "People");
  const here = hereNow(page);
  await expect(here.getByText("Ada")).toBeVisible();
  // Who is there when the page opens has not just joined.
  await page.clock.runFor(1_600);
  const guests = await Promise.all(["Grace", "Edsger", "Barbara"].map((name) => stack.signUp(name)));
  const connections = guests.map((guest) => connect(stack.origin, sessionId, guest));
  await Promise.all(connections.map(({ synced }) => synced));
  // It is said for three seconds only.
  const said = expect(page.getByText(/joined$/)).toHaveCount(1);
  for (const { provider } of connections) provider.setAwarenessField("file", null);
  await said;
  await expect(here.getByRole("listitem")).toHaveCount(4);
  for (const connection of connections) connection[Symbol.dispose]();
  await expect(here.getByRole("listitem")).toHaveCount(1, { timeout: GHOST_MS });
});

test("P11 a list of people that the server could not send is asked for again", async ({ two }) => {
  const { a } = await two();
  await showPanel(a, "People");
  const entry = hereNow(a).getByRole("button", { name: /Grace/ }).first();
  await expect(entry).toContainText("Editor");
  let failed = 0;
  await a.route("**/participants", (route) => (failed++ ? route.continue() : route.fulfill({ status: 503, body: "" })));
  await a.getByRole("button", { name: "Manage Grace" }).click();
  await a.getByRole("menuitem", { name: "Make viewer" }).click();
  // Nothing else happens that the page would hear of.
  await expect(entry).toContainText("Viewing");
  expect(failed).toBe(2);
});

test("two tabs of one person are one entry", async ({ stack, two }) => {
  const { a, b, sessionId } = await two();
  const second = await b.context().newPage();
  await enter(second, stack, sessionId);
  await showPanel(a, "People");
  await expect(hereNow(a).getByRole("listitem")).toHaveCount(2);
});

test("a click on somebody goes to their caret, a second one follows them until Escape", async ({ two }) => {
  const { a, b } = await two({ content: "line\n".repeat(300) });
  await caretTo(b, "Control+End");
  await b.keyboard.type("the end of Grace");
  await expect(a.getByRole("button", { name: "↓ Grace" })).toBeVisible();
  await a.getByRole("button", { name: "↓ Grace" }).click();
  await expect(lines(a)).toContainText("the end of Grace");
  await showPanel(a, "People");
  const entry = hereNow(a).getByRole("button", { name: /^G?Grace/ });
  await entry.click();
  await entry.click();
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  await caretTo(b, "Control+Home");
  await b.keyboard.type("the start of Grace ");
  await expect(lines(a)).toContainText("the start of Grace");
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  // The focus is where it was clicked.
  await expect(entry).toBeFocused();
  await a.keyboard.press("Escape");
  await expect(a.getByText("Following Grace")).toHaveCount(0);
  await entry.click();
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  await a.locator(".monaco-editor .view-lines").click();
  await expect(a.getByText("Following Grace")).toHaveCount(0);
});

test("a disc says who somebody is, and is dimmed when they have done nothing for a minute", async ({
  browser,
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  const { page } = await visit(ada, sessionId);
  const { page: other } = await browserOf(browser, stack, grace);
  await installClock(other);
  await enter(other, stack, sessionId);
  const discs = (of: Page) => of.locator("#header").getByRole("list", { name: "People here" });
  await expect(discs(page).getByTitle("Ada (you), guest", { exact: true })).toBeVisible();
  await expect(discs(other).getByTitle("Grace (you), guest, viewing", { exact: true })).toBeVisible();
  const disc = discs(page).getByRole("button", { name: /^Grace, guest, viewing/ });
  await expect(disc).toHaveAccessibleName("Grace, guest, viewing: go to the caret, once more to follow");
  await expect(disc.locator("span")).toHaveCSS("opacity", "1");
  await showPanel(page, "People");
  const entry = hereNow(page).getByRole("button", { name: /Grace/ }).first();
  await expect(entry).not.toContainText("idle");

  // It is taken for cut off, too, and connects again: still idle.
  await other.clock.fastForward(60_000);
  await expect(disc).toHaveAccessibleName(/^Grace, guest, viewing, idle: /);
  await expect(disc.locator("span")).toHaveCSS("opacity", "0.6");
  await expect(entry).toContainText("idle");
  await expect(connection(other)).toContainText("Connected");
  await other.mouse.move(300, 300);
  await expect(disc).toHaveAccessibleName(/^Grace, guest, viewing: /);
  await expect(disc.locator("span")).toHaveCSS("opacity", "1");
  await expect(entry).not.toContainText("idle");
});

test("where there is no room for everybody, a number leads to all of them", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user, { content: "line\n".repeat(300) });
  const people = await Promise.all(["Alan", "Barbara", "Donald", "Edsger", "Grace", "Tony"].map(stack.signUp));
  using others = new DisposableStack();
  for (const person of people) {
    const other = others.use(connect(stack.origin, sessionId, person));
    await other.synced;
    const end = Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(other.text(), other.text().length),
    ) as Record<string, unknown>;
    const [file] = listFiles(other.ydoc);
    other.provider.awareness?.setLocalState({ file: file?.id, selections: [{ anchor: end, head: end }] });
  }
  const { page } = await visit(ada, sessionId);
  const panel = page.locator("#side-panel");
  const numbers = [
    [page.locator("#header"), "Enter"],
    [page.locator("#code"), " "],
  ] as const;
  for (const [place, key] of numbers) {
    const number = place.getByRole("button", { name: "+2 more people" });
    await number.focus();
    await page.keyboard.press(key);
    await expect(hereNow(page).getByRole("listitem")).toHaveCount(7);
    await expect(panel).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(page.locator("#open-people")).toBeFocused();
  }

  const phone = await visit(ada, sessionId, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const number = phone.page.locator("#code").getByRole("button", { name: "+2 more people" });
  await expect(number).toBeVisible();
  expect(await smallTargets(phone.page)).toEqual([]);
  await number.tap();
  await expect(hereNow(phone.page).getByRole("listitem")).toHaveCount(7);
});

test("P4 who may only view cannot type, and can from the moment the owner lets them", async ({ stack, grace, two }) => {
  const { sessionId, a, b } = await two({ linkRole: "viewer" });
  await caretTo(b, "Control+Home");
  await b.keyboard.type("no");
  await expect(b.getByRole("contentinfo").getByText("View only")).toBeVisible();
  await showPanel(a, "People");
  await a.getByRole("button", { name: "Manage Grace" }).click();
  await a.getByRole("menuitem", { name: "Make editor" }).click();
  await expect(b.getByRole("contentinfo").getByText("View only")).toHaveCount(0, { timeout: SOON_MS });
  await caretTo(b, "Control+Home");
  await b.keyboard.type("yes ");
  await expect(lines(a)).toContainText("yes one");
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await expect(b.getByRole("contentinfo").getByText("View only")).toBeVisible({ timeout: SOON_MS });
});

test("carets are sent at most ten times a second, never for others' edits, and never after leaving", async ({
  browser,
  stack,
  ada,
  grace,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "line\n".repeat(200) });
  const { page } = await browserOf(browser, stack, ada);
  const sent: string[] = [];
  const closed = new Promise<void>((resolve) =>
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => isPresence(payload) && sent.push(String(payload)));
      socket.on("close", () => resolve());
    }),
  );
  await installClock(page);
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+Home");
  await expect.poll(() => sent.length).toBeGreaterThan(0);

  // What getting there still had to send is sent before the clock stands. Then two seconds of the page's own time, and
  // as much as the last move may wait.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
  const start = sent.length;
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("ArrowDown");
    await page.clock.runFor(25);
  }
  await page.clock.runFor(150);
  await page.clock.resume();
  expect(sent.length - start).toBeGreaterThan(2);
  // One at once, and one at each of the 21 tenths that follow.
  expect(sent.length - start).toBeLessThanOrEqual(22);

  using other = connect(stack.origin, sessionId, grace);
  await other.synced;
  const before = sent.length;
  const [file] = listFiles(other.ydoc);
  // Above the caret, which goes down with its line: the number says that they have arrived.
  await expect(page.getByText("Ln 81,")).toBeVisible();
  for (let i = 0; i < 20; i++) file?.text.insert(0, "x\n");
  await expect(page.getByText("Ln 101,")).toBeVisible();
  expect(sent.length - before).toBeLessThanOrEqual(1);

  let sockets = 0;
  page.on("websocket", () => sockets++);
  await page.getByRole("link", { name: "Your sessions" }).click();
  await page.waitForURL("**/sessions");
  await closed;
  // The last word is that they left.
  expect(sent.at(-1)).toMatch(/null$/);
  await page.clock.runFor(10_000);
  expect(sockets).toBe(0);
});

test("who somebody is comes with them, and not again with each of their carets", async ({
  browser,
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "line\n".repeat(20) });
  const { page } = await browserOf(browser, stack, ada);
  const heard: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => isPresence(payload) && heard.push(String(payload))),
  );
  await enter(page, stack, sessionId);
  const { page: other } = await visitAtEnd(grace, sessionId);
  await expect(page.locator(".peer-caret")).toBeVisible();
  expect(heard.join()).toContain("Grace");
  heard.length = 0;
  await other.keyboard.press("ArrowUp");
  await expect.poll(() => heard.join()).toContain('"head"');
  expect(heard.join()).not.toContain('"anchor"');
  await other.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => heard.join()).toContain('"anchor"');
  await expect(page.locator(".peer-selection").filter({ visible: true })).toHaveCount(1);
  expect(heard.join()).not.toContain("Grace");
});

/** An awareness message of the Hocuspocus protocol: the document's name, then type 1. */
function isPresence(payload: string | Buffer): boolean {
  const bytes = Buffer.from(payload);
  return bytes[1 + (bytes[0] ?? 0)] === 1;
}

test("P2 what a crowd writes at once is shown whole, is not sent again, and is not in one's own undo", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "start" });
  const { page, complaints } = await visitAtEnd(ada, sessionId);
  let updates = 0;
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      if (kindOf(Buffer.from(payload)) === "update") updates++;
    }),
  );
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+End");
  await page.keyboard.type("!");
  await expect(saveState(page)).toHaveText("Saved");
  using other = connect(stack.origin, sessionId, grace);
  await other.synced;
  const [file] = listFiles(other.ydoc);
  // Each is a frame of its own, and comes sooner after the one before than the page shows anything.
  for (let n = 0; n < 200; n++) file?.text.insert(n, String(n % 10));
  await expect(lines(page)).toHaveText(`${"0123456789".repeat(20)}start!`);
  expect(updates).toBe(1);
  await page.keyboard.press("Control+z");
  await expect(lines(page)).toHaveText(`${"0123456789".repeat(20)}start`);
  await expect(saveState(page)).toHaveText("Saved");
  expect(await storedText(stack, sessionId)).toBe(`${"0123456789".repeat(20)}start`);
  expect(complaints).toEqual([]);
});
