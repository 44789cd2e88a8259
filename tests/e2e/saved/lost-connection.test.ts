import { expect } from "playwright/test";
import { browserOf, connection, goOffline, lines, saveState } from "../../support/browser.ts";
import { connect } from "../../support/connection.ts";
import { test } from "../../support/page-test.ts";
import { gatherShown } from "../../support/save-words.ts";
import { storedText } from "../../support/stored-text.ts";

test("P1 P6 what is written offline arrives, whatever is forged under its client id meanwhile", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const { page, context } = await visitAtEnd(ada, sessionId);
  await page.keyboard.type("online");
  await expect(saveState(page)).toHaveText("Saved");
  using attacker = connect(stack.collabOrigin, sessionId, { ...grace, page: stack.origin });
  await attacker.synced;
  const seen = new Set([
    ...attacker.ydoc.store.clients.keys(),
    ...(attacker.provider.awareness?.getStates().keys() ?? []),
  ]);
  await goOffline(page);
  await page.keyboard.type(" offline");
  // The node that comes next does not know whose these were.
  await stack.restartCollab("SIGKILL");
  for (const clientId of seen) {
    attacker.ydoc.clientID = clientId;
    attacker.text().insert(0, `${"forged ".repeat(20)}\n`);
  }
  await attacker.durable();
  await context.setOffline(false);
  await expect(saveState(page)).toHaveText("Saved");
  const text = await storedText(stack, sessionId);
  expect(text).toMatch(/^online offline$/m);
  expect(text).toBe(attacker.text().toString());
});

test("P1 P11 when a node is killed people are connected again by themselves, and lose nothing", async ({
  stack,
  ada,
  grace,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const [a, b] = [await visitAtEnd(ada, sessionId), await visitAtEnd(grace, sessionId)];
  const shown = await gatherShown(a.page);
  await a.page.keyboard.type("before ");
  const restart = stack.restartCollab("SIGKILL");
  await a.page.keyboard.type("during ", { delay: 30 });
  await b.page.keyboard.type("others ", { delay: 30 });
  await restart;
  for (const { page } of [a, b]) await expect(connection(page)).toContainText("Connected");
  for (const { page } of [a, b]) await expect(saveState(page)).toHaveText("Saved");
  const text = (await storedText(stack, sessionId)) ?? "";
  expect([...text].sort().join("")).toBe([..."before during others "].sort().join(""));
  await expect(lines(a.page)).toHaveText((await lines(b.page).textContent()) ?? "");
  expect(shown.filter(({ connection: line, save }) => line === "Reconnecting…" && !/^Offline/.test(save))).toEqual([]);
});

test("P1 P11 a connection that is dead without a reset is noticed, and its edits are merged once", async ({
  stack,
  front,
  ada,
  visitAtEnd,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await visitAtEnd(ada, sessionId);
  await page.keyboard.type("before");
  await expect(saveState(page)).toHaveText("Saved");
  front.hang();
  await page.keyboard.type(" during");
  await expect(connection(page)).toContainText("Reconnecting…");
  await expect(saveState(page)).toHaveText("Offline, kept on this device");
  await page.keyboard.type(" after");
  front.mend();
  await expect(saveState(page)).toHaveText("Saved");
  expect(await storedText(stack, sessionId)).toBe("before during after");
});

test("P11 a socket that opens and never says a word is given up", async ({ browser, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  let sockets = 0;
  await page.routeWebSocket(/\/collab/, (socket) => {
    if (++sockets > 1) socket.connectToServer();
  });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(connection(page)).toContainText("Connected");
  expect(sockets).toBeGreaterThan(1);
});

test("P11 a network that comes back while a socket is being opened does not end it for good", async ({
  browser,
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  const { promise: isOpened, resolve: opened } = Promise.withResolvers<void>();
  let sockets = 0;
  await page.routeWebSocket(/\/collab/, (socket) => {
    if (++sockets > 1) socket.connectToServer();
    else opened();
  });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await isOpened;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(connection(page)).toContainText("Connected");
});
