import { sql } from "kysely";
import { expect } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

test("P15 one's last message is changed with the arrow up, for everybody, and Escape gives it up", async ({ two }) => {
  const { a, b } = await two();
  const field = a.getByLabel("Write a message");
  await field.fill("Helo");
  await field.press("Enter");
  await expect(b.getByRole("article")).toHaveText(/Helo/);
  await field.press("ArrowUp");
  await expect(field).toHaveValue("Helo");
  await expect(a.getByText("Changing your message")).toBeVisible();
  await field.fill("Nonsense");
  await field.press("Escape");
  await expect(field).toHaveValue("");
  await field.press("ArrowUp");
  await field.fill("Hello");
  await field.press("Enter");
  for (const page of [a, b]) {
    await expect(page.getByRole("article")).toHaveText(/Hello.*edited/);
    await expect(page.getByText("edited", { exact: true })).toHaveAttribute(
      "title",
      /^Edited \w+ \d+, \d{4}, \d\d:\d\d$/,
    );
  }
  await expect(field).toHaveValue("");
  await b.reload();
  await expect(b.getByRole("article")).toHaveText(/Hello.*edited/);
});

test("P15 a deleted message vanishes for everybody, and Undo brings it back", async ({ two }) => {
  const { a, b } = await two();
  const field = a.getByLabel("Write a message");
  await field.fill("A secret");
  await field.press("Enter");
  await expect(b.getByRole("article")).toHaveCount(1);
  await expect(b.getByLabel("Change this message")).toHaveCount(0);
  await a.getByRole("article").hover();
  await a.getByLabel("Change this message").click();
  expect(await violationsOf(a)).toEqual([]);
  await a.getByRole("menuitem", { name: "Delete" }).click();
  for (const page of [a, b]) await expect(page.getByRole("article")).toHaveCount(0);
  await a.getByRole("button", { name: "Undo" }).click();
  for (const page of [a, b]) await expect(page.getByRole("article")).toHaveText(/A secret/);
  // Whoever was cut off meanwhile learns of it afterwards.
  await b.context().setOffline(true);
  await expect(b.getByTestId("connection")).toContainText("Reconnecting");
  await a.getByRole("article").hover();
  await a.getByLabel("Change this message").click();
  await a.getByRole("menuitem", { name: "Delete" }).click();
  await expect(a.getByRole("article")).toHaveCount(0);
  await b.context().setOffline(false);
  await expect(b.getByRole("article")).toHaveCount(0);
});

test("P15 a change that the server refuses is taken back, and what was written is not lost", async ({
  stack,
  ada,
  two,
}) => {
  const { sessionId, a, complaints } = await two();
  const id = newId();
  await addMessage(stack.db, { id, sessionId, userId: ada.user.id, body: "Original" });
  await expect(a.getByRole("article")).toHaveText(/Original/);
  const field = a.getByLabel("Write a message");
  await field.press("ArrowUp");
  await field.fill("Better");
  await a.route("**/messages/*", (route) => route.abort());
  await field.press("Enter");
  await a.getByRole("button", { name: "Edit again" }).click();
  await expect(a.getByRole("article")).toHaveText(/Original/);
  await expect(field).toHaveValue("Better");
  await a.unroute("**/messages/*");
  await sql`update chat_messages set created_at = created_at - interval '6 minutes' where id = ${id}`.execute(stack.db);
  await field.press("Enter");
  await expect(a.getByText("A message can be changed for 5 minutes")).toBeVisible();
  await expect(a.getByRole("article")).toHaveText(/Original/);
  await expect(a.getByRole("button", { name: "Copy text" })).toBeVisible();
  await a.getByRole("article").hover();
  await a.getByLabel("Change this message").click();
  await a.getByRole("menuitem", { name: "Delete" }).click();
  await expect(a.getByRole("article")).toHaveText(/Original/);
  expect(complaints[0].filter((text) => !/409|ERR_FAILED/.test(text))).toEqual([]);
});
