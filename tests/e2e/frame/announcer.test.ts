/** What is read out by assistive technology, whatever is open. */
import { expect, type Page } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { joinByLink } from "../../../db/participants.ts";
import { caretTo, connection, strip } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

const announcer = (page: Page) => page.getByTestId("announcer");

/** What is live on a page, but for Monaco's own and the library's that shows notices. */
const liveRegions = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[aria-live], [role=status], [role=alert], [role=log], output")]
      .filter((element) => element.getAttribute("aria-live") !== "off")
      .filter((element) => !element.closest(".monaco-editor, .monaco-aria-container"))
      .filter((element) => !element.closest("section[aria-label^=Notifications]"))
      .map((element) => element.dataset.testid ?? element.outerHTML.slice(0, 160)),
  );

/** All that is read out on a page from now on, as one text. */
async function gatherTold(page: Page): Promise<() => Promise<string>> {
  await announcer(page).evaluate((region) => {
    const shown = window as unknown as { told: string[] };
    shown.told = [];
    const take = () => shown.told.push(region.textContent ?? "");
    new MutationObserver(take).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told.join("\n"));
}

const timesIn = (text: string, said: string) => text.split(said).length - 1;

test("one live region tells what the line under the header and dialogs say, each thing once", async ({
  stack,
  postgres,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await joinByLink(stack.db, grace.user, sessionId);
  const { page, context } = await visitAtEnd(ada, sessionId);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const told = await gatherTold(page);
  const dialog = page.getByRole("dialog");
  const expectOne = async (where: string) => expect(await liveRegions(page), where).toEqual(["announcer"]);
  await expectOne("the page");

  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByLabel("With the link they").selectOption("viewer");
  await expect(strip(page)).toContainText("Grace");
  const question = (await strip(page).locator("p").textContent()) ?? "";
  await expect(announcer(page)).toContainText(question);
  await expectOne("sharing");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await connection(page).click();
  const copy = dialog.getByRole("button", { name: "Copy all of this" });
  for (const times of [1, 2]) {
    await copy.click();
    await expect.poll(async () => timesIn(await told(), "Copied")).toBe(times);
  }
  await expectOne("the connection");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "File actions", exact: true }).click();
  await page.getByRole("menuitem", { name: "Deleted files" }).click();
  await expect(dialog.getByText("Nothing was deleted here.")).toBeVisible();
  await expect(announcer(page)).toContainText("Nothing was deleted here.");
  await expectOne("deleted files");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await caretTo(page, "Control+End");
  postgres.cut();
  await page.keyboard.type("unsaved");
  await expect(strip(page)).toContainText("The server cannot store edits right now.");
  await expect(announcer(page)).toContainText("The server cannot store edits right now.");
  await expectOne("the line under the header");
  postgres.mend();
  await expect(announcer(page)).toContainText("Saved.");
  const all = await told();
  for (const said of [question, "Nothing was deleted here.", "The server cannot store edits right now.", "Saved."])
    expect(timesIn(all, said), said).toBe(1);
  expect(all).not.toContain("Not saved");
});

test("what a notice tells of is not read out once more as a message", async ({ stack, ada, grace, visit }) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, sessionId);
  const { page } = await visit(ada, sessionId);
  const told = await gatherTold(page);
  const say = (body: string) => addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body });
  await say(`May I? ${stack.origin}/sessions/${sessionId}#ask-to-edit`);
  await expect(page.getByRole("listitem").filter({ hasText: "Grace asks to edit this session." })).toBeVisible();
  await say("Please");
  await expect.poll(told).toContain("Grace wrote: Please");
  expect(await told()).not.toContain("May I?");
});
