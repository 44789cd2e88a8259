import { expect } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { showPanel } from "../../support/browser.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

test("somebody who is mentioned hears of it while the chat is closed, under whatever name they have", async ({
  stack,
  grace,
  two,
}) => {
  const { sessionId, a, b, complaints } = await two();
  await b.getByRole("button", { name: "Close chat" }).click();
  const field = a.getByLabel("Write a message");
  await field.pressSequentially("Could you look, @gr");
  const options = a.getByRole("listbox", { name: "People" }).getByRole("option");
  await expect(options).toHaveText(["Grace"]);
  await expect(field).toHaveAttribute("aria-activedescendant", (await options.first().getAttribute("id")) ?? "");
  expect((await violationsOf(a)).map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  // Escape closes the list and nothing else.
  await field.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(field).toHaveValue("Could you look, @gr");
  await field.press("Backspace");
  await field.fill("Could you look, ");
  await field.pressSequentially("@");
  await field.press("Tab");
  await expect(field).toHaveValue("Could you look, @Grace ");
  await field.pressSequentially("please?");
  await field.press("Enter");
  await expect(a.getByRole("article").getByText("@Grace")).toBeVisible();

  await expect(b.getByText("Ada mentioned you in the chat.")).toBeVisible();
  await expect(b).toHaveTitle("(1, @you) Pairing · Tandem");
  await b.getByRole("button", { name: "Show it" }).click();
  await expect(b.locator(`[data-mention="${grace.user.id}"]`)).toContainText("@Grace (you)");
  await expect(b).toHaveTitle("Pairing · Tandem");

  await stack.db.updateTable("users").set({ name: "Hopper" }).where("id", "=", grace.user.id).execute();
  await expect(a.getByRole("article").getByText("@Hopper")).toBeVisible();
  // Changed, it is written under the new name, and stays a mention.
  await field.press("ArrowUp");
  await expect(field).toHaveValue("Could you look, @Hopper please?");
  await field.fill("Thanks, @Hopper! `@Hopper` is code.");
  await field.press("Enter");
  await expect(b.getByRole("article")).toHaveText(/Thanks, @Hopper \(you\)! @Hopper is code\./);
  await expect(b.locator("[data-mention]")).toHaveCount(1);
  await b.reload();
  await expect(b.locator("[data-mention]")).toHaveCount(1);
  await addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body: "At once" });
  await expect(a.getByTestId("announcer")).toContainText("Hopper wrote: At once");
  expect(complaints).toEqual([[], []]);
});

test("the list leaves the keys of an input method alone, and is closed outside of a name", async ({ two }) => {
  const { a } = await two();
  const field = a.getByLabel("Write a message");
  const options = a.getByRole("listbox", { name: "People" }).getByRole("option");
  await field.pressSequentially("mail@gr");
  await expect(options).toHaveCount(0);
  await field.fill("");
  await field.pressSequentially("`@gr");
  await expect(options).toHaveCount(0);
  await field.fill("");
  await field.pressSequentially("@g");
  await expect(options).toHaveCount(1);
  await field.evaluate((element) =>
    element.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }),
    ),
  );
  await expect(field).toHaveValue("@g");
  await options.first().click();
  await expect(field).toHaveValue("@Grace ");
  await expect(field).toBeFocused();
});

test("emoji are found by their names, and names that are typed out become them", async ({ two }) => {
  const { a, b } = await two();
  const field = a.getByLabel("Write a message");
  await field.pressSequentially("Done :tad");
  await expect(a.getByRole("listbox", { name: "Emoji" }).getByRole("option").first()).toHaveText(/:tada:/);
  expect((await violationsOf(a)).map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await field.press("Enter");
  await expect(field).toHaveValue("Done 🎉 ");
  await field.pressSequentially("a::vector :heart: at 10:30:");
  await expect(field).toHaveValue("Done 🎉 a::vector ❤️ at 10:30:");
  await field.press("Enter");
  await expect(b.getByRole("article")).toHaveText(/Done 🎉 a::vector ❤️ at 10:30:/);
});

test("what is being written outlives the panel, and being changed", async ({ two }) => {
  const { a } = await two();
  const field = a.getByLabel("Write a message");
  await field.fill("First");
  await field.press("Enter");
  await field.fill("Half a thou");
  await a.getByRole("button", { name: "Close chat" }).click();
  await showPanel(a, "Chat");
  await expect(field).toHaveValue("Half a thou");
  await a.getByRole("article").hover();
  await a.getByLabel("Change this message").click();
  await a.getByRole("menuitem", { name: "Edit" }).click();
  await expect(field).toHaveValue("First");
  await expect(field).toBeFocused();
  await field.fill("First, better");
  await a.getByRole("button", { name: "Close chat" }).click();
  await showPanel(a, "Chat");
  await expect(field).toHaveValue("First, better");
  await field.press("Escape");
  await expect(field).toHaveValue("Half a thou");
});
