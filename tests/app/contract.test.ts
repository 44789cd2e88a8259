import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as layout from "../../protocol/layout.ts";
import * as closeCodes from "../../protocol/close-codes.ts";
import * as entities from "../../protocol/entities.ts";
import * as events from "../../protocol/events.ts";
import * as limits from "../../protocol/limits.ts";
import { findLineage } from "../../db/documents.ts";
import { joinByLink, removeParticipant, setRole } from "../../db/participants.ts";
import { adoptGuest } from "../../db/users.ts";
import { connect } from "../support/connection.ts";
import { codeIn, readTable } from "../support/doc-tables.ts";
import { type Link, openLink } from "../support/link.ts";
import { metricsAddress, readMetric } from "../support/metrics.ts";
import { newId } from "../support/person.ts";
import { type Mode, type OpenAIStandIn, said, startOpenAI } from "../support/openai-stand-in.ts";
import { openRaw, type RawSocket } from "../support/raw-socket.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { ask, submit } from "./asking.ts";

const protocol = { ...limits, ...closeCodes, ...entities, ...events };
const PAGE = "docs/protocol.md";
const table = (heading: string) => readTable(PAGE, heading);
const fieldsOf = (heading: string) => codeIn(table(heading)).sort();

let link: Link;
let ai: OpenAIStandIn;
let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  link = await openLink(process.env.TEST_POSTGRES ?? "");
  ai = await startOpenAI();
  stack = await startStack({ link, env: ai.env });
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
afterAll(async () => {
  link?.mend();
  await stack?.[Symbol.asyncDispose]();
  await ai?.[Symbol.asyncDispose]();
  link?.[Symbol.dispose]();
});

const uuid: unknown = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const color: unknown = expect.stringMatching(/^#[0-9a-f]{6}$/);

type Shape = Record<string, unknown>;
type Asked = {
  as?: Person;
  ids?: Record<string, string>;
  query?: string;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
};
const addressesAsked = new Set<string>();
const errorsSeen = new Set<string>();

/** Asks an address as the page writes it, and notes which address and which refusal that was. */
async function call(address: string, { ids = {}, query = "", ...options }: Asked = {}) {
  const [method = "", template = ""] = address.split(" ");
  const answer = await ask(
    stack,
    method,
    template.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name) + query,
    options,
  );
  addressesAsked.add(address);
  const json = answer.json as { error?: { code: string; message: string; fields?: Shape } } & Record<
    string,
    Shape & Shape[]
  >;
  expect(answer.headers.get("cache-control") ?? "private, no-store").toBe("private, no-store");
  if (answer.status >= 400) {
    const keys = ["code", "message", ...(answer.status === 422 ? ["fields"] : [])];
    expect(Object.keys(json)).toEqual(["error"]);
    expect(Object.keys(json.error ?? {})).toEqual(keys);
    expect(json.error?.message).toMatch(/^[A-Z].* .*\.$/);
    errorsSeen.add(`${answer.status} ${json.error?.code}`);
  }
  return { ...answer, json };
}

/** Another stack's answer to the same, noted as seen here. */
async function refusedBy(other: Stack, address: string, options: Parameters<typeof ask>[3]) {
  const [method = "", path = ""] = address.split(" ");
  const answer = await ask(other, method, path, options);
  errorsSeen.add(`${answer.status} ${(answer.json as { error: { code: string } }).error.code}`);
  return answer.status;
}

async function create(settings: Shape = {}, as = ada) {
  const { status, json } = await call("POST /api/sessions", { as, body: settings });
  expect(status).toBe(201);
  return json.session as unknown as Shape & { id: string };
}

test("P13 a session is created, listed, read, changed, deleted and restored, with the fields that are written down", async () => {
  const made = await create({ title: "  Pair\tup ", language: "python", visibility: "link", linkRole: "viewer" });
  const shape = {
    id: uuid,
    title: "Pair up",
    language: "python",
    visibility: "link",
    linkRole: "viewer",
    role: "owner",
    ownerId: ada.user.id,
    createdAt: time,
    updatedAt: time,
  };
  expect(made).toEqual(shape);
  const { id } = made;

  const listed = await call("GET /api/sessions", { as: ada, query: "?scope=mine&q=pair%20UP" });
  expect([listed.status, listed.json]).toEqual([200, { sessions: [made] }]);
  for (const scope of ["shared", "public"])
    expect((await call("GET /api/sessions", { as: ada, query: `?scope=${scope}` })).json).toEqual({ sessions: [] });

  const read = await call("GET /api/sessions/:id", { as: grace, ids: { id } });
  expect(read.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect([read.status, read.json]).toEqual([
    200,
    { session: { ...made, role: "viewer", files: [{ id: uuid, path: "main.py", language: "python" }] } },
  ]);
  expect(Object.keys(read.json.session ?? {}).sort()).toEqual(fieldsOf("Session"));

  const changed = await call("PATCH /api/sessions/:id", {
    as: ada,
    ids: { id },
    body: { title: "New", linkRole: "editor" },
  });
  expect([changed.status, changed.json]).toEqual([200, { session: { ...shape, title: "New", linkRole: "editor" } }]);

  const deleted = await call("DELETE /api/sessions/:id", { as: ada, ids: { id } });
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await call("GET /api/sessions/:id", { as: ada, ids: { id } })).status).toBe(404);
  for (let again = 0; again < 2; again++) {
    const restored = await call("POST /api/sessions/:id/restore", { as: ada, ids: { id } });
    expect([restored.status, restored.json]).toEqual([200, { session: (changed.json as Shape).session }]);
  }

  const copy = await call("POST /api/sessions/:id/duplicate", { as: grace, ids: { id } });
  expect([copy.status, copy.json]).toEqual([
    201,
    {
      session: {
        ...shape,
        id: uuid,
        title: "Copy of New",
        visibility: "private",
        linkRole: "editor",
        ownerId: grace.user.id,
      },
    },
  ]);
});

