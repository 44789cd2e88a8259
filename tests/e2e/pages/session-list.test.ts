import { type Browser, expect, type Page } from "playwright/test";
import { joinByLink } from "../../../db/participants.ts";
import { browserOf, withoutAnswers } from "../../support/browser.ts";
import { connect } from "../../support/connection.ts";
import { test } from "../../support/page-test.ts";
import { choose, row, titles } from "../../support/session-list.ts";
import type { Person, Stack } from "../../support/stack.ts";
import { until } from "../../support/until.ts";

/** Somebody's list, where time goes on only as the test says: so a slow machine comes too late for nothing. */
async function openStandingStill(browser: Browser, stack: Stack, person: Person) {
  const { page } = await browserOf(browser, stack, person);
  await page.clock.install();
  await page.goto(`${stack.origin}/sessions`);
  await page.waitForLoadState("networkidle");
  await page.clock.pauseAt(Date.now() + 60_000);
  return page;
}

const isOnItsSession = (page: Page) => page.waitForURL(/\/sessions\/[\da-f-]{36}$/);

test("the lists stay in their places when another one is chosen", async ({ ada, open }) => {
  const { page } = await open("/sessions", { as: ada });
  const lists = page.getByRole("navigation", { name: "Which sessions" }).getByRole("link");
  await expect(lists).toHaveText(["Mine", "Shared with me", "Public"]);
  const places = () => lists.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
  await page.evaluate(() => document.fonts.ready);
  const before = await places();
  await lists.nth(1).click();
  await expect(lists.nth(1)).toHaveAttribute("aria-current", "page");
  await expect(lists.nth(1)).toHaveCSS("font-weight", "600");
  await expect(lists.first()).toHaveCSS("font-weight", "400");
  expect(await places()).toEqual(before);
});

