import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "playwright/test";
import { listFiles } from "../../collab/layout.ts";
import { joinByLink, removeParticipant, setRole } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { browserOf, caretTo, enter, letPass, lines, showPanel } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
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

test("the list of people is right as soon as somebody joins or leaves, and a join is said once", async ({ browser }) => {
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

test("P10 a message is there once for both, stays after a reload, and is counted while the chat is closed", async ({ browser }) => {
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

test("P10 a message that could not be sent says so, and Retry sends it once", async ({ browser }) => {
  const { a, b } = await two(browser);
  await a.route("**/messages", (route) => route.abort());
  await a.getByLabel("Write a message").fill("Is this on?");
  await a.keyboard.press("Enter");
  await expect(a.getByText("Not sent.")).toBeVisible();
  await a.unroute("**/messages");
  await a.getByRole("button", { name: "Retry" }).click();
  await expect(b.getByRole("article")).toHaveText(/Is this on\?/);
  await expect(a.getByText("Not sent.")).toHaveCount(0);
  await expect(a.getByRole("article")).toHaveCount(1);
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

type Ending = (stack: Stack, sessionId: string, owner: Person, other: Person) => Promise<unknown>;
const endings: [string, Ending, string][] = [
  ["was removed", ({ db }, id, _, other) => removeParticipant(db, id, other.user.id), "Your access to this session has ended"],
  ["is in a session that is deleted", ({ db }, id, owner) => deleteSession(db, owner.user.id, id), "The owner deleted this session"],
  ["signed out elsewhere", ({ db }, _, __, other) => deleteOtherSignIns(db, other.user.id, Buffer.alloc(32)), "You are signed out"],
];
for (const [who, end, sentence] of endings) {
  test(`P5 somebody who ${who} is told, keeps the text to read, and does not reconnect`, async ({ browser }) => {
    const people = [await stack.signUp("Barbara"), await stack.signUp("Edsger")] as [Person, Person];
    const { sessionId, b } = await two(browser, {}, people);
    let sockets = 0;
    b.on("websocket", () => sockets++);
    await end(stack, sessionId, ...people);
    await expect(b.getByText(sentence)).toBeVisible();
    await expect(lines(b)).toContainText("one");
    await letPass(b, 1_500);
    expect(sockets).toBe(0);
    const download = b.waitForEvent("download");
    await b.getByRole("button", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toBe("main.ts");
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

test("carets are sent at most ten times a second, never for others' edits, and never after leaving", async ({ browser }) => {
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
  for (let i = 0; i < 20; i++) file?.text.insert(0, "x");
  // To look is no news to others, unlike a caret that moves.
  await lines(page).hover();
  await page.mouse.wheel(0, -10_000);
  await expect(lines(page)).toContainText("x".repeat(20));
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

test("P2 three browsers that write at random, lose the network and paste \\r\\n end with one text", async ({ browser }) => {
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
    else if (action < 0.5) await page.keyboard.press(pick(["ArrowUp", "ArrowDown", "ArrowLeft", "Home", "End", "Control+Home", "Control+End"]));
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
      { timeout: 60_000 },
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
      expect(summary(await new AxeBuilder({ page }).analyze())).toEqual([]);
    }
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(summary(await new AxeBuilder({ page }).analyze())).toEqual([]);
    expect(complaints).toEqual([]);
  }
});

const summary = ({ violations }: Awaited<ReturnType<AxeBuilder["analyze"]>>) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

test("on a phone it reads first, Edit opens the keys, and nothing scrolls sideways", async ({ browser }) => {
  const sessionId = await stack.newSession(ada.user, { title: "A title that is much longer than any phone is wide, and then some more", content: "const a = 1;\n" });
  const { page } = await browserOf(browser, stack, ada, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  await enter(page, stack, sessionId);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".monaco-editor .view-lines").click();
  await page.getByRole("toolbar", { name: "Keys" }).getByRole("button", { name: "{", exact: true }).click();
  await expect(lines(page)).toContainText("{");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
