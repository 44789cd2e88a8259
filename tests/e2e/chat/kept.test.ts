import { sql } from "kysely";
import { expect, type Page } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { caretTo, connection, enter, showPanel, strip } from "../../support/browser.ts";
import { keptChatOf } from "../../support/kept-chat.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

const fieldOf = (page: Page) => page.getByLabel("Write a message");
const failedOn = (page: Page) => page.getByRole("group", { name: "Not sent" });
const newLine = (page: Page) => page.getByText("New messages", { exact: true });

/** Lets no message through from here on, and has one fail. */
async function fail(page: Page, text: string) {
  await page.route("**/messages", (route) => route.abort());
  await fieldOf(page).fill(text);
  await fieldOf(page).press("Enter");
  await expect(failedOn(page)).toContainText(text);
}

test("what came since somebody last read is counted when they are back, from the line on where it begins", async ({
  stack,
  ada,
  grace,
  visit,
  two,
}) => {
  const { sessionId, a, b } = await two();
  const say = async (from: number, count: number) => {
    for (let nth = from; nth < from + count; nth++)
      await addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body: `Line ${nth}` });
  };
  await say(0, 40);
  await expect(a.getByText("Line 39", { exact: true })).toBeInViewport();
  await a.getByRole("button", { name: "Close chat" }).click();
  await a.goto("about:blank");
  // More than a page is loaded with, and one of Ada's own, from another device.
  const own = newId();
  await addMessage(stack.db, { id: own, sessionId, userId: ada.user.id, body: "Of my own" });
  await sql`update chat_messages set created_at = created_at - interval '1 second' where id = ${own}`.execute(stack.db);
  await say(40, 70);

  await enter(a, stack, sessionId);
  await expect(a).toHaveTitle("(70) Pairing · Tandem");
  await expect(a.locator("#open-chat").filter({ visible: true })).toHaveText(/70 unread$/);
  // Nobody has read them by reloading the page.
  await a.reload();
  await expect(a).toHaveTitle("(70) Pairing · Tandem");
  await showPanel(a, "Chat");
  await expect(newLine(a)).toBeInViewport();
  await expect(a.getByText("Line 40", { exact: true })).toBeInViewport();
  const list = a.getByRole("log");
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(a).toHaveTitle("Pairing · Tandem");

  await a.reload();
  await expect(a.getByText("Line 109", { exact: true })).toBeInViewport();
  await expect(connection(a)).toContainText("Connected");
  await expect(newLine(a)).toHaveCount(0);
  await expect(a).toHaveTitle("Pairing · Tandem");

  // With the chat open, the page begins where its reader left off.
  await a.goto("about:blank");
  await say(110, 45);
  await enter(a, stack, sessionId);
  await expect(newLine(a)).toBeInViewport();
  await expect(a.getByText("Line 110", { exact: true })).toBeInViewport();
  await expect(a).toHaveTitle("(45) Pairing · Tandem");
  // What is read in one tab is read in the other.
  const second = await a.context().newPage();
  await enter(second, stack, sessionId);
  await expect(second).toHaveTitle("(45) Pairing · Tandem");
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  for (const page of [a, second]) await expect(page).toHaveTitle("Pairing · Tandem");

  // Grace has written all of it; Edsger has never been here.
  await expect(b).toHaveTitle("Pairing · Tandem");
  const { page: newcomer } = await visit(await stack.signUp("Edsger"), sessionId);
  await expect(newcomer.getByText("Line 154", { exact: true })).toBeInViewport();
  await expect(newLine(newcomer)).toHaveCount(0);
  await expect(newcomer).toHaveTitle("Pairing · Tandem");
});

test("P10 a draft and a message that was not sent outlive the tab, and the message is sent once", async ({
  stack,
  two,
}) => {
  const { sessionId, a, b } = await two();
  await fail(a, "Is this on?");
  await expect(failedOn(a)).toContainText(/Not sent\..* It is kept on this device\./);
  await fieldOf(a).fill("Half a\nthou");
  await a.reload();
  await expect(fieldOf(a)).toHaveValue("Half a\nthou");
  await expect(failedOn(a)).toContainText("Is this on?");
  // Whoever has closed the chat is told of it.
  await a.getByRole("button", { name: "Close chat" }).click();
  const context = a.context();
  await a.close();
  const again = await context.newPage();
  await enter(again, stack, sessionId);
  await again.getByRole("button", { name: "Show it" }).click();
  await expect(fieldOf(again)).toHaveValue("Half a\nthou");
  await failedOn(again).getByRole("button", { name: "Retry" }).click();
  await expect(b.getByRole("article")).toHaveText(/Is this on\?/);
  await expect(failedOn(again)).toHaveCount(0);
  await fieldOf(again).press("Enter");
  await expect(b.getByRole("article")).toHaveCount(2);
  await again.reload();
  await expect(connection(again)).toContainText("Connected");
  await expect(again.getByRole("article")).toHaveCount(2);
  await expect(fieldOf(again)).toHaveValue("");
  await expect(failedOn(again)).toHaveCount(0);
  await expect(b.getByRole("article")).toHaveCount(2);
});