test("three lists, search, language and order are in the address: they survive reload and Back", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  for (const [title, language] of [
    ["Beta", "python"],
    ["Alpha", "python"],
    ["Gamma", "rust"],
  ] as const)
    await stack.newSession(ada.user, { title, language });
  const unique = `Open house ${crypto.randomUUID()}`;
  await stack.newSession(grace.user, { title: unique, visibility: "public" });
  await joinByLink(stack.db, ada.user, await stack.newSession(grace.user, { title: "Graces own" }));
  const { page, complaints } = await open("/sessions", { as: ada });
  await expect(titles(page)).toHaveText(["Gamma", "Alpha", "Beta"]);
  await page.getByLabel("Order").selectOption("title");
  await expect(titles(page)).toHaveText(["Alpha", "Beta", "Gamma"]);
  await page.getByLabel("Language").selectOption("python");
  await expect(titles(page)).toHaveText(["Alpha", "Beta"]);
  await page.getByLabel("Search titles").fill("bet");
  await expect(titles(page)).toHaveText(["Beta"]);
  const address = page.url();
  expect(Object.fromEntries(new URL(address).searchParams)).toEqual({ q: "bet", language: "python", sort: "title" });
  await page.reload();
  await expect(titles(page)).toHaveText(["Beta"]);
  await expect(page.getByLabel("Search titles")).toHaveValue("bet");

  await page.getByRole("link", { name: "Shared with me" }).click();
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(titles(page)).toHaveText(["Graces own"]);
  await page.getByRole("link", { name: "Public", exact: true }).click();
  await expect(page.getByRole("link", { name: "Public", exact: true })).toHaveAttribute("aria-current", "page");
  await page.getByLabel("Search titles").fill(unique);
  await page.waitForURL(/q=Open/);
  await expect(titles(page)).toHaveText([unique]);
  await page.goBack();
  await expect(titles(page)).toHaveText(["Graces own"]);
  await page.goBack();
  // Remix logs a navigation that another one cuts short.
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(titles(page)).toHaveText(["Beta"]);
  await expect(page.getByLabel("Search titles")).toHaveValue("bet");
  await expect(page.getByLabel("Order")).toHaveValue("title");
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("a search that was still being typed takes nobody away from where they have gone", async ({
  browser,
  stack,
  ada,
}) => {
  await stack.newSession(ada.user, { title: "Only one" });
  const page = await openStandingStill(browser, stack, ada);
  await page.getByLabel("Search titles").fill("nothing");
  await page.clock.runFor(300);
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(titles(page)).toHaveText(["Only one"]);
  await expect(page.getByLabel("Search titles")).toHaveValue("");
  await page.getByLabel("Search titles").fill("zzz");
  await page.goBack();
  await expect(page.getByLabel("Search titles")).toHaveValue("nothing");
  await page.clock.runFor(1_000);
  await expect(page).toHaveURL(/q=nothing/);
  await expect(page.getByText("No session matches")).toBeVisible();
});

test("an empty list says what belongs there, and offers the first one", async ({ ada, open }) => {
  const { page } = await open("/sessions", { as: ada });
  await expect(page.getByText("No sessions yet")).toBeVisible();
  await expect(page.getByRole("search")).toHaveCount(0);
  await page.getByRole("link", { name: "Shared with me" }).click();
  await expect(page.getByText("Nothing is shared with you yet")).toBeVisible();
  await page.getByRole("link", { name: "Your own sessions" }).click();
  await page.getByRole("link", { name: "Create the first session" }).click();
  await page.waitForURL("**/sessions/new");
});

test("a session is renamed in place, duplicated, deleted and brought back", async ({ stack, ada, open }) => {
  for (const title of ["First", "Second"]) await stack.newSession(ada.user, { title, content: "kept" });
  const { page, complaints } = await open("/sessions?sort=title", {
    as: ada,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await choose(page, "First", "Rename");
  await expect(page.getByLabel("New title of First")).toBeFocused();
  await page.getByLabel("New title of First").fill("   ");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give it a title.")).toBeVisible();
  await page.getByLabel("New title of First").fill("Zeroth");
  await page.keyboard.press("Enter");
  await expect(titles(page)).toHaveText(["Second", "Zeroth"]);
  expect(new URL(page.url()).search).toBe("?sort=title");
  await choose(page, "Second", "Rename");
  await expect(page.getByLabel("New title of Second")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(titles(page)).toHaveText(["Second", "Zeroth"]);

  await choose(page, "Second", "Copy link");
  await expect(page.getByText("Link copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/sessions\/[\da-f-]{36}$/);

  await choose(page, "Second", "Delete");
  await expect(titles(page)).toHaveText(["Zeroth"]);
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(titles(page)).toHaveText(["Second", "Zeroth"]);
  expect(new URL(page.url()).search).toBe("?sort=title");

  await choose(page, "Second", "Duplicate");
  await expect(page.getByLabel(/^New title of/)).toBeFocused();
  await page.keyboard.type("Third");
  await page.keyboard.press("Enter");
  await expect(titles(page)).toHaveText(["Third", "Zeroth", "Second"]);
  await page.getByRole("link", { name: "Third" }).click();
  await isOnItsSession(page);
  await expect(page.getByText("kept", { exact: true })).toBeVisible();
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("what is typed into a title the moment it has the focus takes the old title's place", async ({
  stack,
  ada,
  open,
}) => {
  await stack.newSession(ada.user, { title: "First" });
  const { page } = await open("/sessions", { as: ada });
  // The key comes with the focus itself: no later moment may select what it wrote.
  await page.evaluate(() =>
    window.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === "title") document.execCommand("insertText", false, "T");
    }),
  );
  await choose(page, "First", "Rename");
  await expect(page.getByLabel("New title of First")).toBeFocused();
  await page.keyboard.type("hird");
  await expect(page.getByLabel("New title of First")).toHaveValue("Third");
});

test("a deletion can be taken back for eight seconds, and longer while the pointer rests there", async ({
  browser,
  stack,
  ada,
}) => {
  await stack.newSession(ada.user, { title: "Gone" });
  const page = await openStandingStill(browser, stack, ada);
  await choose(page, "Gone", "Delete");
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.hover();
  await page.clock.runFor(30_000);
  await expect(undo).toBeVisible();
  await page.mouse.move(0, 0);
  await page.getByRole("heading", { name: "Sessions", exact: true }).click();
  await page.clock.runFor(7_000);
  await expect(undo).toBeVisible();
  await page.clock.runFor(1_500);
  await expect(undo).toHaveCount(0);
  await expect(page.getByText("No sessions yet")).toBeVisible();
});

test("a long list comes in parts, and a card says who is there", async ({ stack, ada, open }) => {
  const hopper = await stack.signUp("Grace Hopper");
  for (let n = 0; n < 64; n++) await stack.newSession(ada.user, { title: `Session ${n}` });
  const busy = await stack.newSession(ada.user, { title: "Busy" });
  const { page, complaints } = await open("/sessions", { as: ada });
  await expect(titles(page)).toHaveCount(30);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(titles(page)).toHaveCount(60);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(titles(page)).toHaveCount(65);
  await expect(page.getByRole("link", { name: "Load more" })).toHaveCount(0);

  using connection = connect(stack.origin, busy, hopper);
  await connection.synced;
  await expect(async () => {
    await page.reload();
    await expect(row(page, "Busy").getByRole("img", { name: "Here now: Grace Hopper" })).toBeVisible({
      timeout: 3_000,
    });
  }).toPass();
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("who is in a session comes and goes on its card by itself, and nothing else on the page moves", async ({
  browser,
  stack,
  ada,
}) => {
  const hopper = await stack.signUp("Grace Hopper");
  for (let n = 0; n < 31; n++) await stack.newSession(ada.user, { title: `Session ${n}` });
  const busy = await stack.newSession(ada.user, { title: "Busy" });
  const present = () =>
    stack.db.selectFrom("presence").select("user_id").where("session_id", "=", busy).executeTakeFirst();
  const page = await openStandingStill(browser, stack, ada);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(titles(page)).toHaveCount(32);
  const last = page.getByRole("link", { name: "Session 0", exact: true });
  await last.focus();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(0);
  const here = row(page, "Busy").getByRole("img", { name: "Here now: Grace Hopper" });
  {
    using connection = connect(stack.origin, busy, hopper);
    await connection.synced;
    await until(present);
    await expect(here).toHaveCount(0);
    await page.clock.runFor(30_000);
    await expect(here).toBeAttached();
    await expect(last).toBeFocused();
    await expect(titles(page)).toHaveCount(32);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  }
  await until(async () => (await present()) === undefined);

  // Not while somebody is about to do something.
  let asked = 0;
  page.on("request", (request) => {
    if (/\/(sessions\.data|api\/user)(\?|$)/.test(request.url())) asked++;
  });
  await page.getByLabel("What to do with Busy", { exact: true }).click();
  await page.clock.runFor(60_000);
  await expect(row(page, "Busy").getByText("Rename", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "New session" }).first().click();
  await expect(page.getByRole("dialog", { name: "New session" })).toBeVisible();
  await page.clock.runFor(60_000);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.context().setOffline(true);
  await page.clock.runFor(60_000);
  await page.context().setOffline(false);
  await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(true);
  await expect(here).toBeAttached();
  expect(asked).toBe(0);
  // Whoever comes back to the page sees at once who is there.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(here).toHaveCount(0);

  await choose(page, "Busy", "Rename");
  const title = page.getByLabel("New title of Busy");
  await expect(title).toBeFocused();
  await title.fill("Bus");
  asked = 0;
  await page.clock.runFor(60_000);
  await expect(title).toHaveValue("Bus");
  await expect(title).toBeFocused();
  expect(asked).toBe(0);
});
