import { sql } from "kysely";
import { type Browser, expect, type Page } from "playwright/test";
import { listFiles } from "../../protocol/layout.ts";
import { addMessage } from "../../db/messages.ts";
import { joinByLink, removeParticipant, setRole } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { violationsOf } from "../support/accessibility.ts";
import { browserOf, caretTo, enter, letPass, lines, showPanel } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { test } from "../support/page-test.ts";
import { newId } from "../support/person.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
test.beforeAll(async () => {
  stack = await startStack();
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
test.afterAll(() => stack?.[Symbol.asyncDispose]());

/** Two people in one session, each in a browser of her own. */
async function two(browser: Browser, settings: Parameters<Stack["newSession"]>[1] = {}, [owner, other] = [ada, grace]) {
  const sessionId = await stack.newSession(owner.user, { title: "Pairing", content: "one\ntwo\n", ...settings });
  const hers = await browserOf(browser, stack, owner);
  const theirs = await browserOf(browser, stack, other);
  await Promise.all([enter(hers.page, stack, sessionId), enter(theirs.page, stack, sessionId)]);
  return { sessionId, a: hers.page, b: theirs.page, complaints: [hers.complaints, theirs.complaints] };
}

/** Who says nothing any more is taken for gone after half a minute: sooner, they have said that they go. */
const GHOST_MS = 20_000;

const hereNow = (page: Page) => page.getByRole("region", { name: "Here now" });

test("the text is readable before any script has run", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user, { content: "const answer = 42;\n" });
  const { page } = await browserOf(browser, stack, ada, { javaScriptEnabled: false });
  await page.goto(`${stack.origin}/sessions/${sessionId}`);
  await expect(page.getByText("const answer = 42;")).toBeVisible();
});

test("the list of people is right as soon as somebody joins or leaves, and a join is said once", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await browserOf(browser, stack, ada);
  await enter(page, stack, sessionId);
  await showPanel(page, "People");
  const here = hereNow(page);
  await expect(here.getByText("Ada")).toBeVisible();
  // Who is there when the page opens has not just joined.
  await letPass(page, 1_600);
  const guests = await Promise.all(["Grace", "Edsger", "Barbara"].map((name) => stack.signUp(name)));
  const connections = guests.map((guest) => connect(stack.origin, sessionId, guest));
  await Promise.all(connections.map(({ synced }) => synced));
  // It is said for three seconds only.
  const said = expect(page.getByText(/joined$/)).toHaveCount(1);
  for (const { provider } of connections) provider.setAwarenessField("file", null);
  await said;
  await expect(here.getByRole("listitem")).toHaveCount(4);
  for (const connection of connections) connection[Symbol.dispose]();
  await expect(here.getByRole("listitem")).toHaveCount(1, { timeout: GHOST_MS });
});

test("two tabs of one person are one entry", async ({ browser }) => {
  const { a, b, sessionId } = await two(browser);
  const second = await b.context().newPage();
  await enter(second, stack, sessionId);
  await showPanel(a, "People");
  await expect(hereNow(a).getByRole("listitem")).toHaveCount(2);
});

test("P10 a message is there once for both, stays after a reload, and is counted while the chat is closed", async ({
  browser,
}) => {
  const { a, b } = await two(browser);
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
  browser,
}) => {
  const { sessionId, a, b } = await two(browser);
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
  await expect(a.getByText("Not sent.")).toHaveCount(0);
  await expect(a.getByRole("article")).toHaveCount(31);
});

test("P8 P10 the chat shows what was written: code, indentation, any script, words without an end; days are the reader's own", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const say = (body: string) => addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body });
  // One day in UTC and two in New York, then two and one, with the clocks put forward in between.
  const times = ["2026-03-08T04:30:00Z", "2026-03-08T05:30:00Z", "2026-03-09T03:30:00Z"];
  for (const time of times) {
    const added = await say(`At ${time}`);
    await sql`update chat_messages set created_at = ${time} where id = ${added?.message.id ?? ""}`.execute(stack.db);
  }
  const { page, complaints } = await browserOf(browser, stack, ada, { timezoneId: "America/New_York" });
  await enter(page, stack, sessionId);
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
  await expect(page.getByText("Not sent.")).toHaveCount(0);
  // One more than fits is told before it is sent.
  await page.getByLabel("Write a message").fill(`${"😀".repeat(4_001)}\n`);
  await expect(page.getByText("1 character too many")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  expect(complaints).toEqual([]);
});

