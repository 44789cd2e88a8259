/** The editor page on phones: what is where, within a finger's reach, and never cut. */
import { expect, type Locator, type Page } from "playwright/test";
import { addMessage } from "../../db/messages.ts";
import { browserOf, caretTo, connection, enter, lines, showPanel } from "../support/browser.ts";
import { newId } from "../support/person.ts";
import { ask, cards, CODE, squiggles, test } from "../support/review-panel.ts";
import { smallTargets } from "../support/targets.ts";

const sizes = [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];
const phone = (viewport: { width: number; height: number }) => ({ viewport, hasTouch: true, isMobile: true });
const LONG_NAME = "Grace Brewster Murray Hopper of the Navy";

const bar = (page: Page) => page.getByRole("navigation", { name: "Parts of this page" });
const panel = (page: Page) => page.locator("#side-panel");
async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not shown.");
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}
const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

for (const size of sizes) {
  test(`on a phone of ${size.width} px each part is one tap away, and fills the page above the bar`, async ({
    stack,
    ada,
    grace,
    visit,
  }) => {
    const sessionId = await stack.newSession(ada.user, { title: "A", content: CODE });
    const { page, complaints } = await visit(ada, sessionId, phone(size));
    const saved = page.locator("#header").getByText("Saved", { exact: true });
    expect(await saved.evaluate((label) => label.scrollWidth - label.clientWidth)).toBe(0);
    const place = (name: string) => bar(page).getByRole("button", { name: new RegExp(`^${name}`) });
    await expect(place("Code")).toHaveAttribute("aria-pressed", "true");
    await addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body: "Hello" });
    await expect(place("Chat")).toHaveText(/1 unread$/);
    for (const name of ["Chat", "People", "Review"]) {
      await place(name).tap();
      await expect(place(name)).toHaveAttribute("aria-pressed", "true");
      await expect(place("Code")).toHaveAttribute("aria-pressed", "false");
      const [open, header, below] = await Promise.all([
        boxOf(panel(page)),
        boxOf(page.locator("#header")),
        boxOf(bar(page)),
      ]);
      expect([open.x, open.width]).toEqual([0, size.width]);
      expect(Math.abs(open.y - header.bottom)).toBeLessThanOrEqual(1);
      expect(Math.abs(open.bottom - below.y)).toBeLessThanOrEqual(1);
      expect(below.bottom).toBe(size.height);
      expect(await widthOf(page)).toBe(size.width);
    }
    await place("Code").tap();
    await expect(panel(page)).toHaveCount(0);
    await expect(lines(page)).toBeVisible();
    // What was shown has been read.
    await expect(place("Chat")).toHaveText("Chat");
    expect(complaints).toEqual([]);
  });

  test(`on a phone of ${size.width} px a finger hits each button, link and field`, async ({
    stack,
    ai,
    ada,
    visit,
  }) => {
    ai.behave("good", [], "It works.");
    const grace = await stack.signUp(LONG_NAME);
    const sessionId = await stack.newSession(ada.user, { content: CODE, title: "A" });
    await visit(grace, sessionId);
    const { page } = await visit(ada, sessionId, phone(size));
    const expectRoom = async (where: string) => {
      expect(await smallTargets(page), where).toEqual([]);
      expect(await widthOf(page), where).toBe(size.width);
    };
    await expectRoom("reading");
    await page.getByRole("button", { name: "Edit", exact: true }).tap();
    await expectRoom("editing");
    for (const name of ["Files", "More", "File actions"]) {
      await page.getByRole("button", { name, exact: true }).tap();
      await expectRoom(name);
      if (name === "Files") await page.getByRole("button", { name: "Hide the files" }).tap();
      else await page.keyboard.press("Escape");
    }
    await showPanel(page, "Chat");
    await page.getByLabel("Write a message").fill("Look at https://example.org :wave:");
    await expectRoom("writing");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article")).toHaveCount(1);
    await expectRoom("chat");
    await showPanel(page, "People");
    await expectRoom("people");
    await page.getByRole("button", { name: /^Manage/ }).tap();
    await expectRoom("managing somebody");
    await page.keyboard.press("Escape");
    await showPanel(page, "Review");
    await expectRoom("asking for a review");
    await page.getByRole("button", { name: "Share", exact: true }).tap();
    await page.getByText("Invite people").tap();
    await page.getByRole("button", { name: "Create invite link" }).tap();
    await expect(page.getByLabel("Invite link (shown only once)")).toBeVisible();
    await expectRoom("sharing");
    await page.getByLabel("Who can join").selectOption("private");
    await expectRoom("making it private");
  });

  test(`on a phone of ${size.width} px a name at a caret is never cut, at any edge`, async ({ stack, ada, visit }) => {
    const grace = await stack.signUp(LONG_NAME);
    const line = "x".repeat(90);
    const sessionId = await stack.newSession(ada.user, { content: `${line}\n${line}\n\n${line}` });
    const [{ page }, other] = await Promise.all([visit(ada, sessionId, phone(size)), visit(grace, sessionId)]);
    await caretTo(other.page, "Control+Home");
    const flag = page.locator(".peer-caret[data-active] .peer-flag");
    const area = await boxOf(page.locator(".monaco-editor").first());
    // Through the first line, with the places where the phone breaks it, and at the others' ends.
    const keys = [...Array<string>(34).fill("ArrowRight"), "End", "ArrowDown", "Home", "Control+End"];
    for (const key of keys) {
      const before = await page.locator(".peer-caret").getAttribute("style");
      await other.page.keyboard.press(key);
      await expect.poll(() => page.locator(".peer-caret").getAttribute("style"), key).not.toBe(before);
      await expect(flag).toHaveText(LONG_NAME);
      const box = await boxOf(flag);
      expect(box.x, key).toBeGreaterThanOrEqual(area.x + 24);
      expect(box.right, key).toBeLessThanOrEqual(area.right);
      expect(box.y, key).toBeGreaterThanOrEqual(area.y);
      expect(box.bottom, key).toBeLessThanOrEqual(area.bottom);
      expect(box.width, key).toBeGreaterThan(100);
    }
  });
}

