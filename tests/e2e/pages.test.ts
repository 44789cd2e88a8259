import { gzipSync } from "node:zlib";
import { type Browser, expect, type Page } from "playwright/test";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { createInvite } from "../../db/invites.ts";
import { joinByLink } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { createSignIn } from "../../db/sign-ins.ts";
import { violationsOf } from "../support/accessibility.ts";
import { browserOf, caretTo, enter, lines, showPanel } from "../support/browser.ts";
import { connect } from "../support/connection.ts";
import { startGitHub } from "../support/github-stand-in.ts";
import { test } from "../support/page-test.ts";
import { AUTH_SECRET } from "../support/person.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";

const client = { id: "tandem", secret: "hush" };
let stack: Stack;
let gitHub: Awaited<ReturnType<typeof startGitHub>>;
test.beforeAll(async () => {
  gitHub = await startGitHub(client);
  stack = await startStack({
    env: { GITHUB_CLIENT_ID: client.id, GITHUB_CLIENT_SECRET: client.secret, GITHUB_URL: gitHub.url },
  });
});
test.afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await gitHub?.[Symbol.asyncDispose]();
});
test.beforeEach(() => {
  gitHub.behave("well");
});

/** A page in a browser of its own: nobody's, or one in which somebody new is signed in. */
async function open(
  browser: Browser,
  path: string,
  { name, as, ...options }: { name?: string; as?: Person } & Parameters<typeof browserOf>[3] = {},
) {
  const person = as ?? (name ? await stack.signUp(name) : undefined);
  const opened = await browserOf(browser, stack, person, options);
  await opened.page.goto(stack.origin + path);
  return { ...opened, person };
}

/** Opens a page whose time goes on only as the test says, so that a slow machine comes too late for nothing. */
async function openStandingStill(page: Page, path: string) {
  await page.clock.install();
  await page.goto(stack.origin + path);
  await page.waitForLoadState("networkidle");
  await page.clock.pauseAt(Date.now() + 60_000);
}

const row = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
const titles = (page: Page) => page.getByRole("listitem").getByRole("heading");
async function choose(page: Page, title: string, what: string) {
  await page.getByLabel(`What to do with ${title}`, { exact: true }).click();
  await row(page, title).getByText(what, { exact: true }).click();
}
/** What was logged, but for the browser's own line about an answer such as 404. */
const errors = (complaints: string[]) =>
  complaints.filter((text) => !/the server responded with a status of 4\d\d/.test(text));
const userMenu = (page: Page) => page.getByRole("banner").locator("summary");
const isOnItsSession = (page: Page) => page.waitForURL(/\/sessions\/[\da-f-]{36}$/);

test("from a cold visit to typing it takes two interactions at most", async ({ browser }) => {
  const { page, complaints } = await open(browser, "/");
  await page.getByRole("button", { name: "Start coding" }).click();
  await isOnItsSession(page);
  await lines(page).click();
  await page.keyboard.type("// hello from nowhere");
  await expect(lines(page)).toContainText("// hello from nowhere");
  expect(errors(complaints)).toEqual([]);
});