test("P10 a message that was on its way when the page was reloaded is there to be sent or discarded", async ({
  two,
}) => {
  const { a, b } = await two();
  // Until the page that sent them is gone.
  let isHeld = true;
  await a.route("**/messages", (route) =>
    isHeld && route.request().method() === "POST" ? undefined : route.continue(),
  );
  for (const text of ["First", "Second"]) {
    await fieldOf(a).fill(text);
    await fieldOf(a).press("Enter");
  }
  await expect(a.getByRole("log").getByRole("article")).toHaveCount(2);
  await a.reload();
  isHeld = false;
  await expect(failedOn(a).getByRole("article")).toHaveText([/First/, /Second/]);
  await failedOn(a).getByRole("button", { name: "Discard" }).first().click();
  await expect(failedOn(a).getByRole("article")).toHaveText([/Second/]);
  await a.reload();
  await expect(failedOn(a).getByRole("article")).toHaveText([/Second/]);
  await failedOn(a).getByRole("button", { name: "Retry" }).click();
  await expect(b.getByRole("article")).toHaveText([/Second/]);
  await expect(failedOn(a)).toHaveCount(0);
});

test("a draft is one in all tabs of its author, and what one of them discards is gone in the others", async ({
  stack,
  two,
}) => {
  const { sessionId, a } = await two({ content: "first\nsecond\n" });
  const second = await a.context().newPage();
  await enter(second, stack, sessionId);
  await fieldOf(a).fill("In the first tab");
  await expect(fieldOf(second)).toHaveValue("In the first tab");
  await fieldOf(second).fill("In the second");
  await expect(fieldOf(a)).toHaveValue("In the second");
  // Lines that it links to belong to it.
  await caretTo(second, "Control+Home");
  await second.keyboard.press("Shift+End");
  await second.getByRole("button", { name: "Link to line 1" }).click();
  await expect(fieldOf(second)).toBeFocused();
  await expect(a.getByText(/, line 1$/)).toBeVisible();
  await fieldOf(second).press("Enter");
  for (const page of [a, second]) {
    await expect(page.getByRole("article")).toHaveText(/In the second/);
    await expect(fieldOf(page)).toHaveValue("");
    await expect(page.getByRole("button", { name: "Do not link to line 1" })).toHaveCount(0);
  }
  await fail(a, "Lost");
  await second.reload();
  await expect(failedOn(second)).toContainText("Lost");
  await failedOn(a).getByRole("button", { name: "Discard" }).click();
  await expect(failedOn(second)).toHaveCount(0);
});

test("P15 a message that was being changed when the page was reloaded still is, with the draft behind it", async ({
  two,
}) => {
  const { a, b } = await two();
  await fieldOf(a).fill("Helo");
  await fieldOf(a).press("Enter");
  await expect(b.getByRole("article")).toHaveText(/Helo/);
  await fieldOf(a).fill("A draft");
  const change = async (text: string) => {
    await a.getByRole("article").hover();
    await a.getByLabel("Change this message").click();
    await a.getByRole("menuitem", { name: "Edit" }).click();
    await expect(a.getByText("Changing your message")).toBeVisible();
    await fieldOf(a).fill(text);
  };
  const reload = async () => {
    await a.reload();
    await expect(connection(a)).toContainText("Connected");
  };
  await change("Hello");
  await reload();
  await expect(a.getByText("Changing your message")).toBeVisible();
  await expect(fieldOf(a)).toHaveValue("Hello");
  await expect(fieldOf(a)).not.toBeFocused();
  // What is given up is not there again.
  await fieldOf(a).press("Escape");
  await expect(fieldOf(a)).toHaveValue("A draft");
  await reload();
  await expect(fieldOf(a)).toHaveValue("A draft");
  await expect(a.getByText("Changing your message")).toHaveCount(0);

  // Nor is what the server has; what was on its way to it is.
  let isHeld = true;
  await a.route("**/messages/*", (route) => (isHeld ? undefined : route.continue()));
  await change("Hello");
  await fieldOf(a).press("Enter");
  await expect(a.getByRole("article")).toHaveText(/Hello/);
  await reload();
  await expect(fieldOf(a)).toHaveValue("Hello");
  isHeld = false;
  await fieldOf(a).press("Enter");
  await expect(b.getByRole("article")).toHaveText(/Hello.*edited/);
  await expect(a.getByRole("article")).toHaveText(/Hello.*edited/);
  await reload();
  await expect(fieldOf(a)).toHaveValue("A draft");
  await expect(a.getByText("Changing your message")).toHaveCount(0);
});

