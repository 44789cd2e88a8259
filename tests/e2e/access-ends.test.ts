import { expect, type Page } from "playwright/test";
import { removeParticipant } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import {
  browserOf,
  caretTo,
  connection,
  enter,
  lines,
  saveState,
  showPanel,
  strip,
  withoutAnswers,
} from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { installClock } from "../support/page-clock.ts";
import { test } from "../support/page-test.ts";
import { newId } from "../support/person.ts";
import type { Person, Stack } from "../support/stack.ts";
import { storedText } from "../support/stored-text.ts";

/** Each minute everybody's access is asked again in any case: what ends sooner was ended by the news of it. */
const SOON_MS = 45_000;

type Place = { stack: Stack; sessionId: string; owner: Person; other: Person; page: Page };
type Ending = (place: Place) => Promise<unknown>;

/** Something that happens while a page has no network, so that it hears of it when it is back. */
const whileOffline =
  (happen: Ending): Ending =>
  async (place) => {
    await place.page.context().setOffline(true);
    await expect(connection(place.page)).toContainText("Reconnecting…");
    await happen(place);
    await place.page.context().setOffline(false);
  };

const remove: Ending = ({ stack, sessionId, other }) => removeParticipant(stack.db, sessionId, other.user.id);

const endings: [who: string, side: "owner" | "other", end: Ending, sentence: string, inChat: string][] = [
  ["was removed", "other", remove, "Your access to this session has ended", "You cannot write here any more."],
  [
    "was removed while offline",
    "other",
    whileOffline(remove),
    "You no longer have access to this session",
    "You cannot write here any more.",
  ],
  [
    "is in a session that is deleted",
    "other",
    ({ stack, sessionId, owner }) => deleteSession(stack.db, owner.user.id, sessionId),
    "The owner deleted this session",
    "You cannot write here any more.",
  ],
  [
    "signed out elsewhere",
    "owner",
    ({ stack, owner }) => deleteOtherSignIns(stack.db, owner.user.id, Buffer.alloc(32)),
    "You are signed out",
    "Sign in to write here.",
  ],
  [
    "was offline while the document was replaced",
    "owner",
    whileOffline(({ stack, sessionId }) =>
      stack.db.updateTable("documents").set({ lineage: newId() }).where("session_id", "=", sessionId).execute(),
    ),
    "This session was replaced",
    "Reload the page to write here.",
  ],
];