test("files are added, renamed, given a language, deleted and brought back for everybody", async ({ browser }) => {
  const { a, b } = await two(browser);
  await a.getByRole("button", { name: "Add a file" }).click();
  await a.getByLabel("File name").fill("../x");
  await a.keyboard.press("Enter");
  await expect(a.getByText("no empty, . or .. parts")).toBeVisible();
  await a.getByLabel("File name").fill("tool.py");
  await a.keyboard.press("Enter");
  await expect(b.getByRole("tab", { name: "tool.py" })).toBeVisible();
  await a.keyboard.type("def f(): pass");
  await b.getByRole("tab", { name: "tool.py" }).click();
  await expect(lines(b)).toContainText("def f(): pass");
  await expect(b.getByLabel("Language")).toHaveValue("python");

  await b.getByRole("tab", { name: "tool.py" }).dblclick();
  await b.getByLabel("File name").fill("tool.rb");
  await b.keyboard.press("Enter");
  await expect(a.getByRole("tab", { name: "tool.rb" })).toBeVisible();
  await expect(a.getByLabel("Language")).toHaveValue("ruby");
  await a.getByLabel("Language").selectOption("lua");
  await expect(b.getByLabel("Language")).toHaveValue("lua");

  await a.getByRole("button", { name: "File actions" }).click();
  await a.getByRole("menuitem", { name: "Delete this file" }).click();
  await expect(b.getByRole("tab", { name: "tool.rb" })).toHaveCount(0);
  await a.getByRole("button", { name: "Undo" }).click();
  await expect(b.getByRole("tab", { name: "tool.rb" })).toBeVisible();
  await b.getByRole("tab", { name: "tool.rb" }).click();
  await expect(lines(b)).toContainText("def f(): pass");
});

test("the owner's title reaches everybody at once", async ({ browser }) => {
  const { a, b } = await two(browser);
  await a.getByRole("button", { name: /^Pairing/ }).click();
  await a.getByLabel("Session title").fill("Sorting, together");
  await a.keyboard.press("Enter");
  await expect(b.getByRole("heading", { name: "Sorting, together" })).toBeVisible();
  await expect(b).toHaveTitle("Sorting, together · Tandem");
});

test("P4 who may only view cannot type, and can from the moment the owner lets her", async ({ browser }) => {
  const { sessionId, a, b } = await two(browser, { linkRole: "viewer" });
  await caretTo(b, "Control+Home");
  await b.keyboard.type("no");
  await expect(b.getByRole("contentinfo").getByText("View only")).toBeVisible();
  await showPanel(a, "People");
  await a.getByRole("button", { name: "Manage Grace" }).click();
  await a.getByRole("menuitem", { name: "Make editor" }).click();
  await expect(b.getByRole("contentinfo").getByText("View only")).toHaveCount(0);
  await caretTo(b, "Control+Home");
  await b.keyboard.type("yes ");
  await expect(lines(a)).toContainText("yes one");
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await expect(b.getByRole("contentinfo").getByText("View only")).toBeVisible();
});

type Ending = (place: { sessionId: string; owner: Person; other: Person; page: Page }) => Promise<unknown>;
/** Something that happens while a page has no network, so that it hears of it when it is back. */
const whileOffline =
  (happen: Ending): Ending =>
  async (place) => {
    await place.page.context().setOffline(true);
    await expect(place.page.getByTestId("connection")).toContainText("Reconnecting…");
    await happen(place);
    await place.page.context().setOffline(false);
  };
