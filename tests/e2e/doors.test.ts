import { expect } from "playwright/test";
import { acceptInvite, createInvite } from "../../db/invites.ts";
import { accessTo, joinByLink } from "../../db/participants.ts";
import { browserOf, enter, excuse, lines, showPanel, strip } from "../support/browser.ts";
import { chromiumPath } from "../support/chromium.ts";
import { test as pageTest } from "../support/page-test.ts";
import { startPickyProxy } from "../support/picky-proxy.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

const HOST = "tandem.test";
type Office = { proxy: Awaited<ReturnType<typeof startPickyProxy>>; site: { origin: string }; stack: Stack };

const test = pageTest.extend<object, { office: Office; stack: Stack }>({
  /** Where people are: plain http under a name, behind a proxy, as in an office. */
  office: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      let origin = "";
      using proxy = await startPickyProxy(() => origin);
      const site = { origin: `http://${HOST}:${proxy.port}` };
      await using stack = await startStack({ env: { APP_ORIGIN: site.origin } });
      origin = stack.origin;
      await use({ proxy, site, stack });
    },
    { scope: "worker" },
  ],
  stack: [({ office }, use) => use(office.stack), { scope: "worker" }],
});
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, "--no-sandbox"],
  },
});

test("P11 over plain http in a local network, starting, chat, a new file and copying the link work", async ({
  browser,
  stack: _stack,
  office: { site },
}) => {
  const { page, complaints } = await browserOf(browser, site, undefined);
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Start coding" }).click();
  await page.waitForURL(/\/sessions\/[\da-f-]{36}$/);
  await expect(page.getByTestId("connection")).toContainText("Connected");
  expect(await page.evaluate(() => [isSecureContext, "randomUUID" in crypto, "clipboard" in navigator])).toEqual([
    false,
    false,
    false,
  ]);
  await showPanel(page, "Chat");
  await page.getByLabel("Write a message").fill("Hello over http");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("Hello over http");
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByLabel("File name").fill("b.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "b.ts" })).toBeVisible();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("P11 P7 who opened another address, or has a proxy that refuses sockets, is told so with the way out", async ({
  browser,
  stack,
  ada,
  office: { proxy, site },
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, site, ada);
  await page.goto(`http://localhost:${proxy.port}/sign-in?returnTo=%2Fsessions`);
  const said = page.getByRole("alert");
  await expect(said).toContainText("nothing can be changed");
  await said.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`^http://${HOST}:`));
  await expect(said).toHaveCount(0);

  proxy.passesSockets = false;
  await page.goto(`${site.origin}/sessions/${sessionId}`);
  await expect(strip(page).getByText("blocks WebSockets")).toBeVisible();
  const opening = page.waitForEvent("popup");
  await page.getByRole("link", { name: "What helps" }).click();
  const help = await opening;
  await expect(help.getByRole("heading", { name: "When a network blocks WebSockets" })).toBeVisible();
  await expect(help.getByRole("definition").first()).toHaveText(`${site.origin.replace("http", "ws")}/collab`);
  await help.close();
  proxy.passesSockets = true;
  await expect(page.getByTestId("connection")).toContainText("Connected");
  await expect(strip(page).getByText("blocks WebSockets")).toHaveCount(0);
});

test("P11 whose network has opened too many sockets reads when the page tries again", async ({
  browser,
  stack,
  ada,
  office: { proxy, site },
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, site, ada);
  proxy.passesSockets = false;
  await page.route("**/collab", (route) => route.fulfill({ json: { collab: false, waitSeconds: 12 } }));
  await page.goto(`${site.origin}/sessions/${sessionId}`);
  await expect(strip(page).getByText("In about 12 s this page tries again by itself.")).toBeVisible();
  proxy.passesSockets = true;
  await expect(page.getByTestId("connection")).toContainText("Connected");
  await expect(strip(page).getByText("Too many connections")).toHaveCount(0);
});

test("P5 removing somebody, and a link that lets people do less, say whom they meet and are taken back", async ({
  browser,
  stack,
  ada,
  grace,
  office: { site },
}) => {
  const bo = await stack.signUp("Bo");
  const sessionId = await stack.newSession(ada.user);
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "editor" });
  await acceptInvite(stack.db, token, grace.user);
  await joinByLink(stack.db, bo.user, sessionId);
  const roleOf = async ({ user }: Person) => (await accessTo(stack.db, user, sessionId))?.role;
  const { page } = await browserOf(browser, site, ada);
  await enter(page, site, sessionId);
  const remove = async () => {
    await showPanel(page, "People");
    await page.getByRole("button", { name: "Manage Grace" }).click();
    await page.getByRole("menuitem", { name: "Remove from session" }).click();
  };
  await remove();
  await expect(page.getByText("Grace removed")).toBeVisible();
  expect(await roleOf(grace)).toBeUndefined();
  await page.getByRole("button", { name: "Undo" }).click();
  await until(async () => (await roleOf(grace)) === "editor");
  await remove();
  await page.getByRole("button", { name: "Revoke invite" }).click();
  await expect(page.getByText("Invite revoked")).toBeVisible();

  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByLabel("With the link they").selectOption("viewer");
  await page.getByRole("button", { name: "Change to view" }).click();
  await expect(
    page.getByRole("dialog").getByText("1 person who came by the link can only view now: Bo."),
  ).toBeVisible();
  expect(await roleOf(bo)).toBe("viewer");
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await until(async () => (await roleOf(bo)) === "editor");
  await expect(page.getByLabel("With the link they")).toHaveValue("editor");
  await page.getByLabel("Who can join").selectOption("private");
  await page.getByRole("button", { name: "Make it private" }).click();
  await expect(page.getByRole("dialog").getByText("1 person who came by the link is out now: Bo.")).toBeVisible();
  expect(await roleOf(bo)).toBeUndefined();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).click();
  await until(async () => (await roleOf(bo)) === "editor");
});

test("P4 a setting that is changed before the last one has an answer is undone to what the last one led to", async ({
  browser,
  stack,
  ada,
  office: { site },
}) => {
  const bo = await stack.signUp("Bo");
  const sessionId = await stack.newSession(ada.user);
  await joinByLink(stack.db, bo.user, sessionId);
  const { page } = await browserOf(browser, site, ada);
  await enter(page, site, sessionId);
  const held = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(`**/api/sessions/${sessionId}`, async (route) => {
    if (asked++ === 0) await held.promise;
    await route.continue();
  });
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByLabel("With the link they").selectOption("viewer");
  await page.getByRole("button", { name: "Change to view" }).click();
  await page.getByLabel("Who can join").selectOption("private");
  await page.getByRole("button", { name: "Make it private" }).click();
  held.resolve();
  await expect(page.getByRole("dialog").getByText("1 person who came by the link is out now: Bo.")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Who can join")).toHaveValue("link");
  expect((await accessTo(stack.db, bo.user, sessionId))?.role).toBe("viewer");
});

test("P11 where the browser keeps nothing, the editor opens all the same", async ({
  browser,
  stack,
  ada,
  office: { site },
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page, complaints } = await browserOf(browser, site, ada);
  // Remix and y-indexeddb leave what is thrown at them to the console.
  excuse(complaints);
  await page.addInitScript(() => {
    for (const name of ["indexedDB", "localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    }
  });
  await enter(page, site, sessionId);
  await lines(page).click();
  await page.keyboard.type("typed");
  await expect(lines(page)).toContainText("typed");
});
