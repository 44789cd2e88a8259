import { gzipSync } from "node:zlib";
import { expect, type Page } from "playwright/test";
import { createInvite } from "../../../db/invites.ts";
import { deleteSession } from "../../../db/sessions.ts";
import { browserOf, lines, withoutAnswers } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const isOnItsSession = (page: Page) => page.waitForURL(/\/sessions\/[\da-f-]{36}$/);

test("from a cold visit to typing it takes two interactions at most", async ({ open }) => {
  const { page, complaints } = await open("/");
  await page.getByRole("button", { name: "Start coding" }).click();
  await isOnItsSession(page);
  await lines(page).click();
  await page.keyboard.type("// hello from nowhere");
  await expect(lines(page)).toContainText("// hello from nowhere");
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("a link pasted on the landing page leads to its session or invite, anything else to a sentence", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const theirs = await stack.newSession(grace.user);
  const { token } = await createInvite(stack.db, { sessionId: theirs, createdBy: grace.user.id, role: "viewer" });
  const { page } = await open("/", { as: ada });
  const paste = async (text: string) => {
    await page.goto(stack.origin);
    await page.getByLabel("Got a link?").fill(text);
    await page.getByRole("button", { name: "Open" }).click();
  };
  for (const text of [
    `${stack.origin}/sessions/${sessionId}?x=1`,
    sessionId.toUpperCase(),
    `${new URL(stack.origin).host}/sessions/${sessionId}`,
  ]) {
    await paste(text);
    await page.waitForURL(`**/sessions/${sessionId}`);
  }
  await paste(` ${stack.origin}/join/${token} `);
  await page.waitForURL("**/join/*");
  for (const [text, sentence] of [
    ["https://tandem.example/sessions/" + sessionId, "another server"],
    ["what is this", "neither a session link"],
  ] as const) {
    await paste(text);
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page.getByLabel("Got a link?")).toBeFocused();
    await expect(page.getByLabel("Got a link?")).toHaveValue(text);
  }
});

test("an invite is joined by name or by one click; a void one says so", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user, { title: "By invitation", visibility: "private" });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "viewer" });
  const stranger = await open(`/join/${token}`);
  await expect(stranger.page.getByText("Ada invites you to")).toBeVisible();
  await expect(stranger.page.getByRole("heading", { name: "By invitation" })).toBeVisible();
  await stranger.page.getByLabel("Your name").fill("Visitor");
  await stranger.page.getByRole("button", { name: "Join as guest" }).click();
  await stranger.page.waitForURL(`**/sessions/${sessionId}`);
  const known = await open(`/join/${token}`, { as: grace });
  await known.page.getByRole("button", { name: "Join as Grace" }).click();
  await known.page.waitForURL(`**/sessions/${sessionId}`);

  await deleteSession(stack.db, ada.user.id, sessionId);
  for (const address of [`/join/${token}`, "/join/nonsense"]) {
    const { page } = await open(address);
    await expect(page.getByRole("heading", { name: "This invite is void" })).toBeVisible();
    await page.getByRole("link", { name: "Front page" }).click();
    await page.waitForURL(`${stack.origin}/`);
  }
});

test("an unknown page, and a session that is not there, say so and lead on", async ({ stack, ada, open }) => {
  const { page } = await open("/", { as: ada });
  for (const [address, sentence] of [
    ["/nowhere/at/all", "There is no page at this address."],
    [`/sessions/${crypto.randomUUID()}`, "This session does not exist, or is not shared with you."],
  ] as const) {
    expect((await page.goto(stack.origin + address))?.status()).toBe(404);
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page).toHaveTitle(/Tandem/);
    await page.getByRole("link", { name: "Your sessions" }).click();
    await page.waitForURL("**/sessions");
  }
});

test("below its top the front page shows what Tandem does, without a script and with one button in the accent", async ({
  open,
}) => {
  const { page } = await open("/", { javaScriptEnabled: false });
  await expect(page.getByRole("heading", { level: 2 })).toHaveText([
    "Everybody writes at once",
    "Saved means stored",
    "Reviews in the code, not beside it",
    "You decide who comes in",
    "On a server of your own",
    "By keyboard, and on a phone",
    "What it is not",
  ]);
  // The words are those of a session's header.
  for (const word of ["Saving…", "Saved", "Not saved yet", "Offline, kept on this device"])
    await expect(page.getByRole("term").filter({ hasText: new RegExp(`^${word}$`) })).toBeVisible();
  await expect(page.getByText("npm install && npm start")).toBeVisible();
  // Nobody has said where the source is, so no address is made up.
  await expect(page.getByRole("link", { name: "Source and documentation" })).toHaveCount(0);
  await page.getByRole("button", { name: "Start a session" }).click();
  await isOnItsSession(page);
  const { page: seen } = await open("/");
  const inAccent = await seen.evaluate(
    () => [...document.querySelectorAll("button, a")].filter((each) => each.classList.contains("bg-accent")).length,
  );
  expect(inAccent).toBe(1);
});

test("from the smallest phone to the widest screen nothing sticks out, and Start coding is in sight at once", async ({
  open,
}) => {
  const { page } = await open("/");
  for (const [width, height] of [
    [320, 568],
    [390, 844],
    [768, 1024],
    [1024, 768],
    [1440, 900],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expect(page.getByRole("button", { name: "Start coding" })).toBeInViewport({ ratio: 1 });
  }
});

test("scripts of the landing page and the list stay under 130 kB, compressed and from here", async ({
  browser,
  stack,
  ada,
}) => {
  await stack.newSession(ada.user);
  for (const [path, as] of [
    ["/", undefined],
    ["/sessions", ada],
  ] as const) {
    const { page } = await browserOf(browser, stack, as);
    const scripts: Promise<{ bytes: number; encoding?: string }>[] = [];
    page.on("response", (response) => {
      expect(new URL(response.url()).origin).toBe(stack.origin);
      if (response.request().resourceType() !== "script") return;
      scripts.push(
        response.body().then((body) => ({
          bytes: gzipSync(body, { level: 9 }).length,
          encoding: response.headers()["content-encoding"],
          size: body.length,
        })),
      );
    });
    await page.goto(stack.origin + path);
    await page.waitForLoadState("networkidle");
    const loaded = await Promise.all(scripts);
    const kilobytes = loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1_024;
    console.log(`${path}: ${loaded.length} scripts, ${kilobytes.toFixed(1)} kB`);
    expect(kilobytes).toBeGreaterThan(50);
    expect(kilobytes).toBeLessThan(130);
    expect(loaded.filter(({ encoding, bytes }) => bytes > 1_024 && !encoding)).toEqual([]);
  }
});