const remove: Ending = ({ sessionId, other }) => removeParticipant(stack.db, sessionId, other.user.id);
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
    ({ sessionId, owner }) => deleteSession(stack.db, owner.user.id, sessionId),
    "The owner deleted this session",
    "You cannot write here any more.",
  ],
  [
    "signed out elsewhere",
    "owner",
    ({ owner }) => deleteOtherSignIns(stack.db, owner.user.id, Buffer.alloc(32)),
    "You are signed out",
    "Sign in to write here.",
  ],
  [
    "was offline while the document was replaced",
    "owner",
    whileOffline(({ sessionId }) =>
      stack.db.updateTable("documents").set({ lineage: newId() }).where("session_id", "=", sessionId).execute(),
    ),
    "This session was replaced",
    "Reload the page to write here.",
  ],
];
for (const [who, side, end, sentence, inChat] of endings) {
  test(`P5 somebody who ${who} is told, keeps the text to read, does not reconnect, and is offered nothing that does not work`, async ({
    browser,
  }) => {
    const [owner, other] = [await stack.signUp("Barbara"), await stack.signUp("Edsger")];
    const { sessionId, a, b } = await two(browser, side === "other" ? { linkRole: "viewer" } : {}, [owner, other]);
    const page = side === "owner" ? a : b;
    await showPanel(page, "Chat");
    await page.getByLabel("Write a message").fill("not sent yet");
    if (side === "owner") {
      await caretTo(page, "Control+End");
      await page.keyboard.type("three");
      await expect(page.locator("#header").getByTestId("save-state")).toHaveText("Saved");
      await page.getByRole("tab", { name: "main.ts" }).dblclick();
      await expect(page.getByLabel("File name")).toBeVisible();
    } else await expect(page.getByRole("button", { name: "Ask to edit" })).toBeVisible();
    await end({ sessionId, owner, other, page });
    await expect(page.getByText(sentence)).toBeVisible();
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
    await letPass(page, 1_500);
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

test("P3 a session that is private or absent is one and the same page", async ({ browser }) => {
  const hidden = await stack.newSession(ada.user, { visibility: "private", content: "secret" });
  const { page } = await browserOf(browser, stack, grace);
  for (const id of [hidden, crypto.randomUUID(), "nonsense"]) {
    const response = await page.goto(`${stack.origin}/sessions/${id}`);
    expect(response?.status()).toBe(404);
    expect(await response?.text()).not.toContain("secret");
    await expect(page.getByText("This session does not exist, or is not shared with you.")).toBeVisible();
  }
});

test("carets are sent at most ten times a second, never for others' edits, and never after leaving", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "line\n".repeat(200) });
  const { page } = await browserOf(browser, stack, ada);
  const sent: string[] = [];
  const closed = new Promise<void>((resolve) =>
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => isPresence(payload) && sent.push(String(payload)));
      socket.on("close", () => resolve());
    }),
  );
  await enter(page, stack, sessionId);
  await caretTo(page, "Control+Home");
  await expect.poll(() => sent.length).toBeGreaterThan(0);

  const start = sent.length;
  const from = Date.now();
  for (let i = 0; i < 80; i++) await page.keyboard.press("ArrowDown");
  await letPass(page, 150);
  const seconds = (Date.now() - from) / 1_000;
  expect(sent.length - start).toBeGreaterThan(2);
  // Two may have been under way already when the clock was read.
  expect(sent.length - start).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2);

  using other = connect(stack.origin, sessionId, grace);
  await other.synced;
  const before = sent.length;
  const [file] = listFiles(other.ydoc);
  // Above her caret, which goes down with its line: the number says that they have arrived.
  await expect(page.getByText("Ln 81,")).toBeVisible();
  for (let i = 0; i < 20; i++) file?.text.insert(0, "x\n");
  await expect(page.getByText("Ln 101,")).toBeVisible();
  expect(sent.length - before).toBeLessThanOrEqual(1);

  let sockets = 0;
  page.on("websocket", () => sockets++);
  await page.getByRole("link", { name: "Your sessions" }).click();
  await page.waitForURL("**/sessions");
  await closed;
  // The last word is that she left.
  expect(sent.at(-1)).toMatch(/null$/);
  await letPass(page, 400);
  expect(sockets).toBe(0);
});

/** An awareness message of the Hocuspocus protocol: the document's name, then type 1. */
function isPresence(payload: string | Buffer): boolean {
  const bytes = Buffer.from(payload);
  return bytes[1 + (bytes[0] ?? 0)] === 1;
}

