/** What is full says how much it holds, and lets people in by itself once there is room. */
import { expect } from "playwright/test";
import { MAX_CONNECTIONS_PER_USER_AND_DOCUMENT } from "../../protocol/limits.ts";
import { connection, strip } from "../support/browser.ts";
import { fillWithStrangers, openMany } from "../support/crowd.ts";
import { test } from "../support/page-test.ts";

test("P11 a full session says how many it holds, and opens as soon as somebody leaves", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const crowd = await fillWithStrangers(stack, sessionId);
  const { page } = await open(`/sessions/${sessionId}`, { as: grace });
  const said = strip(page).getByText("it can be open 250 times at once, 200 of them for people who have only the link");
  await expect(said).toBeVisible();
  crowd[Symbol.dispose]();
  await expect(connection(page)).toContainText("Connected");
  await expect(said).toHaveCount(0);
});

test("P11 who has a session open too often reads how often they may, and closing one opens it", async ({
  stack,
  ada,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const others = await openMany(stack, ada, sessionId, MAX_CONNECTIONS_PER_USER_AND_DOCUMENT);
  const { page } = await open(`/sessions/${sessionId}`, { as: ada });
  const said = strip(page).getByText("one person can have 10 of the same session, and 50 in all");
  await expect(said).toBeVisible();
  others[Symbol.dispose]();
  await expect(connection(page)).toContainText("Connected");
  await expect(said).toHaveCount(0);
});
