import { sql } from "kysely";
import { expect } from "vitest";
import { addMessage, listMessages } from "../../db/messages.ts";
import { acceptInvite, createInvite } from "../../db/invites.ts";
import { accessTo, joinByLink, listParticipants, removeParticipant } from "../../db/participants.ts";
import { createSession, type SessionSettings } from "../../db/sessions.ts";
import type { User } from "../../db/users.ts";
import type { SignInProblem } from "../../app/auth/sign-in-problems.ts";
import { authWords } from "../../app/words/auth.ts";
import { startStack } from "../support/stack.ts";
import { test as base } from "../support/started.ts";
import { ask, submit } from "./asking.ts";
import { Browser } from "./browser.ts";
import { type Mode, startGitHub } from "../support/github-stand-in.ts";

const client = { id: "tandem", secret: "hush" };

const where = (answer: { status: number; headers: Headers }) => `${answer.status} ${answer.headers.get("location")}`;
const isSignedIn = async (browser: Browser) => (await browser.get("/api/sessions")).status === 200;

const test = base
  .extend("gitHub", { scope: "file" }, async ({ started }) => started.use(await startGitHub(client)))
  .extend("stack", { scope: "file" }, async ({ started, gitHub }) =>
    started.use(
      await startStack({
        env: { GITHUB_CLIENT_ID: client.id, GITHUB_CLIENT_SECRET: client.secret, GITHUB_URL: gitHub.url },
      }),
    ),
  )
  .extend(
    "newBrowser",
    { scope: "file" },
    ({ stack, gitHub }) =>
      () =>
        new Browser({ stack, gitHub }),
  );

let lastId = 1_000;
test.beforeEach(({ gitHub }) => {
  gitHub.behave("well");
  gitHub.person({ id: ++lastId, login: `octo-${lastId}`, name: "Octo Cat" });
});

test("a guest needs a name only; their cookie comes first and is out of reach of scripts", async ({
  stack,
  newBrowser,
}) => {
  const answer = await submit(stack, "/auth/guest", { name: " Ada\u202e  Lovelace ", returnTo: "/sessions/new?x=1" });
  expect(where(answer)).toBe("303 /sessions/new?x=1");
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^tandem=[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
  );
  expect((await newBrowser().user()).name).toBe("Ada Lovelace");
});

