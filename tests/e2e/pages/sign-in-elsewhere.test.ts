import { expect, type Page } from "playwright/test";
import { caretTo, connection, enter, lines, saveState, showPanel, strip } from "../../support/browser.ts";
import { keptChatOf } from "../../support/kept-chat.ts";
import { test } from "../../support/page-test.ts";
import type { Person } from "../../support/stack.ts";
import { storedText } from "../../support/stored-text.ts";

test("P1 P5 P6 a guest's open pages go on as the user when another tab signs in with GitHub", async ({
  stack,
  gitHub,
  open,
}) => {
  gitHub.person({ id: 73, login: "katherine", name: "Katherine Johnson" });
  const guest = await stack.signUp("Guest");
  const { page, context } = await open("/settings", { as: guest });
  const [sessionId, other] = [
    await stack.newSession(guest.user, { content: "one", title: "Orbits" }),
    await stack.newSession(guest.user, { content: "left " }),
  ];
  // One tab that is online, one that is not and has something unsent, one that was closed so.
  const [online, offline] = [await context.newPage(), await context.newPage()];
  await enter(offline, stack, other);
  await context.setOffline(true);
  await caretTo(offline, "Control+End");
  await offline.keyboard.type("behind");
  await expect(saveState(offline)).toHaveText("Offline, kept on this device");
  await offline.close();
  await context.setOffline(false);

  await enter(online, stack, sessionId);
  await caretTo(online, "Control+End");
  await online.keyboard.type(" two");
  await expect(saveState(online)).toHaveText("Saved");
  await showPanel(online, "Chat");
  await online.getByLabel("Write a message").fill("As a guest");
  await online.keyboard.press("Enter");
  await expect(online.getByRole("article")).toHaveText(/you/);
  await online.getByLabel("Write a message").fill("Half a thou");
  const away = await context.newPage();
  let isCut = false;
  await away.routeWebSocket(/\/collab/, (socket) => void (isCut ? socket.close() : socket.connectToServer()));
  await enter(away, stack, sessionId);
  isCut = true;
  await stack.restartCollab("SIGKILL");
  await expect(connection(online)).toContainText("Connected");
  await expect(connection(away)).toContainText("Reconnecting…");
  await caretTo(away, "Control+End");
  await away.keyboard.type(" three");
  await expect(saveState(away)).toHaveText("Offline, kept on this device");

  await page.getByRole("button", { name: "Sign in with GitHub" }).first().click();
  await expect(page.getByText("signed in with GitHub as Katherine Johnson")).toBeVisible();
  await expect(online.getByText("You are signed in as Katherine Johnson now.")).toBeVisible();
  await expect(strip(online).getByText(/^You are signed out/)).toHaveCount(0);
  await expect(connection(online)).toContainText("Connected");
  await expect(online.locator("#header").getByText("Katherine Johnson (you)")).toBeAttached();
  await expect(online.getByRole("article")).toHaveText(/Katherine Johnson\s*you/);
  // Undo is there still, and the owner is the owner.
  await expect(online.getByRole("button", { name: "Share" })).toBeVisible();
  await caretTo(online, "Control+End");
  await online.keyboard.type("!");
  await expect(saveState(online)).toHaveText("Saved");

  // What waited in a page without a connection is sent once it has one, under the user.
  isCut = false;
  await expect(lines(online)).toContainText(" three");
  await expect(saveState(away)).toHaveText("Saved");
  await expect(away.locator("#header").getByText("Katherine Johnson (you)")).toBeAttached();
  expect(await storedText(stack, sessionId)).toMatch(/^one two( three!|! three)$/);

  // So is what a closed tab had left behind.
  const again = await context.newPage();
  await enter(again, stack, other);
  await expect(lines(again)).toHaveText("left behind");
  await expect(saveState(again)).toHaveText("Saved");
  const names = await again.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));
  expect(names.filter((name) => name.includes(guest.user.id))).toEqual([]);

  // The chat's draft is the user's, too.
  await expect(online.getByLabel("Write a message")).toHaveValue("Half a thou");
  await online.reload();
  await expect(online.getByLabel("Write a message")).toHaveValue("Half a thou");
  expect(await keptChatOf(online, guest.user.id)).toEqual([]);
});