test("P13 what was deleted is listed with its text, its author and its time, for who may edit", async () => {
  const { id } = await create({ visibility: "link", linkRole: "editor", title: "With a past" });
  using hers = connect(stack.origin, id, ada);
  await hers.synced;
  const ids = { id };
  expect((await call("GET /api/sessions/:id/deleted-files", { as: ada, ids })).json).toEqual({
    files: [],
    isWhole: true,
  });
  hers.text().insert(0, "const answer = 42;\n");
  await hers.durable();
  const fileId = layout.listFiles(hers.ydoc)[0]?.id ?? "";
  using his = connect(stack.origin, id, grace);
  await his.synced;
  layout.filesOf(his.ydoc).clear();
  await his.durable();
  const file = {
    id: fileId,
    path: "main.ts",
    language: "typescript",
    state: "deleted",
    chars: 19,
    at: time,
    by: "Grace",
  };
  const listed = await call("GET /api/sessions/:id/deleted-files", { as: ada, ids });
  expect([listed.status, listed.json]).toEqual([200, { files: [file], isWhole: true }]);
  const one = await call("GET /api/sessions/:id/deleted-files/:fileId", { as: grace, ids: { id, fileId } });
  expect([one.status, one.json]).toEqual([200, { file: { ...file, content: "const answer = 42;\n" } }]);
  expect(Object.keys(one.json.file ?? {}).sort()).toEqual(fieldsOf("Deleted file"));
  expect(
    (await call("GET /api/sessions/:id/deleted-files/:fileId", { as: ada, ids: { id, fileId: newId() } })).status,
  ).toBe(404);
});

test("P13 who is signed in is told, with the guests that they were", async () => {
  const [guest, member] = [await stack.signUp("Guest"), await stack.signUp("Member")];
  const shape = ({ user }: Person) => ({ id: user.id, name: user.name, color, avatarUrl: null, guest: true });
  const before = await call("GET /api/user", { as: guest });
  expect([before.status, before.json]).toEqual([200, { user: shape(guest), guestIds: [] }]);
  expect(Object.keys(before.json.user ?? {}).sort()).toEqual(fieldsOf("User"));
  await stack.db.updateTable("users").set({ github_id: "42" }).where("id", "=", member.user.id).execute();
  await adoptGuest(stack.db, guest.user.id, member.user.id);
  expect((await call("GET /api/user", { as: guest })).status).toBe(401);
  expect((await call("GET /api/user", { as: member })).json).toEqual({
    user: { ...shape(member), guest: false },
    guestIds: [guest.user.id],
  });
});

test("P13 P10 a message has the fields that are written down, and is there once", async () => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  const sent = { id: randomUUID(), body: "Hello\r\n\tthere 👋" };
  const first = await call("POST /api/sessions/:id/messages", { as: grace, ids: { id }, body: sent });
  const message = {
    id: sent.id,
    sessionId: id,
    userId: grace.user.id,
    userName: "Grace",
    body: "Hello\n\tthere 👋",
    createdAt: time,
  };
  expect([first.status, first.json]).toEqual([201, { message }]);
  expect(Object.keys(first.json.message ?? {}).sort()).toEqual(fieldsOf("Message"));
  const again = await call("POST /api/sessions/:id/messages", {
    as: grace,
    ids: { id },
    body: { ...sent, id: sent.id.toUpperCase() },
  });
  expect([again.status, again.json]).toEqual([200, first.json]);
  expect((await call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: sent })).status).toBe(409);
  const other = await create();
  expect((await call("POST /api/sessions/:id/messages", { as: ada, ids: { id: other.id }, body: sent })).status).toBe(
    409,
  );

  for (const body of ["1", "2", "3"])
    await call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: { id: randomUUID(), body } });
  const page = async (query: string) =>
    (await call("GET /api/sessions/:id/messages", { as: grace, ids: { id }, query })).json.messages ?? [];
  const bodies = (messages: Shape[]) => messages.map(({ body }) => body);
  expect(await page("")).toEqual([
    message,
    ...["1", "2", "3"].map((body) => ({ ...message, id: uuid, userId: ada.user.id, userName: "Ada", body })),
  ]);
  const newest = await page("?limit=2");
  expect(bodies(newest)).toEqual(["2", "3"]);
  expect(bodies(await page(`?limit=2&before=${String(newest[0]?.id)}`))).toEqual([message.body, "1"]);
  expect(await page(`?before=${randomUUID()}`)).toEqual([]);
});