test("on a phone the gutter is 40 px at most, and a finding stands there to be tapped", async ({
  stack,
  ai: _ai,
  ada,
  visit,
}) => {
  const content = CODE + "const more = 1;\n".repeat(1_200);
  const sessionId = await stack.newSession(ada.user, { content });
  const { page, complaints } = await visit(ada, sessionId, phone({ width: 320, height: 568 }));
  const gutter = () => page.locator(".monaco-editor .margin").first();
  expect((await boxOf(gutter())).width).toBeLessThanOrEqual(40);
  await showPanel(page, "Review");
  await ask(page);
  await expect(cards(page)).toHaveCount(3);
  await bar(page).getByRole("button", { name: "Code" }).tap();
  await expect(squiggles(page).first()).toBeVisible();
  const marks = page.locator(".line-numbers.finding-number");
  await expect(marks).toHaveCount(3);
  const iconHeights = await marks.evaluateAll((all) =>
    all.map((mark) => parseFloat(getComputedStyle(mark, "::before").height)),
  );
  expect(Math.min(...iconHeights)).toBeGreaterThan(16);
  await marks.first().tap();
  await expect(page.locator('[data-finding] [aria-expanded="true"]')).toContainText("Subtracts instead of adding");
  expect(complaints).toEqual([]);
});

test("on a phone one tap follows somebody, and one ends it", async ({ stack, ada, visit }) => {
  const grace = await stack.signUp(LONG_NAME);
  const sessionId = await stack.newSession(ada.user, { content: "line\n".repeat(300) });
  const [{ page }, other] = await Promise.all([
    visit(ada, sessionId, phone({ width: 320, height: 568 })),
    visit(grace, sessionId),
  ]);
  await caretTo(other.page, "Control+End");
  await other.page.keyboard.type("the end");
  await showPanel(page, "People");
  await page.getByRole("button", { name: `Follow ${LONG_NAME}` }).tap();
  await expect(panel(page)).toHaveCount(0);
  await expect(lines(page)).toContainText("the end");
  const notice = page.getByText(`Following ${LONG_NAME}`);
  await expect(notice).toBeVisible();
  expect(await smallTargets(page)).toEqual([]);
  await page.getByRole("button", { name: "Stop", exact: true }).tap();
  await expect(notice).toHaveCount(0);
  await showPanel(page, "People");
  await page.getByRole("button", { name: `Follow ${LONG_NAME}` }).tap();
  await expect(notice).toBeVisible();
  // Whoever scrolls or taps goes on by themselves.
  await page
    .locator(".monaco-editor .overflow-guard")
    .first()
    .tap({ position: { x: 120, y: 100 } });
  await expect(notice).toHaveCount(0);
});