test("a name that is empty gets a sentence beside its field", async ({ stack }) => {
  for (const name of ["", " \u200b\u202e "]) {
    const answer = await submit(stack, "/auth/guest", { name, returnTo: "/sessions/new" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Enter a name");
    expect(answer.text).toContain('value="/sessions/new"');
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});

test("signing in never takes over the id that a browser came with", async ({ newBrowser }) => {
  const attacker = await newBrowser().asGuest("Mallory");
  const planted = attacker.cookie;
  const victim = newBrowser();
  victim.keep(new Headers([["set-cookie", planted]]));
  await victim.asGuest("Victim");
  expect(victim.cookie).not.toBe(planted);
  attacker.cookies.set("tandem", planted.slice("tandem=".length));
  expect(await isSignedIn(attacker)).toBe(false);
  expect(await isSignedIn(victim)).toBe(true);
});

test("a copied cookie is worth nothing after signing out", async ({ stack, newBrowser }) => {
  const browser = await newBrowser().asGuest("Ada");
  const copy = browser.cookie;
  expect(where(await browser.post("/auth/sign-out", {}))).toBe("303 /");
  expect(browser.cookie).toBe("");
  expect((await ask(stack, "GET", "/api/sessions", { headers: { cookie: copy } })).status).toBe(401);
});

test("nobody is sent to another origin after signing in", async ({ stack }) => {
  const payloads = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "//evil.example/%2f..",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "/x\r\nSet-Cookie: a=b",
    "///evil.example",
    "/.//evil.example",
    "",
  ];
  for (const returnTo of payloads) {
    const answer = await submit(stack, "/auth/guest", { name: "Ada", returnTo });
    expect(where(answer), JSON.stringify(returnTo)).toBe("303 /sessions");
    const page = await ask(stack, "GET", `/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    expect(page.text).toContain('name="returnTo" value="/sessions"');
  }
});

test("who is signed in already goes on to where they were going", async ({ newBrowser }) => {
  const browser = await newBrowser().asGuest("Ada");
  expect(where(await browser.get("/sign-in?returnTo=%2Fsessions%2Fnew"))).toBe("302 /sessions/new");
});

test("a sign-in with GitHub returns to where the person was, under their name", async ({
  gitHub,
  stack,
  newBrowser,
}) => {
  gitHub.person({ id: 7, login: "grace", name: "Grace Hopper", avatar_url: "https://avatars.example/7" });
  const browser = newBrowser();
  const back = await browser.toGitHub("/sessions/new?a=b");
  const arrived = await browser.through(back);
  expect(where(arrived)).toBe("302 /sessions/new?a=b");
  expect(arrived.headers.getSetCookie()[0]).toMatch(/^tandem=/);
  expect([...browser.cookies.keys()]).toEqual(["tandem"]);
  expect((await browser.get("/settings")).text).toContain("Grace Hopper");
  // A second sign-in is the same user.
  const again = newBrowser();
  await again.through(await again.toGitHub());
  expect((await stack.db.selectFrom("users").selectAll().where("github_id", "=", "7").execute()).length).toBe(1);
});

test("each way in which GitHub can fail has its own sentence and leaves nobody signed in", async ({
  gitHub,
  newBrowser,
}) => {
  const modes: [Mode, SignInProblem][] = [
    ["expired", "expired"],
    ["refused", "refused"],
    ["token-500", "down"],
    ["token-html", "nonsense"],
    ["token-empty", "nonsense"],
    ["user-500", "down"],
    ["user-html", "nonsense"],
    ["user-empty", "nonsense"],
    ["cut", "down"],
  ];
  for (const [mode, problem] of modes) {
    gitHub.behave(mode);
    const browser = newBrowser();
    const answer = await browser.through(await browser.toGitHub("/sessions/new"));
    expect(where(answer), mode).toBe(`302 /sign-in?error=${problem}&returnTo=%2Fsessions%2Fnew`);
    const page = await browser.get(answer.headers.get("location") ?? "");
    expect(page.text).toContain(authWords.problems[problem].slice(0, 40));
    expect(page.text).toContain('value="/sessions/new"');
    expect(browser.cookie).toBe("");
  }
});

test("a GitHub that hangs is given up after ten seconds", async ({ gitHub, newBrowser }) => {
  gitHub.behave("hang");
  const browser = newBrowser();
  const back = await browser.toGitHub();
  expect(where(await browser.through(back))).toContain("error=slow");
});

test("a cancelled, foreign, replayed or cookieless answer signs nobody in", async ({ stack, newBrowser }) => {
  const browser = newBrowser();
  const back = await browser.toGitHub();
  const outcome = async (change: (url: URL) => void, who = browser) => {
    const url = new URL(back);
    change(url);
    const cookies = new Map(who.cookies);
    const answer = await who.through(url);
    for (const [name, value] of cookies) who.cookies.set(name, value);
    expect(await isSignedIn(who)).toBe(false);
    return new URL(answer.headers.get("location") ?? "", stack.origin).searchParams.get("error");
  };
  expect(await outcome((url) => (url.search = `?error=access_denied&state=${url.searchParams.get("state")}`))).toBe(
    "denied",
  );
  expect(await outcome((url) => url.searchParams.set("state", "another"))).toBe("state");
  expect(await outcome((url) => url.searchParams.delete("state"))).toBe("state");
  expect(await outcome((url) => url.searchParams.delete("code"))).toBe("state");
  expect(await outcome(() => {}, newBrowser())).toBe("cookie");
  // An attacker's finished answer, opened in the victim's browser, which has a trip of its own under way.
  const victim = newBrowser();
  await victim.toGitHub();
  expect(await outcome((url) => url.searchParams.set("state", "attackers"), victim)).toBe("state");

  const honest = newBrowser();
  const once = await honest.toGitHub();
  const kept = new Map(honest.cookies);
  expect(where(await honest.through(once))).toBe("302 /settings");
  const replay = newBrowser();
  for (const [name, value] of kept) replay.cookies.set(name, value);
  expect(where(await replay.through(once))).toContain("error=state");
  expect(await isSignedIn(replay)).toBe(false);
});

test("codes of problems that are not ours say nothing", async ({ stack }) => {
  const page = await ask(stack, "GET", "/sign-in?error=%3Cscript%3E");
  expect([page.status, page.text.includes('role="alert"')]).toEqual([200, false]);
  expect((await ask(stack, "GET", "/sign-in?error=constructor")).text).not.toContain('role="alert"');
});

test("what a guest had becomes the user's: sessions, the better role, messages", async ({ stack, newBrowser }) => {
  const settings: SessionSettings = { title: "T", language: "plaintext", visibility: "link", linkRole: "viewer" };
  const open = (owner: User, changes: Partial<SessionSettings> = {}) =>
    createSession(stack.db, owner, { ...settings, ...changes }, { path: "a.txt", language: "plaintext", content: "" });
  const owner = (await stack.signUp("Owner")).user;
  const known = newBrowser();
  await known.through(await known.toGitHub());
  const user = await known.user();

  const browser = await newBrowser().asGuest("Guest");
  const guest = await browser.user();
  const own = await open(guest);
  const invitedAsEditor = await open(owner, { visibility: "private" });
  const { token } = await createInvite(stack.db, {
    sessionId: invitedAsEditor.id,
    createdBy: owner.id,
    role: "editor",
  });
  await acceptInvite(stack.db, token, guest);
  const viewed = await createInvite(stack.db, { sessionId: invitedAsEditor.id, createdBy: owner.id, role: "viewer" });
  await acceptInvite(stack.db, viewed.token, user);
  const shutOut = await open(owner);
  for (const person of [guest, user]) await joinByLink(stack.db, person, shutOut.id);
  await removeParticipant(stack.db, shutOut.id, guest.id);
  const onlyGuest = await open(owner);
  await joinByLink(stack.db, guest, onlyGuest.id);
  await addMessage(stack.db, { id: crypto.randomUUID(), sessionId: onlyGuest.id, userId: guest.id, body: "mine" });
  await createInvite(stack.db, { sessionId: own.id, createdBy: guest.id, role: "editor" });

  await browser.through(await browser.toGitHub());
  const roleIn = async (sessionId: string) => (await accessTo(stack.db, user, sessionId))?.role;
  expect(await roleIn(own.id)).toBe("owner");
  expect(await roleIn(invitedAsEditor.id)).toBe("editor");
  expect(await roleIn(shutOut.id)).toBeUndefined();
  expect(await roleIn(onlyGuest.id)).toBe("viewer");
  expect((await listParticipants(stack.db, onlyGuest.id)).map(({ userId }) => userId)).toEqual([owner.id, user.id]);
  expect((await listMessages(stack.db, onlyGuest.id)).map(({ userId }) => userId)).toEqual([user.id]);
  expect(await stack.db.selectFrom("users").select("id").where("id", "=", guest.id).execute()).toEqual([]);
});

test("adoption knows every table that refers to users", async ({ stack }) => {
  const { rows } = await sql<{ name: string }>`
    select conrelid::regclass || '.' || attname as name from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = any (conkey)
    where contype = 'f' and confrelid = 'users'::regclass order by 1
  `.execute(stack.db);
  expect(rows.map(({ name }) => name)).toEqual([
    "adopted_guests.user_id",
    "chat_messages.user_id",
    "code_sessions.owner_id",
    "document_history.author_id",
    "document_updates.author_id",
    "findings.claimed_by",
    "invites.created_by",
    "participants.user_id",
    "presence.user_id",
    "reviews.user_id",
    "runs.user_id",
    "sign_ins.user_id",
  ]);
});