test("P2 three browsers that write at random, lose the network and paste \\r\\n end with one text", async ({
  browser,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "start\n" });
  const people = await Promise.all(["Ada", "Grace", "Edsger"].map((name) => stack.signUp(name)));
  const pages: Page[] = [];
  for (const person of people) {
    const { page } = await browserOf(browser, stack, person, { permissions: ["clipboard-read", "clipboard-write"] });
    await enter(page, stack, sessionId);
    await page.locator(".monaco-editor .view-lines").click();
    pages.push(page);
  }
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  console.log(`seed ${seed}`);
  const random = mulberry(seed);
  const pick = <T>(items: T[]) => items[Math.floor(random() * items.length)] as T;
  const away = new Set<Page>();
  for (let step = 0; step < 90; step++) {
    const page = pick(pages);
    const action = random();
    if (action < 0.08) {
      const isAway = away.has(page);
      await page.context().setOffline(!isAway);
      if (isAway) away.delete(page);
      else away.add(page);
    } else if (action < 0.16) {
      await page.evaluate((text) => navigator.clipboard.writeText(text), `pasted\r\n${step}\r\n`);
      await page.keyboard.press("Control+v");
    } else if (action < 0.3) await page.keyboard.press(pick(["Backspace", "Delete", "Enter"]));
    else if (action < 0.5)
      await page.keyboard.press(
        pick(["ArrowUp", "ArrowDown", "ArrowLeft", "Home", "End", "Control+Home", "Control+End"]),
      );
    else if (action < 0.56) await page.keyboard.press(pick(["Control+z", "Control+Shift+z"]));
    else if (action < 0.66) await page.keyboard.insertText(pick(["🙂", "👩‍💻", "é", "漢字", "\t"]));
    else await page.keyboard.type(pick(["abc", "x = 1;", "(", "foo "]));
  }
  for (const page of pages) await page.context().setOffline(false);
  for (const page of pages) await expect(page.getByTestId("connection")).toContainText("Connected");

  using reader = connect(stack.origin, sessionId, ada);
  await expect
    .poll(
      async () => {
        const shown = await Promise.all(pages.map((page) => textShown(page)));
        return new Set([listFiles(reader.ydoc)[0]?.text.toString() ?? "", ...shown]).size;
      },
      { timeout: 240_000 },
    )
    .toBe(1);
  expect(listFiles(reader.ydoc)[0]?.text.toString()).not.toContain("\r");
});

/** The whole text of a page's editor, through the same copy that a person would make. */
async function textShown(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Download this file" }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function mulberry(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test("P11 typing goes on while the node restarts, and arrives afterwards", async ({ browser }) => {
  const { a, b } = await two(browser);
  await caretTo(a, "Control+Home");
  const restart = stack.restartCollab("SIGTERM");
  await a.keyboard.type("typed meanwhile ");
  await restart;
  await expect(lines(b)).toContainText("typed meanwhile");
});

test("a click on somebody goes to her caret, a second one follows her until Escape", async ({ browser }) => {
  const { a, b } = await two(browser, { content: "line\n".repeat(300) });
  await caretTo(b, "Control+End");
  await b.keyboard.type("the end of Grace");
  await expect(a.getByRole("button", { name: "↓ Grace" })).toBeVisible();
  await a.getByRole("button", { name: "↓ Grace" }).click();
  await expect(lines(a)).toContainText("the end of Grace");
  await showPanel(a, "People");
  const entry = hereNow(a).getByRole("button", { name: /^G?Grace/ });
  await entry.click();
  await entry.click();
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  await caretTo(b, "Control+Home");
  await b.keyboard.type("the start of Grace ");
  await expect(lines(a)).toContainText("the start of Grace");
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  // The focus is where it was clicked.
  await expect(entry).toBeFocused();
  await a.keyboard.press("Escape");
  await expect(a.getByText("Following Grace")).toHaveCount(0);
  await entry.click();
  await expect(a.getByText("Following Grace · Esc to stop")).toBeVisible();
  await a.locator(".monaco-editor .view-lines").click();
  await expect(a.getByText("Following Grace")).toHaveCount(0);
});

test("the editor page has no accessibility violations and no console error, light and dark", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user, { content: "const a = 1;\n" });
  await joinByLink(stack.db, grace.user, sessionId);
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, complaints } = await browserOf(browser, stack, ada, { colorScheme });
    await enter(page, stack, sessionId);
    await page.getByLabel("Write a message").fill("Hello");
    await page.keyboard.press("Enter");
    for (const look of ["Chat", "People"] as const) {
      await showPanel(page, look);
      expect(summary(await violationsOf(page))).toEqual([]);
    }
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(summary(await violationsOf(page))).toEqual([]);
    expect(complaints).toEqual([]);
  }
});

const summary = (violations: Awaited<ReturnType<typeof violationsOf>>) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

test("on a phone it reads first, Edit opens the keys, and nothing scrolls sideways", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user, {
    title: "A title that is much longer than any phone is wide, and then some more",
    content: "const a = 1;\n",
  });
  const { page } = await browserOf(browser, stack, ada, {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  await enter(page, stack, sessionId);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".monaco-editor .view-lines").click();
  await page.getByRole("toolbar", { name: "Keys" }).getByRole("button", { name: "{", exact: true }).click();
  await expect(lines(page)).toContainText("{");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