test("P8 P13 a message keeps its indentation and has one kind of line end; what cannot be seen or stored goes, and what is too long is refused", async () => {
  const { id } = await create();
  const send = (body: string) =>
    call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: { id: randomUUID(), body } });
  const kept = async (body: string) => (await send(body)).json.message?.body;
  expect(await kept("    if x:\n        y()\n\n  ")).toBe("    if x:\n        y()");
  expect(await kept(" \n\n\tfirst\r\nsecond\rthird\u2028fourth\u2029fifth\u0085sixth")).toBe(
    "\tfirst\nsecond\nthird\nfourth\nfifth\nsixth",
  );
  expect(await kept("a\0b\u001b[31mc")).toBe("ab[31mc");
  for (const nothing of ["", " \n\t ", "\0", "\u2028\u2029"]) expect((await send(nothing)).status).toBe(422);
  const emoji = "😀".repeat(4_000);
  expect(await kept(emoji)).toBe(emoji);
  expect(await kept(`${emoji}\n \n`)).toBe(emoji);
  const refused = await send(`${emoji}😀`);
  expect([refused.status, refused.json.error?.fields]).toEqual([
    422,
    { body: "A message has at most 4000 characters." },
  ]);
  expect(await kept("x".repeat(4_000))).toHaveLength(4_000);
});

test("P13 participants have the fields that are written down; they get roles, leave, and are removed", async () => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, id);
  const people = async () => (await call("GET /api/sessions/:id/participants", { as: ada, ids: { id } })).json;
  const person = ({ user }: Person, role: string, byLink = false) => ({
    userId: user.id,
    name: user.name,
    color,
    avatarUrl: null,
    role,
    guest: true,
    byLink,
    online: false,
  });
  const listed = await people();
  expect(listed).toEqual({ participants: [person(ada, "owner"), person(grace, "viewer", true)] });
  expect(Object.keys(listed.participants?.[0] ?? {}).sort()).toEqual(fieldsOf("Participant"));

  const one = { as: ada, ids: { id, userId: grace.user.id } };
  const changed = await call("PATCH /api/sessions/:id/participants/:userId", { ...one, body: { role: "editor" } });
  expect([changed.status, changed.json]).toEqual([200, { participant: person(grace, "editor") }]);
  expect(await people()).toEqual({ participants: [person(ada, "owner"), person(grace, "editor")] });
  expect((await call("PATCH /api/sessions/:id/participants/:userId", { ...one, body: { role: "owner" } })).status).toBe(
    422,
  );

  const left = await call("DELETE /api/sessions/:id/participants/:userId", { ...one, as: grace });
  expect([left.status, left.text, await people()]).toEqual([204, "", { participants: [person(ada, "owner")] }]);
  await joinByLink(stack.db, grace.user, id);
  const removed = await call("DELETE /api/sessions/:id/participants/:userId", one);
  expect([removed.status, removed.json]).toEqual([200, { invite: null }]);
  await joinByLink(stack.db, grace.user, id);
  expect((await call("GET /api/sessions/:id", { as: grace, ids: { id } })).status).toBe(404);
  const restored = await call("POST /api/sessions/:id/participants/:userId/restore", one);
  expect([restored.status, restored.json]).toEqual([200, { participant: person(grace, "viewer", true) }]);
  expect((await call("GET /api/sessions/:id", { as: grace, ids: { id } })).status).toBe(200);
});

test("P13 an invite has the fields that are written down, and lets in whom its link is shown to", async () => {
  const { id } = await create();
  const made = await call("POST /api/sessions/:id/invites", {
    as: ada,
    ids: { id },
    body: { role: "editor", expiresIn: 3_600, maxUses: 2 },
  });
  expect([made.status, made.json]).toEqual([201, { id: uuid, url: expect.stringMatching(/\/join\/[\w-]+$/) }]);
  const invite = made.json as unknown as { id: string; url: string };
  const open = async () => (await call("GET /api/sessions/:id/invites", { as: ada, ids: { id } })).json;
  const listed = await open();
  expect(listed).toEqual({ invites: [{ id: invite.id, role: "editor", expiresAt: time, maxUses: 2, uses: 0 }] });
  expect(Object.keys(listed.invites?.[0] ?? {}).sort()).toEqual(fieldsOf("Invite"));

  expect(new URL(invite.url).origin).toBe(stack.origin);
  const joined = await submit(stack, new URL(invite.url).pathname, { name: "Newcomer" });
  expect([joined.status, joined.headers.get("location")]).toEqual([303, `/sessions/${id}`]);
  expect(joined.headers.getSetCookie()[0]).toMatch(/^tandem=/);
  expect((await open()).invites?.[0]?.uses).toBe(1);

  const revoked = await call("DELETE /api/sessions/:id/invites/:inviteId", {
    as: ada,
    ids: { id, inviteId: invite.id },
  });
  expect([revoked.status, revoked.text, await open()]).toEqual([204, "", { invites: [] }]);
  expect((await submit(stack, new URL(invite.url).pathname, {}, { as: grace })).status).toBe(404);
  expect(
    (await call("POST /api/sessions/:id/invites", { as: ada, ids: { id }, body: { role: "viewer" } })).status,
  ).toBe(201);
  expect(await open()).toEqual({ invites: [{ id: uuid, role: "viewer", expiresAt: null, maxUses: null, uses: 0 }] });
});

