/** The share dialog: whom the link lets in, who is in the session, and what a change means before it happens. */
import { sql } from "kysely";
import { expect, type Page } from "playwright/test";
import { acceptInvite, createInvite } from "../../db/invites.ts";
import { addMessage } from "../../db/messages.ts";
import { accessTo, joinByLink, setRole } from "../../db/participants.ts";
import { violationsOf } from "../support/accessibility.ts";
import { connection, enter } from "../support/browser.ts";
import { test } from "../support/page-test.ts";
import { newId } from "../support/person.ts";
import type { Person, Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Share this session" });
const openShare = async (page: Page) => {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(dialog(page)).toBeVisible();
};
const summary = (violations: Awaited<ReturnType<typeof violationsOf>>) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
const roleOf = async (stack: Stack, { user }: Person, sessionId: string) =>
  (await accessTo(stack.db, user, sessionId))?.role;

test("P4 what takes something from people who came by the link asks first, and Cancel changes nothing", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const others = await Promise.all(["Edsger", "Barbara", "Cy"].map((name) => stack.signUp(name)));
  for (const { user } of [grace, ...others]) await joinByLink(stack.db, user, sessionId);
  // Whoever has a role of their own keeps it.
  const [edsger, barbara, cy] = others;
  if (!edsger || !barbara || !cy) throw new Error("They are three.");
  await setRole(stack.db, sessionId, cy.user.id, "editor");
  const { page, complaints } = await visit(ada, sessionId);
  await openShare(page);
  const [who, role] = [page.getByLabel("Who can join"), page.getByLabel("With the link they")];
  await expect(dialog(page)).toContainText("Anyone with the link can edit. 3 people came by it.");
  let asked = 0;
  page.on("request", (request) => request.method() === "PATCH" && asked++);

  await role.selectOption("viewer");
  await expect(dialog(page)).toContainText(
    "3 people who came by the link will only be able to view: Grace, Edsger, and Barbara.",
  );
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await expect(role).toHaveValue("editor");
  await expect(role).toBeFocused();
  await who.selectOption("private");
  await expect(dialog(page)).toContainText(
    "3 people who came by the link will lose access: Grace, Edsger, and Barbara.",
  );
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await expect(who).toHaveValue("link");
  expect(asked).toBe(0);
  expect(await roleOf(stack, grace, sessionId)).toBe("editor");

  await who.selectOption("private");
  await dialog(page).getByRole("button", { name: "Make it private" }).click();
  await expect(dialog(page)).toContainText("3 people who came by the link are out now: Grace, Edsger, and Barbara.");
  expect(await roleOf(stack, grace, sessionId)).toBeUndefined();
  expect(await roleOf(stack, cy, sessionId)).toBe("editor");
  await dialog(page).getByRole("button", { name: "Undo" }).click();
  await until(async () => (await roleOf(stack, grace, sessionId)) === "editor");
  // What is seen by everyone cannot be taken back.
  await who.selectOption("public");
  await expect(dialog(page)).toContainText("Whoever opens it can edit.");
  await dialog(page).getByRole("button", { name: "Make it public" }).click();
  await expect(dialog(page)).toContainText("Everyone finds this session in the list of public ones.");
  // What takes nothing is done at once.
  await who.selectOption("link");
  await expect(dialog(page)).toContainText("Anyone with the link can edit.");
  await expect(dialog(page).getByRole("button", { name: "Cancel" })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("P4 the owner gives roles and removes people in the share dialog, with Undo there", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { visibility: "private" });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "editor" });
  await acceptInvite(stack.db, token, grace.user);
  const { page, complaints } = await visit(ada, sessionId);
  await openShare(page);
  const people = dialog(page).getByRole("list", { name: /^People/ });
  await expect(people.getByRole("listitem")).toHaveText([/Ada \(you\).*owner/, /Grace.*can edit/]);
  await people.getByRole("button", { name: "Manage Grace, who can edit" }).click();
  expect(summary(await violationsOf(page))).toEqual([]);
  await page.getByRole("menuitem", { name: "Make viewer" }).click();
  await expect(people.getByRole("button", { name: "Manage Grace, who can view" })).toBeFocused();
  expect(await roleOf(stack, grace, sessionId)).toBe("viewer");
  await people.getByRole("button", { name: /^Manage Grace/ }).press("Enter");
  // The menu has the focus a moment after the key that opened it.
  await expect(page.getByRole("menuitem", { name: "Make editor" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Remove from session" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(people.getByRole("listitem")).toHaveCount(1);
  await expect(dialog(page)).toContainText("Grace removed. The invite they came by still works");
  expect(await roleOf(stack, grace, sessionId)).toBeUndefined();
  await dialog(page).getByRole("button", { name: "Undo" }).click();
  await expect(people.getByRole("listitem")).toHaveCount(2);
  expect(await roleOf(stack, grace, sessionId)).toBe("viewer");
  expect(complaints).toEqual([]);
});

test("P4 who may only view sees the people and their roles, and can change nothing there", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  const { page } = await visit(grace, sessionId);
  await openShare(page);
  await expect(dialog(page)).toContainText("Anyone with the link can view.");
  await expect(dialog(page).getByRole("listitem")).toHaveText([/Ada.*owner/, /Grace \(you\).*can view/]);
  await expect(dialog(page).getByRole("button")).toHaveText(["", "Copy link"]);
  await expect(dialog(page).getByRole("combobox")).toHaveCount(0);
});

test("P4 who asks to edit is let in by the owner's notice, which goes when that is settled, however it is", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  const [{ page }, asking] = [await visit(ada, sessionId), await visit(grace, sessionId)];
  const noticeOf = (name: string) =>
    page.getByRole("listitem").filter({ hasText: `${name} asks to edit this session.` });
  const ask = asking.page.locator("#header").getByRole("button", { name: "Ask to edit" });
  // A device whose clock is put right later: what was asked and answered has the server's times.
  await asking.page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
    addEventListener("focus", () => (Date.now = now), { once: true });
  });
  await asking.page.reload();
  await expect(connection(asking.page)).toContainText("Connected");
  await asking.page.evaluate(() => dispatchEvent(new Event("focus")));
  await ask.click();
  await noticeOf("Grace").getByRole("button", { name: "Not now" }).click();
  await expect(noticeOf("Grace")).toHaveCount(0);
  expect(await roleOf(stack, grace, sessionId)).toBe("viewer");
  // What makes the question one is not shown, and the answer is offered there, too, to nobody but the owner.
  const inChat = (on: Page) => on.getByRole("log").getByRole("button", { name: /^Make editor/ });
  await expect(page.getByRole("log")).toContainText("May I edit this session?");
  await expect(page.getByRole("log")).not.toContainText("#ask-to-edit");
  await expect(inChat(page)).toHaveAccessibleName("Make editor: Grace");
  await expect(asking.page.getByRole("log")).toContainText("May I edit this session?");
  await expect(inChat(asking.page)).toHaveCount(0);

  // Another role, given and taken, settles it: then it can be asked again.
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await expect(inChat(page)).toHaveCount(0);
  await expect(asking.page.locator("#header").getByRole("button", { name: /^Ask/ })).toHaveCount(0);
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await ask.click();
  await noticeOf("Grace").getByRole("button", { name: "Make editor" }).click();
  await expect(asking.page.locator("#header").getByRole("button", { name: /^Ask/ })).toHaveCount(0);
  expect(await roleOf(stack, grace, sessionId)).toBe("editor");
  await expect(noticeOf("Grace")).toHaveCount(0);
  await expect(inChat(page)).toHaveCount(0);

  // Whatever language it is asked in; and somebody else may have given the answer.
  const [bo, cy] = [await stack.signUp("Bo"), await stack.signUp("Cy")];
  for (const { user } of [bo, cy]) {
    await joinByLink(stack.db, user, sessionId);
    const body = `Darf ich? https://elsewhere.example/sessions/${sessionId}#ask-to-edit`;
    await addMessage(stack.db, { id: newId(), sessionId, userId: user.id, body });
  }
  await expect(noticeOf("Bo")).toBeVisible();
  await expect(noticeOf("Cy")).toBeVisible();
  await setRole(stack.db, sessionId, bo.user.id, "editor");
  await expect(noticeOf("Bo")).toHaveCount(0);
  await inChat(page).focus();
  await page.keyboard.press("Enter");
  await until(async () => (await roleOf(stack, cy, sessionId)) === "editor");
  // The button goes, and the focus to the question that it answered.
  await expect(inChat(page)).toHaveCount(0);
  await expect(page.getByRole("article").last()).toBeFocused();
  await expect(noticeOf("Cy")).toHaveCount(0);
  // Who may only view later has not asked again.
  await setRole(stack.db, sessionId, bo.user.id, "viewer");
  await expect(inChat(page)).toHaveAccessibleName("Make editor: Bo");
  await expect(noticeOf("Bo")).toHaveCount(0);
  expect(asking.complaints).toEqual([]);
});