test("a link pasted on the landing page leads to its session or invite, anything else to a sentence", async ({
  browser,
}) => {
  const [owner, other] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
  const sessionId = await stack.newSession(owner.user);
  const theirs = await stack.newSession(other.user);
  const { token } = await createInvite(stack.db, { sessionId: theirs, createdBy: other.user.id, role: "viewer" });
  const { page } = await open(browser, "/", { as: owner });
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

test("somebody without a sign-in is sent to sign in, and then to where she was going", async ({ browser }) => {
  const { page } = await open(browser, "/sessions/new?x=1");
  await page.waitForURL("**/sign-in?returnTo=*");
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.getByLabel("Your name").fill(" \u200b ");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter a name")).toBeVisible();
  await page.getByLabel("Your name").fill("Grace");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sessions/new?x=1");
  await expect(userMenu(page)).toHaveText(/Grace$/);
});

test("a sign-in with GitHub comes back to where it began, one that was cancelled says so and can be tried again", async ({
  browser,
}) => {
  gitHub.person({ id: 71, login: "octo", name: "Octo Cat" });
  gitHub.behave("denied");
  const { page, context } = await open(browser, "/sign-in?returnTo=%2Fsettings");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await expect(page.getByRole("alert")).toContainText("You cancelled the sign-in at GitHub.");
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  gitHub.behave("well");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.waitForURL("**/settings");
  await expect(page.getByText("You are signed in with GitHub as Octo Cat.")).toBeVisible();
  await userMenu(page).click();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(`${stack.origin}/`);
  await expect(page.getByRole("link", { name: "Sign in", exact: true })).toBeVisible();
});

test("a guest who signs in with GitHub keeps her sessions", async ({ browser }) => {
  gitHub.person({ id: 72, login: "grace", name: "Grace Hopper" });
  const { page, person } = await open(browser, "/settings", { name: "Guest" });
  if (person) await stack.newSession(person.user, { title: "Begun as a guest" });
  await page.getByRole("button", { name: "Sign in with GitHub" }).first().click();
  await expect(page.getByText("signed in with GitHub as Grace Hopper")).toBeVisible();
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(titles(page)).toHaveText(["Begun as a guest"]);
});

test("P1 P5 P6 a guest's open pages go on when another tab signs in with GitHub: what was typed meanwhile is sent, as the user", async ({
  browser,
}) => {
  gitHub.person({ id: 73, login: "katherine", name: "Katherine Johnson" });
  const { page, context, person } = await open(browser, "/settings", { name: "Guest" });
  if (!person) throw new Error("Nobody signed up.");
  const [sessionId, other] = [
    await stack.newSession(person.user, { content: "one", title: "Orbits" }),
    await stack.newSession(person.user, { content: "left " }),
  ];
  const saved = (tab: Page) => tab.locator("#header").getByTestId("save-state");
  // One tab that is online, one that is not and has something unsent, one that was closed so.
  const [online, offline] = [await context.newPage(), await context.newPage()];
  await enter(offline, stack, other);
  await context.setOffline(true);
  await caretTo(offline, "Control+End");
  await offline.keyboard.type("behind");
  await expect(saved(offline)).toHaveText("Offline, kept on this device");
  await offline.close();
  await context.setOffline(false);

  await enter(online, stack, sessionId);
  await caretTo(online, "Control+End");
  await online.keyboard.type(" two");
  await expect(saved(online)).toHaveText("Saved");
  await showPanel(online, "Chat");
  await online.getByLabel("Write a message").fill("As a guest");
  await online.keyboard.press("Enter");
  await expect(online.getByRole("article")).toHaveText(/you/);
  const away = await context.newPage();
  let isCut = false;
  await away.routeWebSocket(/\/collab/, (socket) => void (isCut ? socket.close() : socket.connectToServer()));
  await enter(away, stack, sessionId);
  isCut = true;
  await stack.restartCollab("SIGKILL");
  await expect(online.getByTestId("connection")).toContainText("Connected");
  await expect(away.getByTestId("connection")).toContainText("Reconnecting…");
  await caretTo(away, "Control+End");
  await away.keyboard.type(" three");
  await expect(saved(away)).toHaveText("Offline, kept on this device");

  await page.getByRole("button", { name: "Sign in with GitHub" }).first().click();
  await expect(page.getByText("signed in with GitHub as Katherine Johnson")).toBeVisible();
  await expect(online.getByText("You are signed in as Katherine Johnson now.")).toBeVisible();
  await expect(online.getByText(/^You are signed out/)).toHaveCount(0);
  await expect(online.getByTestId("connection")).toContainText("Connected");
  await expect(online.locator("#header").getByText("Katherine Johnson (you)")).toBeAttached();
  await expect(online.getByRole("article")).toHaveText(/Katherine Johnson\s*you/);
  // Undo is there still, and the owner is the owner.
  await expect(online.getByRole("button", { name: "Share" })).toBeVisible();
  await caretTo(online, "Control+End");
  await online.keyboard.type("!");
  await expect(saved(online)).toHaveText("Saved");

  // What waited in a page without a connection is sent once it has one, under the user.
  isCut = false;
  await expect(lines(online)).toContainText(" three", { timeout: 20_000 });
  await expect(saved(away)).toHaveText("Saved");
  await expect(away.locator("#header").getByText("Katherine Johnson (you)")).toBeAttached();
  const stored = await findDocument(stack.db, sessionId);
  expect(stored && decodeFiles(stored)[0]?.content).toMatch(/^one two( three!|! three)$/);

  // So is what a closed tab had left behind.
  const again = await context.newPage();
  await enter(again, stack, other);
  await expect(lines(again)).toHaveText("left behind");
  await expect(saved(again)).toHaveText("Saved");
  const names = await again.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));
  expect(names.filter((name) => name.includes(person.user.id))).toEqual([]);
});

