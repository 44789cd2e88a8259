import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvite, createInvite } from "../../db/invites.ts";
import { removeParticipant } from "../../db/participants.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { addFinding } from "../../db/findings.ts";
import { beginReview } from "../../db/reviews.ts";
import { deleteSession } from "../../db/sessions.ts";
import { root } from "../support/root.ts";
import { newId } from "../support/person.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { ask } from "./asking.ts";

/** Who asks: the last three take part in the session, privately; the others do not. */
const people = ["nobody", "outsider", "viewer", "editor", "owner"] as const;
type Who = (typeof people)[number];

/**
 * Which session is asked about: theirs, a stranger's private one, theirs after it was deleted, or an id that is none.
 */
const kinds = ["own", "other's", "deleted", "malformed"] as const;
type Kind = (typeof kinds)[number];

type Row = [
  /** As in app/routes, without its ending. */
  route: string,
  method: string,
  address: string,
  /** For the people in their order. */
  own: string,
  /** A body in JSON, or a form where the address is a page's. `:self` and the like stand for ids here, too. */
  body?: Record<string, string>,
  /** The other kinds of session, where they differ from `strangers`. */
  others?: Partial<Record<Kind, string>>,
];

const all = (status: number) => people.map(() => status).join(" ");
const rows: Row[] = [
  ["api.sessions", "GET", "/api/sessions", "401 200 200 200 200"],
  ["api.sessions", "POST", "/api/sessions", "401 201 201 201 201", {}],
  ["api.sessions.$sessionId", "GET", "/api/sessions/:session", "401 404 200 200 200"],
  ["api.sessions.$sessionId", "PATCH", "/api/sessions/:session", "401 404 403 403 200", { title: "Changed" }],
  ["api.sessions.$sessionId", "DELETE", "/api/sessions/:session", "401 404 403 403 204"],
  ["api.sessions.$sessionId.duplicate", "POST", "/api/sessions/:session/duplicate", "401 404 201 201 201"],
  [
    "api.sessions.$sessionId.restore",
    "POST",
    "/api/sessions/:session/restore",
    "401 404 403 403 200",
    undefined,
    { deleted: "401 404 404 404 200" },
  ],
  ["api.sessions.$sessionId.deleted-files", "GET", "/api/sessions/:session/deleted-files", "401 404 403 200 200"],
  [
    "api.sessions.$sessionId.deleted-files.$fileId",
    "GET",
    "/api/sessions/:session/deleted-files/x",
    "401 404 403 404 404",
  ],
  ["api.sessions.$sessionId.messages", "GET", "/api/sessions/:session/messages", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.messages",
    "POST",
    "/api/sessions/:session/messages",
    "401 404 201 201 201",
    { id: ":new", body: "Hello" },
  ],
  ["api.sessions.$sessionId.participants", "GET", "/api/sessions/:session/participants", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:other",
    "401 404 403 403 200",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:self",
    "401 404 403 403 403",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/:stranger",
    "401 404 404 404 404",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "PATCH",
    "/api/sessions/:session/participants/x",
    "401 404 404 404 404",
    { role: "editor" },
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:other",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:self",
    "401 404 204 204 403",
  ],
  [
    "api.sessions.$sessionId.participants.$userId",
    "DELETE",
    "/api/sessions/:session/participants/:stranger",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:removed/restore",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:other/restore",
    "401 404 403 403 200",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/:stranger/restore",
    "401 404 403 403 404",
  ],
  [
    "api.sessions.$sessionId.participants.$userId.restore",
    "POST",
    "/api/sessions/:session/participants/x/restore",
    "401 404 403 403 404",
  ],
  ["api.sessions.$sessionId.invites", "GET", "/api/sessions/:session/invites", "401 404 403 403 200"],
  [
    "api.sessions.$sessionId.invites",
    "POST",
    "/api/sessions/:session/invites",
    "401 404 403 403 201",
    { role: "viewer" },
  ],
  [
    "api.sessions.$sessionId.invites.$inviteId",
    "DELETE",
    "/api/sessions/:session/invites/:invite",
    "401 404 403 403 204",
  ],
  [
    "api.sessions.$sessionId.invites.$inviteId",
    "DELETE",
    "/api/sessions/:session/invites/:foreignInvite",
    "401 404 403 403 404",
  ],
  ["api.sessions.$sessionId.invites.$inviteId", "DELETE", "/api/sessions/:session/invites/x", "401 404 403 403 404"],
  ["api.user", "GET", "/api/user", "401 200 200 200 200"],
  ["api.vitals", "POST", "/api/vitals", all(204), { page: "_index" }],
  ["api.ai.review", "GET", "/api/ai/review", "401 200 200 200 200"],
  // One runs already: who may ask is told so.
  [
    "api.ai.review",
    "POST",
    "/api/ai/review",
    "401 404 403 409 409",
    { sessionId: ":session", fileId: ":file", source: "static" },
  ],
  ["api.sessions.$sessionId.reviews", "GET", "/api/sessions/:session/reviews", "401 404 200 200 200"],
  ["api.sessions.$sessionId.reviews.$reviewId", "GET", "/api/sessions/:session/reviews/:review", "401 404 200 200 200"],
  [
    "api.sessions.$sessionId.reviews.$reviewId",
    "GET",
    "/api/sessions/:session/reviews/:foreignReview",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.reviews.$reviewId.cancel",
    "POST",
    "/api/sessions/:session/reviews/:review/cancel",
    "401 404 403 200 409",
  ],
  [
    "api.sessions.$sessionId.reviews.$reviewId.cancel",
    "POST",
    "/api/sessions/:session/reviews/:foreignReview/cancel",
    "401 404 403 404 404",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "GET",
    "/api/sessions/:session/findings/:finding",
    "401 404 200 200 200",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "GET",
    "/api/sessions/:session/findings/:foreignFinding",
    "401 404 404 404 404",
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "PATCH",
    "/api/sessions/:session/findings/:finding",
    "401 404 403 200 409",
    { state: "applied" },
  ],
  [
    "api.sessions.$sessionId.findings.$findingId",
    "PATCH",
    "/api/sessions/:session/findings/:foreignFinding",
    "401 404 403 404 404",
    { state: "applied" },
  ],
  ["api.$", "GET", "/api/nothing", all(404)],
  ["api.$", "POST", "/api/nothing", all(404), {}],

  ["_index", "GET", "/", all(200)],
  [
    "_index",
    "POST",
    "/?index",
    all(303),
    { link: ":session" },
    { malformed: all(422), "other's": all(303), deleted: all(303) },
  ],
  ["start", "GET", "/start", all(302)],
  ["start", "POST", "/start", all(302), {}],
  ["sign-in", "GET", "/sign-in", "200 302 302 302 302"],
  ["settings", "GET", "/settings", "302 200 200 200 200"],
  ["settings", "POST", "/settings", "302 303 303 303 303", { intent: "name", name: "Changed" }],
  ["sessions._index", "GET", "/sessions", "302 200 200 200 200"],
  [
    "sessions._index",
    "POST",
    "/sessions?index",
    "302 404 403 403 303",
    { intent: "rename", sessionId: ":session", title: "Changed" },
  ],
  ["sessions._index", "POST", "/sessions?index", "302 404 403 403 303", { intent: "delete", sessionId: ":session" }],
  [
    "sessions._index",
    "POST",
    "/sessions?index",
    "302 404 404 404 404",
    { intent: "restore", sessionId: ":session" },
    { deleted: "302 404 404 404 303" },
  ],
  ["sessions._index", "POST", "/sessions?index", "302 404 303 303 303", { intent: "duplicate", sessionId: ":session" }],
  ["sessions._index", "POST", "/sessions?index", "302 404 303 303 403", { intent: "leave", sessionId: ":session" }],
  ["sessions.new", "GET", "/sessions/new", "302 200 200 200 200"],
  ["sessions.new", "POST", "/sessions/new", "302 303 303 303 303", { language: "go", visibility: "private" }],
  ["sessions.$sessionId", "GET", "/sessions/:session", "302 404 200 200 200"],
  [
    "join.$token",
    "GET",
    "/join/:token",
    "200 200 302 302 302",
    undefined,
    { "other's": all(200), deleted: all(404), malformed: all(404) },
  ],
  [
    "join.$token",
    "POST",
    "/join/:token",
    all(303),
    { name: "Newcomer" },
    { "other's": all(303), deleted: all(404), malformed: all(404) },
  ],
  ["auth.guest", "GET", "/auth/guest", all(200)],
  ["auth.guest", "POST", "/auth/guest", all(303), { name: "Newcomer" }],
  ["auth.sign-out", "GET", "/auth/sign-out", all(302)],
  ["auth.sign-out", "POST", "/auth/sign-out", all(303), {}],
  ["auth.github", "GET", "/auth/github", all(302)],
  ["auth.github", "POST", "/auth/github", all(303), {}],
  ["auth.github.callback", "GET", "/auth/github/callback", all(302)],
  ["auth.github.callback", "POST", "/auth/github/callback", all(405), {}],
  ["$", "GET", "/nothing", all(404)],
  ["$", "POST", "/nothing", all(404), {}],
];