test("P4 who has asked to edit is told so, over a reload and in each tab, and asks once in ten minutes", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  const [{ page: owner }, { page, context }] = [await visit(ada, sessionId), await visit(grace, sessionId)];
  const other = await context.newPage();
  await enter(other, stack, sessionId);
  const buttonOn = (on: Page, name: string) => on.locator("#header").getByRole("button", { name, exact: true });
  await buttonOn(page, "Ask to edit").focus();
  await page.keyboard.press("Enter");
  const questions = owner.getByRole("log").getByText("May I edit this session?");
  await expect(questions).toHaveCount(1);
  const asked = buttonOn(page, "Asked to edit");
  await expect(asked).toBeFocused();
  await expect(asked).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Asked to edit" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(buttonOn(other, "Asked to edit")).toBeVisible();
  await page.reload();
  await expect(connection(page)).toContainText("Connected");
  await expect(asked).toBeVisible();
  await expect(buttonOn(page, "Ask to edit")).toHaveCount(0);
  await expect(questions).toHaveCount(1);

  await sql`update chat_messages set created_at = created_at - interval '10 minutes'
    where session_id = ${sessionId}`.execute(stack.db);
  await page.reload();
  await buttonOn(page, "Ask to edit").click();
  await expect(asked).toBeVisible();
  await expect(questions).toHaveCount(2);
  // Whoever takes the question back may ask again.
  await page.getByRole("article").last().hover();
  await page.getByLabel("Change this message").last().click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(buttonOn(page, "Ask to edit")).toBeVisible();
  await expect(questions).toHaveCount(1);
});