test("P5 P6 a page that was signed out goes on when the same person signs in again in another tab; somebody else is named, and gets nothing of it", async ({
  browser,
}) => {
  gitHub.person({ id: 74, login: "dorothy", name: "Dorothy Vaughan" });
  const { page, context } = await open(browser, "/sign-in");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.waitForURL("**/sessions");
  const { user_id: userId } = await stack.db
    .selectFrom("sign_ins")
    .select("user_id")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const sessionId = await stack.newSession({ id: userId, color: "#5a5af6" } as Person["user"], { content: "one" });
  const editor = await context.newPage();
  await enter(editor, stack, sessionId);
  await caretTo(editor, "Control+End");
  await editor.keyboard.type(" two");
  await expect(editor.locator("#header").getByTestId("save-state")).toHaveText("Saved");
  const signIn = async () => {
    await page.goto(`${stack.origin}/sign-in`);
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
    await page.waitForURL("**/sessions");
  };
  const signOut = () => page.evaluate(() => fetch("/auth/sign-out", { method: "POST" }));
  await signOut();
  await expect(editor.getByText("You are signed out.")).toBeVisible();
  await signIn();
  await expect(editor.getByTestId("connection")).toContainText("Connected");
  await expect(editor.getByText("You are signed out.")).toHaveCount(0);
  await caretTo(editor, "Control+End");
  await editor.keyboard.type(" three");
  await expect(editor.locator("#header").getByTestId("save-state")).toHaveText("Saved");

  gitHub.person({ id: 75, login: "mary", name: "Mary Jackson" });
  await signOut();
  await expect(editor.getByText("You are signed out.")).toBeVisible();
  await signIn();
  await expect(editor.getByText("You are signed out: Mary Jackson is signed in in this browser now.")).toBeVisible();
  await expect(lines(editor)).toHaveText("one two three");
  await expect(editor.getByRole("link", { name: "Open it as Mary Jackson" })).toBeVisible();
});