test("on a phone the keys fade where they go on, and take the bar's place while there is a keyboard", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: CODE });
  const { page } = await visit(ada, sessionId, phone({ width: 390, height: 844 }));
  await page.getByRole("button", { name: "Edit", exact: true }).tap();
  const keys = page.getByRole("toolbar", { name: "Keys" });
  const row = keys.locator("[data-more]");
  for (const width of [320, 360, 375, 390, 412, 430]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(row).toHaveAttribute("data-more", "right");
    const { right } = await boxOf(row);
    // One stands across the edge, with more than its rim.
    const shown = await row
      .getByRole("button")
      .evaluateAll(
        (buttons, edge) =>
          buttons.map((button) => button.getBoundingClientRect()).map((box) => (edge - box.left) / box.width),
        right,
      );
    const across = shown.find((share) => share > 0 && share < 1);
    expect(across, `${width}`).toBeGreaterThan(0.4);
    expect(across, `${width}`).toBeLessThan(0.9);
  }
  const { y, height } = await boxOf(keys);
  await row.evaluate((element) => element.scrollTo({ left: 60 }));
  await expect(row).toHaveAttribute("data-more", "both");
  await row.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await expect(row).toHaveAttribute("data-more", "left");
  expect(await boxOf(keys)).toMatchObject({ y, height });
  // A keyboard leaves less of the page.
  await page.setViewportSize({ width: 430, height: 500 });
  await expect(bar(page)).toBeHidden();
  expect((await boxOf(keys)).bottom).toBe(500);
  await page.setViewportSize({ width: 430, height: 844 });
  await expect(bar(page)).toBeVisible();
  expect(await boxOf(keys)).toMatchObject({ y, height });
});

test("long lines are wrapped while the page is narrow, with a mouse too, and as somebody chose from then on", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "word ".repeat(80) });
  const { page } = await visit(ada, sessionId);
  const rows = page.locator(".monaco-editor .view-line");
  const resize = async (width: number) => {
    await page.setViewportSize({ width, height: 900 });
    await expect(bar(page).getByRole("button", { name: "Code" })).toBeVisible({ visible: width < 768 });
  };
  const expectWrapped = () => expect.poll(() => rows.count()).toBeGreaterThan(1);
  await expect(rows).toHaveCount(1);
  await resize(600);
  await expectWrapped();
  await resize(1440);
  await expect(rows).toHaveCount(1);

  const wrap = page.getByRole("button", { name: /^Wrap: / });
  await wrap.click();
  await expectWrapped();
  await wrap.click();
  await expect(rows).toHaveCount(1);
  await resize(600);
  // Also after the choice has been read again.
  await page.reload();
  await expect(connection(page)).toContainText("Connected");
  await expect(rows).toHaveCount(1);
});

test("on a phone the link goes to another app; who cancels that hears nothing, and where it fails it is copied", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user, { title: "Pairing" });
  const { page, context, complaints } = await browserOf(browser, stack, ada, phone({ width: 390, height: 844 }));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // Chromium on Linux has no such list of apps.
  await page.addInitScript(() => {
    const own = window as unknown as Sharing;
    own.shared = [];
    Object.defineProperty(navigator, "share", {
      configurable: true,
      value: async (data: ShareData) => {
        own.shared.push(data);
        if (own.failsWith) throw new DOMException("It was not shared.", own.failsWith);
      },
    });
  });
  const shared = () => page.evaluate(() => (window as unknown as Sharing).shared);
  const failsWith = (name: string) =>
    page.evaluate((error) => void ((window as unknown as Sharing).failsWith = error), name);
  await enter(page, stack, sessionId);
  await page.getByRole("button", { name: "Share", exact: true }).tap();
  const dialog = page.getByRole("dialog", { name: "Share this session" });
  const share = dialog.getByRole("button", { name: "Share with another app" });
  const notices = page.locator("[data-sonner-toast]");
  const data = { title: "Pairing", url: `${stack.origin}/sessions/${sessionId}` };
  await share.tap();
  await expect.poll(shared).toEqual([data]);

  await page.evaluate(() => navigator.clipboard.writeText("as before"));
  await failsWith("AbortError");
  await share.tap();
  await expect.poll(shared).toEqual([data, data]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("as before");

  await failsWith("NotAllowedError");
  await share.tap();
  // The only one: cancelling has brought none.
  await expect(notices).toHaveText(["The link could not be handed to another app, so it was copied."]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(data.url);

  // Who is alone has the same in the empty chat, within a finger's reach.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await showPanel(page, "Chat");
  await expect(panel(page).getByRole("button", { name: "Share with another app" })).toBeVisible();
  expect(await smallTargets(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

type Sharing = { shared: ShareData[]; failsWith?: string };