test("a question that the server does not take a second time is not kept to be sent again", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  const { page } = await visit(grace, sessionId);
  const error = { code: "already_asked", message: "You have asked already." };
  await page.route("**/messages", (route) => route.fulfill({ status: 409, json: { error } }));
  await page.locator("#header").getByRole("button", { name: "Ask to edit" }).click();
  await expect(page.getByText(error.message)).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  await page.reload();
  await expect(connection(page)).toContainText("Connected");
  await expect(page.getByRole("group", { name: "Not sent" })).toHaveCount(0);
});

test("invites are folded with their number, and open where they are the only way in", async ({ stack, ada, visit }) => {
  const sessionId = await stack.newSession(ada.user);
  const invite = { sessionId, createdBy: ada.user.id, role: "editor" } as const;
  await createInvite(stack.db, invite);
  await createInvite(stack.db, { ...invite, maxUses: 3 });
  const { page } = await visit(ada, sessionId);
  await openShare(page);
  await expect(dialog(page).getByRole("button", { name: "Copy link" })).toBeFocused();
  const create = dialog(page).getByRole("button", { name: "Create invite link" });
  await expect(create).toBeHidden();
  await dialog(page).getByText("2 invites").click();
  await expect(create).toBeVisible();
  await expect(dialog(page)).toContainText("0 of 3 used");
  await dialog(page).getByRole("button", { name: "Revoke this invite" }).first().click();
  await expect(dialog(page).getByText("1 invite", { exact: true })).toBeVisible();
  await page.getByLabel("Who can join").selectOption("private");
  await page.keyboard.press("Escape");
  await openShare(page);
  await expect(create).toBeVisible();
});

test("with forty people the share dialog fits each screen, and axe finds nothing in it", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  for (let nth = 1; nth < 40; nth++) await joinByLink(stack.db, (await stack.signUp(`Guest ${nth}`)).user, sessionId);
  const { page, complaints } = await visit(ada, sessionId);
  const list = dialog(page).getByRole("list", { name: "People (40)" });
  for (const [width, height, colorScheme] of [
    [1440, 900, "light"],
    [390, 844, "dark"],
    [320, 568, "light"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await openShare(page);
    await expect(dialog(page).getByRole("button", { name: "Copy link" })).toBeInViewport({ ratio: 1 });
    const box = await dialog(page).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    expect(await dialog(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await list.getByRole("button", { name: /^Manage Guest 39/ }).scrollIntoViewIfNeeded();
    await expect(list.getByText("Guest 39")).toBeInViewport();
    await page.getByLabel("With the link they").selectOption("viewer");
    await expect(dialog(page)).toContainText(
      "39 people who came by the link will only be able to view: Guest 1, Guest 2, Guest 3, and 36 others.",
    );
    await expect(dialog(page).getByRole("button", { name: "Change to view" })).toBeInViewport({ ratio: 1 });
    expect(summary(await violationsOf(page))).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
  }
  expect(complaints).toEqual([]);
});