test("P13 P8 what pages measure is counted by page, from anybody, but only what fits", async () => {
  const measured = { page: "_index", LCP: 1.2, INP: 0.1, FCP: 0.9, TTFB: 0.2, CLS: 0.01 };
  const counts = () =>
    Promise.all([
      readMetric(stack.origin, 'tandem_web_vital_seconds_count{vital="LCP",page="_index"}'),
      readMetric(stack.origin, 'tandem_layout_shift_count{page="_index"}'),
    ]);
  expect((await call("POST /api/vitals", { body: measured })).status).toBe(204);
  expect((await call("POST /api/vitals", { as: ada, body: measured })).status).toBe(204);
  expect(await counts()).toEqual([2, 2]);
  for (const wrong of [{ page: "sessions/1" }, { LCP: -1 }, { LCP: 1e9 }, { FID: 1 }, { CLS: "much" }]) {
    expect((await call("POST /api/vitals", { body: { ...measured, ...wrong } })).status).toBe(422);
  }
  expect(await counts()).toEqual([2, 2]);
  expect((await ask(stack, "PUT", "/api/vitals", { body: measured })).status).toBe(405);
  const answers = await Promise.all(
    Array.from({ length: 125 }, () => call("POST /api/vitals", { body: { page: "_index" } })),
  );
  expect(answers.some(({ status }) => status === 429)).toBe(true);
});

const suggestion = said({ title: "Fails", startLine: 1, quote: "boom();", replacement: "" });

test("P13 a review and its findings have the fields that are written down; they are read, settled and cancelled", async () => {
  const id = await stack.newSession(ada.user, { content: "boom();\nagain();\n" });
  const read = await call("GET /api/sessions/:id", { as: ada, ids: { id } });
  const fileId = ((read.json.session?.files as Shape[] | undefined)?.[0]?.id ?? "") as string;
  ai.behave("good", [suggestion], "It fails.");
  const kept = { ...suggestion, id: uuid };
  const answer = await call("POST /api/ai/review", {
    as: ada,
    body: { sessionId: id, fileId, startLine: 1, endLine: 1 },
  });
  expect([answer.status, answer.json]).toEqual([
    200,
    { suggestions: [kept], summary: "It fails.", unplaced: 0, tokensUsed: 200 },
  ]);

  const review = {
    id: uuid,
    sessionId: id,
    userId: ada.user.id,
    userName: "Ada",
    source: "model",
    model: "stand-in-1",
    fileId,
    path: "main.ts",
    language: "typescript",
    startLine: 1,
    endLine: 1,
    state: "done",
    problem: null,
    summary: "It fails.",
    unplaced: 0,
    tokensUsed: 200,
    createdAt: time,
    finishedAt: time,
  };
  const listed = await call("GET /api/sessions/:id/reviews", { as: grace, ids: { id } });
  expect([listed.status, listed.json]).toEqual([
    200,
    { reviews: [review], findings: [expect.objectContaining({ title: "Fails" })] },
  ]);
  expect(Object.keys(listed.json.reviews?.[0] ?? {}).sort()).toEqual(fieldsOf("Review"));
  const reviewId = String(listed.json.reviews?.[0]?.id);
  const finding = {
    ...suggestion,
    id: uuid,
    reviewId,
    fileId,
    anchor: { start: expect.any(Object) as unknown, end: expect.any(Object) as unknown },
    state: "open",
    claimedBy: null,
  };
  const one = await call("GET /api/sessions/:id/reviews/:reviewId", { as: grace, ids: { id, reviewId } });
  expect([one.status, one.json]).toEqual([200, { review, findings: [finding] }]);
  expect(Object.keys(one.json.findings?.[0] ?? {}).sort()).toEqual(fieldsOf("Finding"));
  const findingId = String(one.json.findings?.[0]?.id);
  expect((await call("GET /api/sessions/:id/findings/:findingId", { as: grace, ids: { id, findingId } })).json).toEqual(
    { finding },
  );
  const settle = (state: string) =>
    call("PATCH /api/sessions/:id/findings/:findingId", { as: grace, ids: { id, findingId }, body: { state } });
  expect((await settle("applied")).json).toEqual({ finding: { ...finding, state: "applied", claimedBy: "Grace" } });
  expect((await settle("applied")).status).toBe(409);
  expect((await settle("open")).json).toEqual({ finding });

  expect((await call("GET /api/ai/review", { as: ada })).json).toEqual({
    model: "stand-in-1",
    allowance: { limit: 5, left: 4, waitSeconds: 0 },
    usage: { reviews: 1, tokens: 200, costMicros: 1_040 },
  });
  ai.behave("hang");
  const running = call("POST /api/ai/review", { as: ada, body: { sessionId: id, fileId } });
  await until(() => ai.asked.length === 1);
  expect((await call("POST /api/ai/review", { as: ada, body: { sessionId: id, fileId } })).json.error?.code).toBe(
    "review_running",
  );
  const latest = String((await call("GET /api/sessions/:id/reviews", { as: ada, ids: { id } })).json.reviews?.[0]?.id);
  const cancelled = await call("POST /api/sessions/:id/reviews/:reviewId/cancel", {
    as: grace,
    ids: { id, reviewId: latest },
  });
  expect([cancelled.status, cancelled.json]).toMatchObject([200, { review: { state: "cancelled" } }]);
  expect((await running).json.error?.code).toBe("review_cancelled");
});