test("P15 what a message was being changed to when it no longer can be is in the draft, if it is something new", async ({
  stack,
  two,
}) => {
  const { sessionId, a, b } = await two();
  const deleteAll = () =>
    stack.db.updateTable("chat_messages").set({ deleted_at: new Date() }).where("session_id", "=", sessionId).execute();
  const send = async (text: string) => {
    await fieldOf(a).fill(text);
    await fieldOf(a).press("Enter");
    await expect(b.getByRole("article").last()).toContainText(text);
    // It is the only one that may be changed.
    await expect(a.getByLabel("Change this message")).toHaveCount(1);
    await fieldOf(a).press("ArrowUp");
    await expect(fieldOf(a)).toHaveValue(text);
  };
  const reload = async () => {
    await a.reload();
    await expect(connection(a)).toContainText("Connected");
    await expect(a.getByText("Changing your message")).toHaveCount(0);
  };
  await send("Helo");
  await fieldOf(a).fill("Hello");
  await sql`update chat_messages set created_at = created_at - interval '6 minutes'
    where session_id = ${sessionId}`.execute(stack.db);
  await reload();
  await expect(fieldOf(a)).toHaveValue("Hello");
  await expect(a.getByRole("article")).toHaveText(/Helo/);

  await send("Second");
  await fieldOf(a).fill("Better");
  await deleteAll();
  await reload();
  await expect(a.getByRole("article")).toHaveCount(0);
  await expect(fieldOf(a)).toHaveValue("Better");
  await reload();
  await expect(fieldOf(a)).toHaveValue("Better");

  await send("Third");
  await deleteAll();
  await reload();
  await expect(fieldOf(a)).toHaveValue("");
});

test("P8 what stands where something of the chat is kept, and is none of it, does the page no harm", async ({
  stack,
  ada,
  two,
}) => {
  const { sessionId, a, complaints } = await two();
  await a.goto("about:blank");
  const bad = await a.context().newPage();
  await bad.goto(stack.origin);
  await bad.evaluate((place) => {
    localStorage.setItem(`${place}/seen`, "yesterday");
    localStorage.setItem(`${place}/draft`, "#lines=x:1-1:1.1-1.1");
    localStorage.setItem(`${place}/unsent/1`, "{");
    localStorage.setItem(`${place}/unsent/2`, '{"body":2}');
  }, `tandem.chat/${ada.user.id}/${sessionId}`);
  await bad.close();
  await enter(a, stack, sessionId);
  await expect(fieldOf(a)).toHaveValue("#lines=x:1-1:1.1-1.1");
  await expect(failedOn(a)).toHaveCount(0);
  await fieldOf(a).fill("All is well");
  await fieldOf(a).press("Enter");
  await expect(a.getByRole("article")).toHaveText(/All is well/);
  expect(complaints).toEqual([[], []]);
});

test("P3 whoever uses the browser after somebody has signed out finds neither their draft nor what was not sent", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, context } = await visit(ada, sessionId);
  await fail(page, "A secret");
  await fieldOf(page).fill("Another");
  expect((await keptChatOf(page, ada.user.id)).length).toBeGreaterThanOrEqual(3);
  const other = await context.newPage();
  await other.goto(`${stack.origin}/settings`);
  await other.getByRole("button", { name: "Sign out", exact: true }).click();
  await other.waitForURL(`${stack.origin}/`);
  await expect.poll(() => keptChatOf(other)).toEqual([]);
  // The tab that is still open shows what can be copied, says that it is nowhere else, and keeps nothing again.
  await expect(strip(page).getByText(/^You are signed out/)).toBeVisible();
  await expect(fieldOf(page)).toHaveValue("Another");
  await expect(failedOn(page)).toContainText("It is in this tab alone");

  const [name = "", value = ""] = grace.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: stack.origin }]);
  await enter(other, stack, sessionId);
  await showPanel(other, "Chat");
  await expect(fieldOf(other)).toHaveValue("");
  await expect(failedOn(other)).toHaveCount(0);
  expect(await keptChatOf(other, ada.user.id)).toEqual([]);
  expect(await keptChatOf(other, grace.user.id)).toHaveLength(1);
});