test("three lists, search, language and order are in the address: they survive reload and Back", async ({
  browser,
}) => {
  const [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
  for (const [title, language] of [
    ["Beta", "python"],
    ["Alpha", "python"],
    ["Gamma", "rust"],
  ] as const)
    await stack.newSession(ada.user, { title, language });
  const unique = `Open house ${crypto.randomUUID()}`;
  await stack.newSession(grace.user, { title: unique, visibility: "public" });
  await joinByLink(stack.db, ada.user, await stack.newSession(grace.user, { title: "Graces own" }));
  const { page, complaints } = await open(browser, "/sessions", { as: ada });
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
  expect(errors(complaints)).toEqual([]);
});

test("a search that was still being typed takes nobody away from where she has gone, and the field shows what is listed", async ({
  browser,
}) => {
  const ada = await stack.signUp("Ada");
  await stack.newSession(ada.user, { title: "Only one" });
  const { page } = await browserOf(browser, stack, ada);
  await openStandingStill(page, "/sessions");
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

test("an empty list says what belongs there, and offers the first one", async ({ browser }) => {
  const { page } = await open(browser, "/sessions", { name: "Ada" });
  await expect(page.getByText("No sessions yet")).toBeVisible();
  await expect(page.getByRole("search")).toHaveCount(0);
  await page.getByRole("link", { name: "Shared with me" }).click();
  await expect(page.getByText("Nothing is shared with you yet")).toBeVisible();
  await page.getByRole("link", { name: "Your own sessions" }).click();
  await page.getByRole("link", { name: "Create the first session" }).click();
  await page.waitForURL("**/sessions/new");
});

test("a session is renamed in place, duplicated, deleted and brought back", async ({ browser }) => {
  const ada = await stack.signUp("Ada");
  for (const title of ["First", "Second"]) await stack.newSession(ada.user, { title, content: "kept" });
  const { page, complaints } = await open(browser, "/sessions?sort=title", {
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
  expect(errors(complaints)).toEqual([]);
});

test("what is typed into a title the moment it has the focus takes the old title's place", async ({ browser }) => {
  const ada = await stack.signUp("Ada");
  await stack.newSession(ada.user, { title: "First" });
  const { page } = await open(browser, "/sessions", { as: ada });
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
}) => {
  const ada = await stack.signUp("Ada");
  await stack.newSession(ada.user, { title: "Gone" });
  const { page } = await browserOf(browser, stack, ada);
  await openStandingStill(page, "/sessions");
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

test("a long list comes in parts, and a card says who is there", async ({ browser }) => {
  const [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace Hopper")];
  for (let n = 0; n < 64; n++) await stack.newSession(ada.user, { title: `Session ${n}` });
  const busy = await stack.newSession(ada.user, { title: "Busy" });
  const { page, complaints } = await open(browser, "/sessions", { as: ada });
  await expect(titles(page)).toHaveCount(30);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(titles(page)).toHaveCount(60);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(titles(page)).toHaveCount(65);
  await expect(page.getByRole("link", { name: "Load more" })).toHaveCount(0);

  using connection = connect(stack.origin, busy, grace);
  await connection.synced;
  await expect(async () => {
    await page.reload();
    await expect(row(page, "Busy").getByRole("img", { name: "Here now: Grace Hopper" })).toBeVisible({
      timeout: 3_000,
    });
  }).toPass();
  expect(errors(complaints)).toEqual([]);
});

const visibilities = [
  ["Private", "private"],
  ["Link", "link"],
  ["Public", "public"],
] as const;
const templates = [
  ["An empty file", ""],
  ["A sample", "def "],
  ["A file from this device", "from the device"],
] as const;
test("a session is created with each visibility and each template", async ({ browser }) => {
  const { page, complaints } = await open(browser, "/sessions", { name: "Ada" });
  for (const [index, [label, stored]] of visibilities.entries()) {
    const [template, text] = templates[index] ?? templates[0];
    // The first by the dialog, the others by the page.
    if (index === 0) await page.getByRole("link", { name: "New session" }).click();
    else await page.goto(`${stack.origin}/sessions/new`);
    const form = index === 0 ? page.getByRole("dialog") : page.getByRole("main");
    await form.getByLabel("Title").fill(`Made ${stored}`);
    await form.getByLabel("Language", { exact: true }).selectOption("python");
    await form.getByRole("radio", { name: label }).check();
    await expect(form.getByLabel("With the link, people may")).toBeVisible({ visible: stored !== "private" });
    await form.getByRole("radio", { name: template }).check();
    if (template.startsWith("A file"))
      await form
        .getByLabel("File", { exact: true })
        .setInputFiles({ name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("from the device\r\n") });
    await form.getByRole("button", { name: "Create session" }).click();
    await isOnItsSession(page);
    await expect(page.getByRole("tab")).toHaveText(template.startsWith("A file") ? "notes.md" : "main.py");
    if (text) await expect(page.getByText(text).first()).toBeVisible();
    const id = page.url().split("/").at(-1) ?? "";
    const session = await stack.db
      .selectFrom("code_sessions")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect([session.title, session.visibility]).toEqual([`Made ${stored}`, stored]);
  }
  expect(errors(complaints)).toEqual([]);
});

test("what is wrong with a new session stands beside its field, which has the focus, and nothing entered is lost", async ({
  browser,
}) => {
  const { page } = await open(browser, "/sessions/new", { name: "Ada" });
  await page.getByLabel("Title").fill("Kept");
  await page.getByRole("radio", { name: "Public" }).check();
  await page.getByRole("radio", { name: "A file from this device" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expect(page.getByLabel("File", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Title")).toHaveValue("Kept");
  await expect(page.getByRole("radio", { name: "Public" })).toBeChecked();
  await page
    .getByLabel("File", { exact: true })
    .setInputFiles({ name: "x.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0xff, 0xfe, 0]) });
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("This file is not UTF-8: save it as UTF-8.")).toBeVisible();
});

test("settings: a name, a theme that the server renders, and the end of other sign-ins", async ({ browser }) => {
  const { page, context, person } = await open(browser, "/settings", { name: "Ada" });
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your name is changed." })).toBeVisible();
  await expect(userMenu(page)).toHaveText(/Ada Lovelace$/);
  for (const [label, theme] of [
    ["Dark", "dark"],
    ["High contrast", "high-contrast"],
    ["Light", "light"],
  ] as const) {
    await page.getByRole("radio", { name: label }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    const html = await context.request.get(`${stack.origin}/sessions`).then((response) => response.text());
    expect(html).toContain(`data-theme="${theme}"`);
  }
  if (!person) throw new Error("Nobody is signed in.");
  const value = await createSignIn(stack.db, AUTH_SECRET, person.user.id);
  const elsewhere = await open(browser, "/settings", { as: { ...person, cookie: `tandem=${value}` } });
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You are signed out everywhere but here.")).toBeVisible();
  await elsewhere.page.reload();
  await elsewhere.page.waitForURL("**/sign-in?*");
});

test("an invite is joined by name or by one click; a void one says so", async ({ browser }) => {
  const owner = await stack.signUp("Ada");
  const sessionId = await stack.newSession(owner.user, { title: "By invitation", visibility: "private" });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: owner.user.id, role: "viewer" });
  const stranger = await open(browser, `/join/${token}`);
  await expect(stranger.page.getByText("Ada invites you to")).toBeVisible();
  await expect(stranger.page.getByRole("heading", { name: "By invitation" })).toBeVisible();
  await stranger.page.getByLabel("Your name").fill("Visitor");
  await stranger.page.getByRole("button", { name: "Join as guest" }).click();
  await stranger.page.waitForURL(`**/sessions/${sessionId}`);
  const known = await open(browser, `/join/${token}`, { name: "Grace" });
  await known.page.getByRole("button", { name: "Join as Grace" }).click();
  await known.page.waitForURL(`**/sessions/${sessionId}`);

  await deleteSession(stack.db, owner.user.id, sessionId);
  for (const address of [`/join/${token}`, "/join/nonsense"]) {
    const { page } = await open(browser, address);
    await expect(page.getByRole("heading", { name: "This invite is void" })).toBeVisible();
    await page.getByRole("link", { name: "Front page" }).click();
    await page.waitForURL(`${stack.origin}/`);
  }
});

test("without JavaScript everything works up to the editor", async ({ browser }) => {
  const { page } = await open(browser, "/", { javaScriptEnabled: false });
  await page.getByRole("button", { name: "Start coding" }).click();
  await isOnItsSession(page);
  await expect(page.getByText("Everybody with the link writes here at the same time.")).toBeVisible();

  await page.goto(`${stack.origin}/sessions/new`);
  await page.getByLabel("Title").fill("Plain");
  await page.getByRole("radio", { name: "A file from this device" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Plain");
  await page.getByRole("radio", { name: "A sample" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await isOnItsSession(page);

  await page.goto(`${stack.origin}/sessions`);
  await page.getByLabel("Search titles").fill("plain");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(titles(page)).toHaveText(["Plain"]);
  await choose(page, "Plain", "Rename");
  await page.getByLabel("New title of Plain").fill("Plainer");
  await page.getByRole("button", { name: "Rename" }).first().click();
  await expect(titles(page)).toHaveText(["Plainer"]);
  await choose(page, "Plainer", "Delete");
  await expect(page.getByText("No session matches")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(titles(page)).toHaveText(["Plainer"]);

  await page.goto(`${stack.origin}/settings`);
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.getByRole("button", { name: "Save theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(`${stack.origin}/`);
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByRole("button", { name: "Continue as guest" }).click();
  await page.waitForURL("**/sessions");
});

test("an unknown page, and a session that is not there, say so and lead on", async ({ browser }) => {
  const { page } = await open(browser, "/", { name: "Ada" });
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

/** Every page but the editor, as it looks with much and with nothing on it. */
async function everyPage(): Promise<[path: string, as: Person | undefined][]> {
  const [ada, none] = [
    await stack.signUp("Ada"),
    await stack.signUp("Bartholomew Featherstonehaugh-Cholmondeley the Third"),
  ];
  for (let n = 0; n < 31; n++)
    await stack.newSession(ada.user, {
      title: n % 2 ? "W".repeat(120) : `Session ${n}`,
      visibility: visibilities[n % 3]?.[1],
    });
  const sessionId = await stack.newSession(ada.user, { title: "A-long-title-without-a-space-".repeat(4) });
  const { token } = await createInvite(stack.db, { sessionId, createdBy: ada.user.id, role: "editor" });
  return [
    ["/", undefined],
    ["/", ada],
    ["/sign-in", undefined],
    ["/sign-in?error=denied", undefined],
    ["/sessions", ada],
    ["/sessions", none],
    [`/sessions?rename=${sessionId}`, ada],
    ["/sessions?scope=public", none],
    ["/sessions?q=nothing", ada],
    ["/sessions/new", ada],
    [`/join/${token}`, undefined],
    [`/join/${token}`, none],
    ["/join/void", undefined],
    ["/settings", none],
    ["/settings?saved=name", ada],
    ["/nowhere", undefined],
    [`/sessions/${crypto.randomUUID()}`, ada],
  ];
}

test("axe finds nothing on any page in light, dark and high contrast, nothing is logged, and nothing is wider than 320 px", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const pages = await everyPage();
  for (const theme of ["light", "dark", "high-contrast"]) {
    for (const [path, as] of theme === "high-contrast"
      ? pages.filter(([each]) => each === "/sessions" || each === "/settings")
      : pages) {
      const { page, context, complaints } = await browserOf(
        browser,
        stack,
        as,
        theme === "dark" ? { viewport: { width: 320, height: 640 } } : {},
      );
      await context.addCookies([{ name: "theme", value: theme, url: stack.origin }]);
      await page.goto(stack.origin + path);
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      const violations = await violationsOf(page);
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
        `${theme} ${path}`,
      ).toEqual([]);
      expect(errors(complaints), `${theme} ${path}`).toEqual([]);
      if (theme === "dark")
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path}`).toBe(320);
      await context.close();
    }
  }
});

test("axe finds nothing in an open menu, the dialog, and beside errors", async ({ browser }) => {
  const ada = await stack.signUp("Ada");
  await stack.newSession(ada.user, { title: "Mine" });
  const { page } = await open(browser, "/sessions", { as: ada });
  const expectClean = async () => expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  await page.getByLabel("What to do with Mine").click();
  await expectClean();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("What to do with Mine")).toBeFocused();
  await page.getByRole("link", { name: "New session" }).click();
  await page.getByRole("dialog").getByText("A file from this device").click();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expectClean();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New session" })).toBeFocused();
});

test("scripts of the landing page and the list stay under 130 kB, everything comes compressed and from here", async ({
  browser,
}) => {
  const ada = await stack.signUp("Ada");
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