test("P5 P6 a page that was signed out goes on with the same person, and with nobody else", async ({
  stack,
  gitHub,
  open,
}) => {
  gitHub.person({ id: 74, login: "dorothy", name: "Dorothy Vaughan" });
  const { page, context } = await open("/sign-in");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.waitForURL("**/sessions");
  const { user_id: userId } = await stack.db
    .selectFrom("sign_ins")
    .select("user_id")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const sessionId = await stack.newSession({ id: userId, color: "#5a5af6" } as Person["user"], { content: "one" });
  const editor = await context.newPage();
  await enter(editor, stack, sessionId);
  await caretTo(editor, "Control+End");
  await editor.keyboard.type(" two");
  await expect(saveState(editor)).toHaveText("Saved");
  const signIn = async () => {
    await page.goto(`${stack.origin}/sign-in`);
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.waitForURL("**/sessions");
  };
  const signOut = () => page.evaluate(() => fetch("/auth/sign-out", { method: "POST" }));
  await signOut();
  await expect(strip(editor).getByText("You are signed out.")).toBeVisible();
  await signIn();
  await expect(connection(editor)).toContainText("Connected");
  await expect(strip(editor).getByText("You are signed out.")).toHaveCount(0);
  await caretTo(editor, "Control+End");
  await editor.keyboard.type(" three");
  await expect(saveState(editor)).toHaveText("Saved");

  gitHub.person({ id: 75, login: "mary", name: "Mary Jackson" });
  await signOut();
  await expect(strip(editor).getByText("You are signed out.")).toBeVisible();
  await signIn();
  await expect(
    strip(editor).getByText("You are signed out: Mary Jackson is signed in in this browser now."),
  ).toBeVisible();
  await expect(lines(editor)).toHaveText("one two three");
  await expect(editor.getByRole("link", { name: "Open it as Mary Jackson" })).toBeVisible();
});

/** Times are told by how long ago they were once a page has come to life. */
const comesToLife = (page: Page) => expect(page.getByText("just now").first()).toBeAttached();

test("P6 the list and the settings notice that another tab has signed out, and go on when it signs in", async ({
  stack,
  ada,
  open,
}) => {
  await stack.newSession(ada.user, { title: "Of Ada" });
  const { page, context } = await open("/settings", { as: ada });
  const [list, settings] = [await context.newPage(), await context.newPage()];
  await list.goto(`${stack.origin}/sessions?sort=title`);
  await comesToLife(list);
  await settings.goto(`${stack.origin}/sessions`);
  await comesToLife(settings);
  await settings.getByRole("banner").locator("summary").click();
  await settings.getByRole("link", { name: "Settings" }).click();
  await expect(settings.getByRole("heading", { name: "Settings" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(`${stack.origin}/`);
  await list.waitForURL("**/sign-in?returnTo=%2Fsessions%3Fsort%3Dtitle");
  await settings.waitForURL("**/sign-in?returnTo=%2Fsettings");
  for (const each of [list, settings]) {
    await expect(each.getByText("You were signed out in another tab or browser.")).toBeVisible();
    await expect(each.getByLabel("Your name")).toBeVisible();
  }

  await page.goto(`${stack.origin}/sign-in`);
  await page.getByLabel("Your name").fill("Grace");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sessions");
  await list.waitForURL("**/sessions?sort=title");
  await expect(list.getByRole("heading", { name: "No sessions yet" })).toBeVisible();
  await settings.waitForURL("**/settings");
  await expect(settings.getByLabel("Your name")).toHaveValue("Grace");
});

test("P5 a page whose sign-in another browser has ended notices when somebody comes back to it", async ({
  stack,
  ada,
  open,
}) => {
  await stack.newSession(ada.user, { title: "Of Ada" });
  const { page } = await open("/sessions", { as: ada });
  await comesToLife(page);
  await stack.db.deleteFrom("sign_ins").where("user_id", "=", ada.user.id).execute();
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.waitForURL("**/sign-in?returnTo=%2Fsessions");
  await expect(page.getByText("You were signed out in another tab or browser.")).toBeVisible();
});
