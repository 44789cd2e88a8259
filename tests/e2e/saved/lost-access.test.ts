import { expect } from "playwright/test";
import { joinByLink, removeParticipant, setRole } from "../../../db/participants.ts";
import { caretTo, connection, goOffline, lines, saveState, strip } from "../../support/browser.ts";
import { copiesOf, crash, downloaded, replaceDocument } from "../../support/kept-copies.ts";
import { test } from "../../support/page-test.ts";
import { storedText } from "../../support/stored-text.ts";

test("P3 P5 who loses access while offline has their edits to download, and nobody has them merged", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const edsger = await stack.signUp("Edsger");
  await joinByLink(stack.db, edsger.user, sessionId);
  const { page, context } = await visitAtEnd(edsger, sessionId);
  await goOffline(page);
  await page.keyboard.type(" of mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await removeParticipant(stack.db, sessionId, edsger.user.id);
  await context.setOffline(false);
  await expect(strip(page).getByText("You no longer have access to this session.")).toBeVisible();
  await expect(strip(page).getByText("Your last edits were not saved.")).toBeVisible();
  expect(await downloaded(page, "Download")).toBe("one of mine");
  expect(await storedText(stack, sessionId)).toBe("one");
  await crash(page);

  const later = await context.newPage();
  const response = await later.goto(`${stack.origin}/sessions/${sessionId}`);
  expect(response?.status()).toBe(404);
  await expect(strip(later).getByText("Edits of yours that were never saved are kept on this device.")).toBeVisible();
  expect(await downloaded(later, "Download")).toBe("one of mine");
  expect(await storedText(stack, sessionId)).toBe("one");
  await later.getByRole("button", { name: "Discard" }).click();
  await later.getByRole("button", { name: "Discard for good?" }).click();
  await expect(strip(later).getByText("Edits of yours")).toHaveCount(0);
  expect(await copiesOf(later)).toEqual([]);
  await later.reload();
  await expect(later.getByText("This session does not exist")).toBeVisible();
  await expect(strip(later).getByText("Edits of yours")).toHaveCount(0);
});

test("P1 a document that replaced another takes nothing of the old one, which is offered", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "old" });
  const { page, context } = await visitAtEnd(ada, sessionId);
  await goOffline(page);
  await page.keyboard.type(" and mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await replaceDocument(stack, sessionId, "new");
  await context.setOffline(false);
  await expect(strip(page).getByText("This session was replaced by another version.")).toBeVisible();
  expect(await downloaded(page, "Download")).toBe("old and mine");
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(
    strip(page).getByText(
      "Edits of yours that were never saved are kept on this device. They belong to an earlier version",
    ),
  ).toBeVisible();
  await expect(connection(page)).toContainText("Connected");
  await expect(lines(page)).toHaveText("new");
  expect(await downloaded(page, "Download")).toBe("old and mine");
  expect(await storedText(stack, sessionId)).toBe("new");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Discard for good?" }).click();
  await expect(strip(page).getByText("Edits of yours")).toHaveCount(0);
});

test("P1 one line at a time says what is wrong, the most urgent first, and the others are behind it", async ({
  stack,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "old" });
  const { page, context } = await visitAtEnd(ada, sessionId);
  await goOffline(page);
  await page.keyboard.type(" and mine");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await replaceDocument(stack, sessionId, "new");
  await context.setOffline(false);
  await expect(strip(page).getByText("This session was replaced by another version.")).toBeVisible();
  page.on("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Reload" }).click();
  const kept = strip(page).getByText("Edits of yours that were never saved are kept on this device.");
  const next = page.getByRole("button", { name: /^Next \(/ });
  await expect(kept).toBeVisible();
  await expect(connection(page)).toContainText("Connected");
  await expect(next).toHaveCount(0);

  await goOffline(page);
  const cut = strip(page).getByText("Keep typing: your edits are sent when");
  await expect(cut).toBeVisible();
  await expect(kept).toHaveCount(0);
  await expect(next).toHaveText("Next (1 of 2)");
  await next.click();
  await expect(kept).toBeVisible();
  await expect(cut).toHaveCount(0);
  await expect(next).toBeFocused();
  await next.click();
  await expect(cut).toBeVisible();
  await context.setOffline(false);
  await expect(connection(page)).toContainText("Connected");
  await expect(kept).toBeVisible();
  await expect(next).toHaveCount(0);
});

test("P4 edits of who may only view once they are back are kept, until they may edit or discard them", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, context } = await visitAtEnd(grace, sessionId);
  const writeOffline = async (text: string) => {
    await goOffline(page);
    await page.keyboard.type(text);
    await expect(saveState(page)).toHaveText("Offline, kept on this device");
    await setRole(stack.db, sessionId, grace.user.id, "viewer");
    await context.setOffline(false);
    await expect(
      strip(page).getByText("Your last edits were not taken, because you can only view this session now."),
    ).toBeVisible();
  };
  await writeOffline(" two");
  expect(await downloaded(page, "Download your copy")).toBe("one two");
  expect(await storedText(stack, sessionId)).toBe("one");
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  // Each minute everybody's access is asked again in any case.
  await expect(saveState(page)).toHaveText("Saved", { timeout: 45_000 });
  expect(await storedText(stack, sessionId)).toBe("one two");

  await caretTo(page, "Control+End");
  await writeOffline(" three");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Discard for good?" }).click();
  await expect(lines(page)).toHaveText("one two");
  await expect(strip(page).getByText("Your last edits were not taken")).toHaveCount(0);
  await page.reload();
  await expect(connection(page)).toContainText("Connected");
  await expect(lines(page)).toHaveText("one two");
});