/** To whom a session is not there: nobody is sent to sign in, all others learn nothing. */
const strangers = (address: string) => `${address.startsWith("/api/") ? 401 : 302} 404 404 404 404`;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { REQUESTS_A_SECOND: "100000" } });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

type World = { persons: Record<Who, Person | undefined>; ids: Record<string, string> };

/** People and a session of that kind, made anew for each row. */
async function makeWorld(kind: Kind): Promise<World> {
  const [outsider, viewer, editor, owner, other, removed, stranger] = (await Promise.all(
    ["Outsider", "Viewer", "Editor", "Owner", "Other", "Removed", "Stranger"].map((name) => stack.signUp(name)),
  )) as [Person, Person, Person, Person, Person, Person, Person];
  const invite = (sessionId: string, { user }: Person, role: "viewer" | "editor" = "viewer") =>
    createInvite(stack.db, { sessionId, createdBy: user.id, role });
  const join = async (sessionId: string, who: Person, role: "viewer" | "editor") =>
    acceptInvite(stack.db, (await invite(sessionId, owner, role)).token, who.user);

  const foreign = await stack.newSession(stranger.user, { visibility: "private" });
  const foreignInvite = await invite(foreign, stranger);
  const session =
    kind === "other's"
      ? foreign
      : await stack.newSession(owner.user, { visibility: "private", content: "var x = 1;\n" });
  const made = kind === "other's" ? foreignInvite : await invite(session, owner);
  if (kind !== "other's") {
    await join(session, viewer, "viewer");
    await join(session, editor, "editor");
    await join(session, other, "viewer");
    await join(session, removed, "editor");
    await removeParticipant(stack.db, session, removed.user.id);
  }
  const [reviewed, foreignReviewed] = [
    await makeReview(session, kind === "other's" ? stranger : owner),
    kind === "other's" ? undefined : await makeReview(foreign, stranger),
  ];
  if (kind === "deleted") await deleteSession(stack.db, owner.user.id, session);
  return {
    persons: { nobody: undefined, outsider, viewer, editor, owner },
    ids: {
      session: kind === "malformed" ? "not-a-uuid" : session,
      token: kind === "malformed" ? "not-a-token" : made.token,
      invite: made.id,
      foreignInvite: foreignInvite.id,
      other: other.user.id,
      removed: removed.user.id,
      stranger: stranger.user.id,
      ...reviewed,
      foreignReview: foreignReviewed?.review ?? newId(),
      foreignFinding: foreignReviewed?.finding ?? newId(),
    },
  };
}

