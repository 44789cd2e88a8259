/** Going to people's carets and following them: the person, in whichever tab, file and connection they are. */
import { expect, type Page } from "playwright/test";
import { caretTo, connection, enter, goOffline, hereNow, lines, showPanel } from "../support/browser.ts";
import { test } from "../support/page-test.ts";

const entryOf = (page: Page, name: string) =>
  hereNow(page)
    .getByRole("button", { name: new RegExp(name) })
    .first();
const notice = (page: Page) => page.getByText("Following Grace · Esc to stop");
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });

async function follow(page: Page) {
  await showPanel(page, "People");
  await entryOf(page, "Grace").click();
  await entryOf(page, "Grace").click();
  await expect(notice(page)).toBeVisible();
}

test("a click on somebody with two tabs goes to the one that they used last, and following goes along", async ({
  stack,
  two,
}) => {
  const { a, b, sessionId } = await two({ content: "line\n".repeat(300) });
  const second = await b.context().newPage();
  await enter(second, stack, sessionId);
  await caretTo(second, "Control+End");
  await second.keyboard.type("the second tab");
  await caretTo(b, "Control+Home");
  await b.keyboard.type("the first tab ");
  await expect(lines(a)).toContainText("the first tab");
  // At the end of the text a caret stays where it is while somebody writes before it.
  await second.keyboard.type(" was used last");
  const chip = a.getByRole("button", { name: "↓ Grace" });
  await expect(chip).toBeVisible();
  await showPanel(a, "People");
  await expect(hereNow(a).getByRole("listitem")).toHaveCount(2);
  await entryOf(a, "Grace").click();
  await expect(lines(a)).toContainText("the second tab was used last");
  await entryOf(a, "Grace").click();
  await expect(notice(a)).toBeVisible();
  await b.keyboard.type("again ");
  await expect(lines(a)).toContainText("the first tab again");
  await second.keyboard.type(" and again");
  await expect(lines(a)).toContainText("was used last and again");
  await expect(notice(a)).toBeVisible();
});

test("P11 following goes on when either of the two connects anew, and says when the other has left", async ({
  two,
}) => {
  const { a, b } = await two({ content: "line\n".repeat(300) });
  await caretTo(b, "Control+End");
  await b.keyboard.type("the end");
  await follow(a);
  await expect(lines(a)).toContainText("the end");

  await b.reload();
  await expect(connection(b)).toContainText("Connected");
  await caretTo(b, "Control+Home");
  await b.keyboard.type("the start ");
  await expect(lines(a)).toContainText("the start");
  await expect(notice(a)).toBeVisible();

  await goOffline(a);
  await expect(notice(a)).toBeVisible();
  await a.context().setOffline(false);
  await expect(connection(a)).toContainText("Connected");
  await b.keyboard.press("Control+End");
  await b.keyboard.type(" again");
  await expect(lines(a)).toContainText("the end again");
  await expect(notice(a)).toBeVisible();

  await b.close();
  await expect(a.getByText("Grace left")).toBeVisible();
  await expect(notice(a)).toHaveCount(0);
  await expect(a.getByTestId("announcer")).toContainText("You do not follow Grace any more.");
});

test("following goes along into other files, and ends when this page's own user opens one", async ({ two }) => {
  const { a, b } = await two({ content: "one\n" });
  await follow(a);
  await a.getByRole("button", { name: "Add a file" }).click();
  await a.getByLabel("File name").fill("other.ts");
  await a.keyboard.press("Enter");
  await expect(tab(a, "other.ts")).toHaveAttribute("aria-selected", "true");
  await expect(notice(a)).toHaveCount(0);

  await entryOf(a, "Grace").click();
  await expect(notice(a)).toBeVisible();
  await expect(tab(a, "main.ts")).toHaveAttribute("aria-selected", "true");
  await tab(b, "other.ts").click();
  await expect(tab(a, "other.ts")).toHaveAttribute("aria-selected", "true");
  await expect(notice(a)).toBeVisible();

  await tab(a, "main.ts").click();
  await expect(notice(a)).toHaveCount(0);
  await expect(tab(a, "main.ts")).toHaveAttribute("aria-selected", "true");
});

test("whoever goes to somebody else does not follow the first one any more", async ({ stack, two, visitAtEnd }) => {
  const { a, b, sessionId } = await two({ content: "line\n".repeat(300) });
  await caretTo(b, "Control+Home");
  const { page: edsger } = await visitAtEnd(await stack.signUp("Edsger"), sessionId);
  await edsger.keyboard.type("the end of Edsger");
  await follow(a);
  await a.getByRole("button", { name: "↓ Edsger" }).click();
  await expect(lines(a)).toContainText("the end of Edsger");
  await expect(notice(a)).toHaveCount(0);
  // Who was followed moves, and nobody goes along.
  await b.keyboard.type("the start of Grace ");
  await expect(a.getByRole("button", { name: "↑ Grace" })).toBeVisible();
  await expect(lines(a)).toContainText("the end of Edsger");
});
