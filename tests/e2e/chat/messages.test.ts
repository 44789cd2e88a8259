import { sql } from "kysely";
import { expect } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { showPanel } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";

test("P10 a message is there once for both, stays after a reload, and is counted while the chat is closed", async ({
  two,
}) => {
  const { a, b } = await two();
  await b.getByRole("button", { name: "Close chat" }).click();
  await a.getByLabel("Write a message").fill("Hello <b>there</b> `x`");
  await a.keyboard.press("Enter");
  await expect(a.getByRole("article")).toHaveCount(1);
  await expect(b).toHaveTitle("(1) Pairing · Tandem");
  await b.getByRole("button", { name: /^Chat/ }).click();
  await expect(b.getByRole("article")).toHaveText(/Hello <b>there<\/b> x/);
  await expect(b).toHaveTitle("Pairing · Tandem");
  await b.reload();
  await expect(b.getByRole("article")).toHaveCount(1);
  await expect(a.getByRole("article")).toHaveCount(1);
});

test("P10 a message that could not be sent says so in view, wherever the list was, and Retry sends it once", async ({
  stack,
  grace,
  two,
}) => {
  const { sessionId, a, b } = await two();
  for (let i = 0; i < 30; i++)
    await addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body: `Line ${i}` });
  await expect(a.getByRole("article")).toHaveCount(30);
  const list = a.getByRole("log");
  const fromEnd = () =>
    list.evaluate(({ scrollHeight, scrollTop, clientHeight }) => Math.round(scrollHeight - scrollTop - clientHeight));
  await a.route("**/messages", (route) => route.abort());
  await a.getByLabel("Write a message").fill("Is this on?\n".repeat(6));
  await a.keyboard.press("Enter");
  const retry = a.getByRole("button", { name: "Retry" });
  await expect(retry).toBeInViewport({ ratio: 1 });
  await expect.poll(fromEnd).toBe(0);
  // The field takes room from the list, whose end stays in view.
  await a.getByLabel("Write a message").fill("a\n".repeat(6));
  await expect.poll(fromEnd).toBe(0);
  await a.getByLabel("Write a message").fill("");
  // Whoever closes the chat meanwhile hears of it, and finds it.
  let fail = () => {};
  const pending = new Promise<void>((resolve) => (fail = resolve));
  await a.unroute("**/messages");
  await a.route("**/messages", (route) => pending.then(() => route.abort()));
  await a.getByRole("button", { name: "Retry" }).click();
  await expect(retry).toHaveCount(0);
  await a.getByRole("button", { name: "Close chat" }).click();
  fail();
  await a.getByRole("button", { name: "Show it" }).click();
  await expect(retry).toBeInViewport({ ratio: 1 });
  await a.unroute("**/messages");
  await retry.click();
  await expect(b.getByRole("article").last()).toHaveText(/Is this on\?/);
  await expect(a.getByRole("group", { name: "Not sent" })).toHaveCount(0);
  await expect(a.getByRole("article")).toHaveCount(31);
});

test("P8 P10 the chat shows what was written, whatever it is, under the reader's own days", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const say = (body: string) => addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body });
  // One day in UTC and two in New York, then two and one, with the clocks put forward in between.
  const times = ["2026-03-08T04:30:00Z", "2026-03-08T05:30:00Z", "2026-03-09T03:30:00Z"];
  for (const time of times) {
    const added = await say(`At ${time}`);
    await sql`update chat_messages set created_at = ${time} where id = ${added?.message.id ?? ""}`.execute(stack.db);
  }
  const { page, complaints } = await visit(ada, sessionId, { timezoneId: "America/New_York" });
  await showPanel(page, "Chat");
  const list = page.getByRole("log");
  await expect(list.getByText(/^(Sat|Sun|Mon), Mar \d/)).toHaveText([/^Sat, Mar 7/, /^Sun, Mar 8/]);

  const last = page.getByRole("article").last();
  const send = async (body: string) => {
    const count = await page.getByRole("article").count();
    await page.getByLabel("Write a message").fill(body);
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("article")).toHaveCount(count + 1);
  };
  const seen = () =>
    last.locator("p, pre, figcaption").evaluateAll((parts) => parts.map((part) => (part as HTMLElement).innerText));
  await send("```npm install```");
  await expect(last.locator("code")).toHaveText("npm install");
  await send("    if x:\n        y()\n\n");
  expect(await seen()).toEqual(["    if x:\n        y()"]);
  await send("one\u2028two\u2029three");
  expect(await seen()).toEqual(["one\ntwo\nthree"]);
  await send('````ts title="a b"\n```\n  let a;\n```\n````\nafter');
  expect(await seen()).toEqual(['ts title="a b"', "```\n  let a;\n```", "after"]);
  await send("(https://a.example/Foo_(bar))");
  await expect(last.getByRole("link")).toHaveText("https://a.example/Foo_(bar)");
  await send("שלום עולם!\nHello!");
  const sides = await last.locator("p").evaluate((text) => {
    const range = document.createRange();
    return [...(text.firstChild?.textContent ?? "").split("\n").keys()].map((line) => {
      const content = text.firstChild?.textContent ?? "";
      const from = line === 0 ? 0 : content.indexOf("\n") + 1;
      range.setStart(text.firstChild ?? text, from);
      range.setEnd(text.firstChild ?? text, from + 1);
      const { left } = range.getBoundingClientRect();
      const box = text.getBoundingClientRect();
      return left - box.left > box.width / 2 ? "right" : "left";
    });
  });
  expect(sides).toEqual(["right", "left"]);
  for (const [theme, width] of [
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const) {
    if (!process.env.SHOTS) break;
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.screenshot({ path: `${process.env.SHOTS}/chat-${theme}-${width}.png` });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const endless = "x".repeat(3_900);
  for (const body of [
    endless,
    `\`${endless}\``,
    `\`\`\`\n${endless}\n\`\`\``,
    `https://a.example/${endless}`,
    "😀".repeat(4_000),
  ])
    await send(body);
  expect(await list.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await expect(page.getByRole("group", { name: "Not sent" })).toHaveCount(0);
  // One more than fits is told before it is sent.
  await page.getByLabel("Write a message").fill(`${"😀".repeat(4_001)}\n`);
  await expect(page.getByText("1 character too many")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  expect(complaints).toEqual([]);
});