/** A running review of a session's file, with a finding. */
async function makeReview(sessionId: string, { user }: Person) {
  const stored = await findDocument(stack.db, sessionId);
  const file = stored && decodeFiles(stored)[0]?.id;
  if (!file) throw new Error("The session has no file.");
  const begun = await beginReview(stack.db, user, {
    source: "model",
    model: "m",
    path: "main.ts",
    language: "typescript",
    session: { id: sessionId, fileId: file },
  });
  if ("refusal" in begun) throw new Error(begun.refusal);
  const text = {
    severity: "info",
    title: "t",
    message: "m",
    startLine: 1,
    endLine: 1,
    quote: "x",
    replacement: "y",
    anchor: { start: {}, end: {} },
  } as const;
  const finding = await addFinding(stack.db, { id: begun.id, sessionId, fileId: file }, text);
  return { file, review: begun.id, finding: finding?.id ?? "" };
}

/** Everything that the database holds, but who is connected. */
async function everything(): Promise<string> {
  const tables = [
    "users",
    "sign_ins",
    "code_sessions",
    "participants",
    "invites",
    "documents",
    "chat_messages",
    "reviews",
    "findings",
  ];
  const hashes = tables.map(
    (name) => sql`(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${sql.table(name)} t)`,
  );
  const { rows: found } = await sql<{ hash: string }>`select concat(${sql.join(hashes)}) as hash`.execute(stack.db);
  return found[0]?.hash ?? "";
}