test("P13 a review that fails says how, by the code that is written down", async () => {
  const hedy = await stack.signUp("Hedy");
  const body = { code: "boom();", language: "javascript" };
  const failures: [Mode, string][] = [
    ["refusal", "ai_refused"],
    ["cut", "ai_cut_off"],
    ["html", "ai_malformed"],
    ["401", "ai_rejected"],
    ["too-long", "ai_too_long"],
    ["no-quota", "ai_no_credit"],
    ["no-model", "ai_no_model"],
    ["reset", "ai_away"],
    ["429-long", "ai_busy"],
    ["hang", "ai_timeout"],
  ];
  for (const [mode, code] of failures) {
    ai.behave(mode, [suggestion]);
    expect((await call("POST /api/ai/review", { as: hedy, body })).json.error?.code).toBe(code);
  }
  // Calls of calls, deeper than ESLint's stack.
  const deep = `x${"()".repeat(29_000)}`;
  expect(
    (await call("POST /api/ai/review", { as: hedy, body: { code: deep, language: "javascript", source: "static" } }))
      .json.error?.code,
  ).toBe("check_stopped");
  await using plain = await startStack();
  expect(await refusedBy(plain, "POST /api/ai/review", { as: await plain.signUp("Ada"), body })).toBe(503);
});

test("P13 refusals come in the order that is written down", async () => {
  const mine = await create({ visibility: "public" });
  const ids = { id: mine.id };
  const malformed = { ids, raw: "{" };
  expect((await call("PATCH /api/sessions/:id", malformed)).status).toBe(401);
  expect((await call("PATCH /api/sessions/:id", { ...malformed, as: grace, ids: { id: randomUUID() } })).status).toBe(
    404,
  );
  expect((await call("PATCH /api/sessions/:id", { ...malformed, as: grace })).status).toBe(403);
  expect((await call("PATCH /api/sessions/:id", { ...malformed, as: ada })).status).toBe(400);
  expect((await call("PATCH /api/sessions/:id", { as: ada, ids, body: { title: "x".repeat(100_000) } })).status).toBe(
    413,
  );
  const invalid = await call("PATCH /api/sessions/:id", {
    as: ada,
    ids,
    body: { title: "", visibility: "x", ownerId: grace.user.id, role: "owner" },
  });
  expect([invalid.status, Object.keys(invalid.json.error?.fields ?? {}).sort()]).toEqual([
    422,
    ["ownerId", "role", "title", "visibility"],
  ]);
  expect((await call("GET /api/sessions", { as: ada, query: "?color=red" })).status).toBe(422);
  expect(
    (await call("PATCH /api/sessions/:id", { as: ada, ids, body: {}, headers: { origin: "https://evil.example" } }))
      .status,
  ).toBe(403);
  const hoarder = await stack.signUp("Hoarder");
  // In parts, each of which is written in a moment.
  for (let nth = 0; nth < 10; nth++) {
    const snapshot = Buffer.alloc(protocol.MAX_GUEST_BYTES / 10);
    await stack.db
      .updateTable("documents")
      .set({ snapshot })
      .where("session_id", "=", await stack.newSession(hoarder.user))
      .execute();
  }
  const full = await call("POST /api/sessions", { as: hoarder, body: {} });
  expect([full.status, full.json.error?.message]).toEqual([413, expect.stringContaining("a guest may keep 50 MB")]);
  const put = await ask(stack, "PUT", "/api/sessions", { body: {} });
  expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, POST"]);
  errorsSeen.add(`405 ${(put.json as { error: { code: string } }).error.code}`);

  await stack.db.updateTable("documents").set({ damaged_at: new Date() }).where("session_id", "=", mine.id).execute();
  expect((await call("POST /api/sessions/:id/duplicate", { as: grace, ids })).status).toBe(409);

  const hedy = await stack.signUp("Hedy");
  const answers = await Promise.all(
    Array.from({ length: 130 }, () =>
      call("POST /api/sessions/:id/messages", { as: hedy, ids, body: { id: randomUUID(), body: "again" } }),
    ),
  );
  const late = answers.filter(({ status }) => status === 429);
  expect(late.length).toBe(10);
  expect(late[0]?.headers.get("retry-after")).toMatch(/^[1-9]\d?$/);
});