for (const [who, side, end, sentence, inChat] of endings) {
  test(`P5 somebody who ${who} is told, can read on, and is offered nothing that does not work`, async ({
    browser,
    stack,
  }) => {
    const [owner, other] = [await stack.signUp("Barbara"), await stack.signUp("Edsger")];
    const sessionId = await stack.newSession(owner.user, {
      content: "one\ntwo\n",
      linkRole: side === "owner" ? "editor" : "viewer",
    });
    using elsewhere = connect(stack.origin, sessionId, side === "owner" ? other : owner);
    await elsewhere.synced;
    const { page } = await browserOf(browser, stack, side === "owner" ? owner : other);
    await installClock(page);
    await enter(page, stack, sessionId);
    await showPanel(page, "Chat");
    await page.getByLabel("Write a message").fill("not sent yet");
    if (side === "owner") {
      await caretTo(page, "Control+End");
      await page.keyboard.type("three");
      await expect(saveState(page)).toHaveText("Saved");
      await page.getByRole("tab", { name: "main.ts" }).dblclick();
      await expect(page.getByLabel("File name")).toBeVisible();
    } else await expect(page.getByRole("button", { name: "Ask to edit" })).toBeVisible();
    await end({ stack, sessionId, owner, other, page });
    await expect(strip(page).getByText(sentence)).toBeVisible({ timeout: SOON_MS });
    let sockets = 0;
    page.on("websocket", () => sockets++);
    await expect(lines(page)).toContainText("one");
    const header = page.locator("#header");
    for (const name of ["Share", "Ask to edit", "Add a file", /click to rename/])
      await expect(page.getByRole("button", { name })).toHaveCount(0);
    await expect(page.getByLabel("File name")).toHaveCount(0);
    await expect(page.getByTestId("save-state")).toHaveText(
      ["", ""].slice(0, await page.getByTestId("save-state").count()),
    );
    await expect(page.getByText("View only")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Duplicate" })).toHaveCount(
      sentence === "You are signed out" ? 0 : 1,
    );
    // What was being written is there to copy.
    await expect(page.getByLabel("Write a message")).toHaveValue("not sent yet");
    await expect(page.getByLabel("Write a message")).not.toBeEditable();
    await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
    await expect(page.getByText(inChat)).toBeVisible();
    await header.getByRole("button", { name: "More" }).click();
    await expect(page.getByRole("menuitem", { name: "Ask to edit" })).toHaveCount(0);
    await expect(page.getByRole("menuitem", { name: "Download all as ZIP" })).toBeVisible();
    await page.keyboard.press("Escape");
    await showPanel(page, "People");
    await expect(page.getByRole("button", { name: /^Manage/ })).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Here now" })).toHaveCount(0);
    await showPanel(page, "Review");
    await expect(page.locator("#side-panel").getByRole("button", { name: /Review|Static checks/ })).toHaveCount(0);
    await expect(page.getByText("People who can edit this session can ask")).toHaveCount(0);
    await page.keyboard.press("Control+s");
    await expect(page.getByText("everything you type goes to the server")).toHaveCount(0);
    await page.keyboard.press("F1");
    await expect(page.getByRole("option").first()).toBeVisible();
    await page.keyboard.type("review the");
    await expect(page.getByRole("option", { name: /Font Zoom/ })).toHaveCount(0);
    await expect(page.getByRole("option", { name: /Review the code/ })).toHaveCount(0);
    await page.keyboard.press("Escape");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toBe("main.ts");
    await page.clock.runFor(60_000);
    expect(sockets).toBe(0);
    for (const [theme, width] of [
      ["light", 1440],
      ["dark", 390],
    ] as const) {
      if (!process.env.SHOTS) break;
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.screenshot({ path: `${process.env.SHOTS}/ended-${who.replaceAll(" ", "-")}-${theme}-${width}.png` });
    }
  });
}

test("P5 who is removed goes on with what is on their page in a session of their own", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { title: "Pairing", content: "one" });
  const { page, complaints } = await visitAtEnd(grace, sessionId);
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByLabel("File name").fill("second.py");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "second.py" })).toBeVisible();
  await lines(page).click();
  await page.keyboard.type("# two");
  await expect(saveState(page)).toHaveText("Saved");
  await removeParticipant(stack.db, sessionId, grace.user.id);
  await expect(strip(page).getByText("Your access to this session has ended")).toBeVisible({ timeout: SOON_MS });
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: "Copy of Pairing" })).toBeVisible();
  await expect(connection(page)).toContainText("Connected");
  expect(page.url()).not.toContain(sessionId);
  await expect(lines(page)).toContainText("one");
  await page.getByRole("tab", { name: "second.py" }).click();
  await expect(lines(page)).toContainText("# two");
  await page.getByRole("tab", { name: "main.ts" }).click();
  await caretTo(page, "Control+End");
  await page.keyboard.type(" of mine");
  await expect(saveState(page)).toHaveText("Saved");
  expect(await storedText(stack, sessionId)).toBe("one");
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("P3 a session that is private or absent is one and the same page", async ({ browser, stack, ada, grace }) => {
  const hidden = await stack.newSession(ada.user, { visibility: "private", content: "secret" });
  const { page } = await browserOf(browser, stack, grace);
  for (const id of [hidden, crypto.randomUUID(), "nonsense"]) {
    const response = await page.goto(`${stack.origin}/sessions/${id}`);
    expect(response?.status()).toBe(404);
    expect(await response?.text()).not.toContain("secret");
    await expect(page.getByText("This session does not exist, or is not shared with you.")).toBeVisible();
  }
});