const FORM = "application/x-www-form-urlencoded";

function send(
  [, method, address, , body]: Row,
  { persons, ids }: World,
  who: Who,
  headers?: Record<string, string>,
  isData = false,
) {
  const as = persons[who];
  const fill = (text: string) =>
    text.replace(/:([a-z]+)/gi, (_, name: string) =>
      name === "new" ? newId() : name === "self" ? (as?.user.id ?? newId()) : (ids[name] ?? name),
    );
  const [pathname = "", query = ""] = fill(address).split("?");
  const target = isData ? `${pathname === "/" ? "/_root" : pathname}.data?${query}` : fill(address);
  const fields = body && Object.fromEntries(Object.entries(body).map(([name, value]) => [name, fill(value)]));
  if (!fields || address.startsWith("/api/")) return ask(stack, method, target, { as, body: fields, headers });
  return ask(stack, method, target, {
    as,
    raw: new URLSearchParams(fields).toString(),
    headers: { "content-type": FORM, ...(headers ?? { origin: stack.origin }) },
  });
}

const named = (list: Row[]) => list.map((row) => [row[1], row[2], row[4]?.intent ?? "", row] as const);

test.each(named(rows))(
  "P3 P4 %s %s %s answers everybody as it should, and a refusal changes nothing",
  async (_method, address, _intent, row) => {
    const [, , , own, , others = {}] = row;
    const concerned = /:(session|token)/.test(address + JSON.stringify(row[4] ?? "")) ? kinds : (["own"] as const);
    for (const kind of concerned) {
      const world = await makeWorld(kind);
      const answers: number[] = [];
      for (const who of people) {
        const before = await everything();
        const { status } = await send(row, world, who);
        answers.push(status);
        if (status >= 400) expect(await everything(), `${who}, ${kind}`).toBe(before);
      }
      expect(`${kind}: ${answers.join(" ")}`).toBe(
        `${kind}: ${kind === "own" ? own : (others[kind] ?? strangers(address))}`,
      );
    }
  },
);

test.each(named(rows.filter(([, method]) => method !== "GET")))(
  "P7 %s %s %s from a page of another origin gets 403 and changes nothing",
  async (_method, address, _intent, row) => {
    const world = await makeWorld("own");
    const before = await everything();
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `${stack.origin}.evil.example` },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      for (const isData of address.startsWith("/api/") ? [false] : [false, true]) {
        expect((await send(row, world, "owner", headers, isData)).status, JSON.stringify(headers)).toBe(403);
      }
    }
    expect(await everything()).toBe(before);
  },
);

test("P3 every route has its row, for every method that it takes", () => {
  const folder = path.join(root, "app/routes");
  const expected = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = entry.isDirectory() ? path.join(folder, entry.name, "route.tsx") : path.join(folder, entry.name);
    const source = readFileSync(file, "utf8");
    const handled = [...source.matchAll(/^ {2}async (GET|POST|PATCH|DELETE)\(/gm)].map(([, method]) => method);
    const written = [
      /^export (default|.*\bloader\b)/m.test(source) && "GET",
      /^export .*\baction\b/m.test(source) && "POST",
    ].filter(Boolean);
    return (handled.length > 0 ? handled : written).map((method) => `${entry.name.replace(/\.tsx?$/, "")} ${method}`);
  });
  expect(expected.length).toBeGreaterThan(30);
  expect([...new Set(rows.map(([route, method]) => `${route} ${method}`))].sort()).toEqual(expected.sort());
});