test("P13 signing in and out are forms that answer with 303, the sign-in's cookie first", async () => {
  const signedIn = await submit(stack, "/auth/guest", { name: "Newcomer", returnTo: "/sessions/new" });
  expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/sessions/new"]);
  const [cookie = ""] = signedIn.headers.getSetCookie();
  expect(cookie).toMatch(/^tandem=[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=5184000$/);
  const newcomer = { as: { user: ada.user, cookie: cookie.split(";", 1)[0] ?? "" } };
  expect((await call("GET /api/sessions", newcomer)).status).toBe(200);

  const started = await submit(stack, "/start", {});
  expect([started.status, started.headers.get("location")]).toEqual([
    302,
    expect.stringMatching(/^\/sessions\/[0-9a-f-]{36}$/),
  ]);
  expect(started.headers.getSetCookie()[0]).toMatch(/^tandem=/);
  expect((await submit(stack, "/auth/github", {})).headers.get("location")).toBe(
    "/sign-in?error=off&returnTo=%2Fsessions",
  );

  const signedOut = await submit(stack, "/auth/sign-out", {}, newcomer);
  expect([signedOut.status, signedOut.headers.get("location"), signedOut.headers.getSetCookie()]).toEqual([
    303,
    "/",
    ["tandem=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"],
  ]);
  expect((await call("GET /api/sessions", newcomer)).status).toBe(401);

  for (let others = 0; others < 60; others++) await submit(stack, "/auth/guest", { name: "Newcomer" });
  const late = await submit(stack, "/auth/guest", { name: "Newcomer" });
  expect([late.status, late.headers.get("retry-after")]).toEqual([429, expect.stringMatching(/^[1-9]\d?$/)]);
  expect(late.text).toContain("Please wait");
});

test("P13 each event that is written down comes, with its fields", async () => {
  const [sessionId, other] = [await stack.newSession(ada.user), await stack.newSession(ada.user)];
  using hers = connect(stack.origin, sessionId, ada);
  using his = connect(stack.origin, sessionId, grace);
  using elsewhere = connect(stack.origin, other, ada);
  await Promise.all([hers.synced, his.synced, elsewhere.synced]);
  const event = async (type: string, page = his) =>
    (await until(() => page.events.find((candidate) => candidate.type === type))) as unknown as Shape;
  const came: Shape[] = [];

  const message = { id: newId(), body: "Hello" };
  await call("POST /api/sessions/:id/messages", { as: ada, ids: { id: sessionId }, body: message });
  came.push(await event("message-added"));
  expect(came.at(-1)).toEqual({
    type: "message-added",
    message: { ...message, sessionId, userId: ada.user.id, userName: "Ada", createdAt: time },
  });

  came.push(await event("participants-changed"));
  expect(came.at(-1)).toEqual({ type: "participants-changed" });
  const people = async () =>
    (await call("GET /api/sessions/:id/participants", { as: ada, ids: { id: sessionId } })).json.participants ?? [];
  await until(async () => (await people()).every(({ online }) => online));

  const renamed = await call("PATCH /api/sessions/:id", {
    as: ada,
    ids: { id: sessionId },
    body: { title: "Renamed" },
  });
  came.push(await event("session-changed"));
  const { role: _, ...shown } = renamed.json.session as Shape;
  expect(came.at(-1)).toEqual({ type: "session-changed", session: { ...shown, updatedAt: time } });

  ai.behave("good", [suggestion]);
  hers.text().insert(0, "boom();\n");
  await hers.durable();
  const fileId = layout.listFiles(hers.ydoc)[0]?.id;
  await call("POST /api/ai/review", { as: await stack.signUp("Mary"), body: { sessionId, fileId } });
  const reviewed = await call("GET /api/sessions/:id/reviews", { as: ada, ids: { id: sessionId } });
  const found = await call("GET /api/sessions/:id/reviews/:reviewId", {
    as: ada,
    ids: { id: sessionId, reviewId: String(reviewed.json.reviews?.[0]?.id) },
  });
  const [finding] = found.json.findings ?? [];
  await until(() =>
    his.events.some((candidate) => candidate.type === "review-changed" && candidate.review.state === "done"),
  );
  came.push(his.events.findLast(({ type }) => type === "review-changed") as Shape, await event("finding-added"));
  expect(came.slice(-2)).toEqual([
    { type: "review-changed", review: found.json.review },
    { type: "finding-added", reviewId: finding?.reviewId, finding },
  ]);
  const settled = await call("PATCH /api/sessions/:id/findings/:findingId", {
    as: ada,
    ids: { id: sessionId, findingId: String(finding?.id) },
    body: { state: "dismissed" },
  });
  came.push(await event("finding-changed"));
  expect(came.at(-1)).toEqual({ type: "finding-changed", reviewId: finding?.reviewId, finding: settled.json.finding });

  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  came.push(await event("role-changed"));
  expect(came.at(-1)).toEqual({ type: "role-changed", role: "viewer" });
  expect(hers.events.filter(({ type }) => type === "role-changed")).toEqual([]);

  const refusedAt = his.events.length;
  his.text().insert(0, "no");
  const answered = hers.durable();
  came.push(await event("durable", hers));
  expect(came.at(-1)).toEqual({ type: "durable", n: 1 });
  await answered;
  came.push(await event("refused"));
  expect(came.at(-1)).toEqual({ type: "refused", reason: "read-only" });
  expect(his.events.slice(refusedAt).some(({ type }) => type === "durable")).toBe(false);

  const large = await stack.newSession(ada.user, { content: "x".repeat(protocol.NEARLY_FULL_BYTES) });
  using full = connect(stack.origin, large, ada);
  came.push(await event("nearly-full", full));
  expect(came.at(-1)).toEqual({ type: "nearly-full", bytes: expect.any(Number) as unknown });
  const broken = await stack.newSession(ada.user);
  await stack.db.updateTable("documents").set({ damaged_at: new Date() }).where("session_id", "=", broken).execute();
  using damaged = connect(stack.origin, broken, ada);
  came.push(await event("damaged", damaged), await event("alive"));
  expect(came.slice(-2)).toEqual([{ type: "damaged" }, { type: "alive" }]);

  link.hang();
  hers.text().insert(0, "meanwhile");
  came.push(await event("storage", hers));
  expect(came.at(-1)).toEqual({ type: "storage", state: "delayed" });
  link.mend();
  await until(() => hers.events.some((candidate) => candidate.type === "storage" && candidate.state === "ok"));

  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tandem bus' and datname = current_database()`.execute(
    stack.db,
  );
  came.push(await event("refetch"));
  expect(came.at(-1)).toEqual({ type: "refetch" });

  await removeParticipant(stack.db, sessionId, grace.user.id);
  expect(await his.closed).toBe(protocol.CLOSE.accessEnded.code);
  expect(
    elsewhere.events.filter(({ type }) => !["refetch", "participants-changed", "alive", "storage"].includes(type)),
  ).toEqual([]);

  const stopped = stack.collab.stop();
  came.push(await event("draining", hers));
  expect(came.at(-1)).toEqual({ type: "draining" });
  expect(await hers.closed).toBe(protocol.CLOSE.restart.code);
  await stopped;
  await stack.collab.restart();

  const written = table("Events").map(([type = "", fields = ""]) =>
    [type, ...(fields ? fields.split(", ") : [])].map((cell) => cell.replaceAll("`", "")).sort(),
  );
  expect(
    came.map((shape) => [String(shape.type), ...Object.keys(shape).filter((key) => key !== "type")].sort()),
  ).toEqual(written);
});

test("P13 each reason for a refusal that is written down is given", async () => {
  const sessionId = await stack.newSession(ada.user);
  const damaged = await stack.newSession(ada.user);
  await stack.db
    .updateTable("documents")
    .set({ damaged_at: new Date(), snapshot: Buffer.from([1]) })
    .where("session_id", "=", damaged)
    .execute();
  await stack.db.deleteFrom("document_history").where("session_id", "=", damaged).execute();
  const refused = async (id: string, wish: Parameters<typeof connect>[2]) => {
    using page = connect(stack.origin, id, wish);
    return await page.refused;
  };
  const reasons = [
    await refused(sessionId, {}),
    await refused(newId(), ada),
    await refused(sessionId, { ...ada, token: newId() }),
    await refused(damaged, ada),
  ];
  using crowd = new DisposableStack();
  const sockets: RawSocket[] = [];
  for (let i = 0; i <= protocol.MAX_CONNECTIONS_A_USER_AND_DOCUMENT; i++)
    sockets.push(crowd.use(await openRaw(stack, ada.cookie)));
  const answers: string[] = [];
  for (const socket of sockets) answers.push(await socket.signIn(sessionId));
  expect(answers.filter((answer) => answer === "let in: read-write").length).toBe(
    protocol.MAX_CONNECTIONS_A_USER_AND_DOCUMENT,
  );
  reasons.push(answers.at(-1)?.replace("refused: ", "") ?? "");
  expect(reasons).toEqual(codeIn(table("Refusals")));
  expect(reasons).toEqual([...protocol.refusalReasons]);
});

test("P13 presence has the fields that are written down", async () => {
  const sessionId = await stack.newSession(ada.user);
  const lineage = await findLineage(stack.db, sessionId);
  using page = connect(stack.origin, sessionId, { ...ada, token: lineage });
  using watcher = connect(stack.origin, sessionId, grace);
  await Promise.all([page.synced, watcher.synced]);
  const written = {
    file: "f",
    selections: [{ anchor: { type: null }, head: { type: null } }],
    idle: false,
    typing: true,
    away: false,
  };
  page.provider.awareness?.setLocalState({ ...written, extra: 1, user: { name: "Somebody else" } });
  const state = await until(() => watcher.provider.awareness?.getStates().get(page.ydoc.clientID));
  expect(state).toEqual({
    ...written,
    user: { id: ada.user.id, name: "Ada", color, avatar: null, role: "owner", guest: true },
  });
  expect(Object.keys(state).sort()).toEqual(fieldsOf("Presence"));
});

test("P13 close codes and limits are the ones that are written down", () => {
  // 4429 has its name, and is sent by nobody yet.
  const { tooMuch: _, ...sent } = protocol.CLOSE;
  expect(table("Close codes").map(([code, , reconnect]) => [Number(code), reconnect])).toEqual(
    Object.values(sent).map((close) => [close.code, "ending" in close ? "no" : "yes"]),
  );
  const written = table("Limits").map(
    ([name = "", value = ""]) => [name.replaceAll("`", ""), Number(value.replaceAll(",", ""))] as const,
  );
  const known: Record<string, unknown> = { ...protocol, ...layout };
  expect(written).toEqual(written.map(([name]) => [name, known[name]]));
});

test("P13 P11 both processes say whether they live, are ready, and how they are; what needs Postgres says that it is away", async () => {
  const get = async (address: string) => {
    const response = await fetch(address);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const processes = Object.entries({ web: stack.origin, collab: stack.collabOrigin });
  for (const [name, origin] of processes) {
    expect(await get(`${origin}/healthz`)).toMatchObject({ status: 200, text: "ok" });
    expect(await get(`${origin}/readyz`)).toMatchObject({ status: 200, text: "ready" });
    const metrics = await get(metricsAddress(origin));
    expect(metrics).toMatchObject({ status: 200, type: expect.stringContaining("version=0.0.4") as unknown });
    const written = table("Metrics").filter(([, shownBy = ""]) => shownBy.includes(name));
    expect([...metrics.text.matchAll(/^# TYPE (tandem_\w+)/gm)].map(([, metric]) => metric).sort()).toEqual(
      codeIn(written).sort(),
    );
    // What a server is busy with is nobody's but the operator's.
    expect(await get(`${origin}/metrics`)).toMatchObject({
      status: 404,
      text: expect.not.stringContaining("tandem_") as unknown,
    });
    for (const other of ["/", "/readyz", "/metrics/", "/metrics.data"])
      expect(await get(new URL(other, metricsAddress(origin)).href)).toMatchObject({ status: 404 });
  }
  link.cut();
  for (const [, origin] of processes) {
    expect(await get(`${origin}/readyz`)).toMatchObject({ status: 503, text: "Postgres does not answer" });
    expect(await get(`${origin}/healthz`)).toMatchObject({ status: 200 });
  }
  const away = await call("GET /api/sessions", { as: ada });
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, "2"]);
  const page = await ask(stack, "GET", "/sessions", { as: ada });
  expect([page.status, page.headers.get("retry-after"), page.text.includes("does not answer")]).toEqual([
    503,
    "2",
    true,
  ]);
  link.mend();
  for (const [, origin] of processes) await until(async () => (await get(`${origin}/readyz`)).status === 200);
});

test("P13 each address and each refusal that is written down was seen above, and no other", () => {
  expect([...addressesAsked].sort()).toEqual(codeIn(table("Addresses")).sort());
  expect([...errorsSeen].sort()).toEqual(
    table("Errors")
      .map(([status = "", code = ""]) => `${status} ${code.replaceAll("`", "")}`)
      .sort(),
  );
});

test("P13 over https the cookie is a __Host- one, whatever host a proxy puts in its place", async () => {
  const appOrigin = "https://tandem.example";
  await using secure = await startStack({ env: { APP_ORIGIN: appOrigin, TRUST_PROXY: "1" } });
  const answer = await new Promise<{ status?: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const headers = {
      host: "127.0.0.1:8080",
      origin: appOrigin,
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "10.0.0.1",
    };
    request(`${secure.origin}/auth/guest`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    })
      .on("error", reject)
      .end("name=Ada");
  });
  expect([answer.status, answer.headers.location]).toEqual([303, "/sessions"]);
  expect(answer.headers["set-cookie"]).toEqual([
    expect.stringMatching(/^__Host-tandem=[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/),
  ]);
  expect(answer.headers["strict-transport-security"]).toMatch(/^max-age=\d+/);
});
