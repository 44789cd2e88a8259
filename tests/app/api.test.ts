import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { messageSchema, participantSchema, sessionSchema } from "../../collab/protocol.ts";
import { joinByLink } from "../../db/participants.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { ask } from "./asking.ts";

const session = sessionSchema.strict();
const message = messageSchema.strict();
const participant = participantSchema.strict();
const error = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(8), fields: z.record(z.string(), z.string()).optional() }),
});
const one = { session: z.strictObject({ session }), message: z.strictObject({ message }), participant: z.strictObject({ participant }) };

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack();
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const create = async (body: unknown = {}, as = ada) => one.session.parse((await ask(stack, "POST", "/api/sessions", { as, body })).json).session;
const refused = (answer: Awaited<ReturnType<typeof ask>>) => ({ status: answer.status, ...error.parse(answer.json).error });

it("a session is created, read with its files, changed and deleted", async () => {
  const created = await ask(stack, "POST", "/api/sessions", { as: ada, body: { title: "  Pair\tup ", language: "python", visibility: "link", linkRole: "viewer" } });
  expect(created.status).toBe(201);
  expect(created.headers.get("cache-control")).toBe("no-store");
  const { id, ...rest } = one.session.parse(created.json).session;
  expect(rest).toMatchObject({ title: "Pair up", language: "python", visibility: "link", linkRole: "viewer", role: "owner", ownerId: ada.user.id });

  const read = one.session.parse((await ask(stack, "GET", `/api/sessions/${id}`, { as: grace })).json).session;
  expect(read).toMatchObject({ id, role: "viewer", files: [{ path: "main.py", language: "python" }] });

  const changed = await ask(stack, "PATCH", `/api/sessions/${id}`, { as: ada, body: { title: "New", linkRole: "editor" } });
  expect(changed.status).toBe(200);
  expect(one.session.parse(changed.json).session).toMatchObject({ id, title: "New", linkRole: "editor", visibility: "link", language: "python" });

  const deleted = await ask(stack, "DELETE", `/api/sessions/${id}`, { as: ada });
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await ask(stack, "GET", `/api/sessions/${id}`, { as: ada })).status).toBe(404);

  expect((await ask(stack, "POST", `/api/sessions/${id}/restore`, { as: grace })).status).toBe(404);
  expect(one.session.parse((await ask(stack, "POST", `/api/sessions/${id}/restore`, { as: ada })).json).session.id).toBe(id);
  expect((await ask(stack, "POST", `/api/sessions/${id}/restore`, { as: ada })).status).toBe(200);
  expect((await ask(stack, "POST", `/api/sessions/${id}/restore`, { as: grace })).status).toBe(403);
});

it("an empty body creates a private session", async () => {
  expect(await create()).toMatchObject({ title: "Untitled session", language: "typescript", visibility: "private", linkRole: "editor" });
});

it("lists are mine, shared with me and public, and can be searched", async () => {
  const list = async (query: string, as: Person) =>
    z.strictObject({ sessions: z.array(session) }).parse((await ask(stack, "GET", `/api/sessions${query}`, { as })).json).sessions.map(({ title }) => title);
  const shared = await create({ title: "Shared 100%", visibility: "link" });
  await create({ title: "Open to all", visibility: "public" });
  await joinByLink(stack.db, grace.user, shared.id);
  expect(await list("", grace)).toEqual([]);
  expect(await list("?scope=shared", grace)).toEqual(["Shared 100%"]);
  expect(await list("?scope=public", grace)).toEqual(["Open to all"]);
  expect(await list("?scope=mine&q=100%25", ada)).toEqual(["Shared 100%"]);
  expect((await list("?limit=2", ada)).length).toBe(2);
});

it("a session is duplicated into one's own private session, with its text", async () => {
  const { id } = await create({ title: "x".repeat(120), visibility: "link", linkRole: "viewer" });
  const answer = await ask(stack, "POST", `/api/sessions/${id}/duplicate`, { as: grace });
  expect(answer.status).toBe(201);
  const copy = one.session.parse(answer.json).session;
  expect(copy).toMatchObject({ ownerId: grace.user.id, role: "owner", visibility: "private", title: `Copy of ${"x".repeat(112)}` });
  const files = async (sessionId: string, as: Person) => one.session.parse((await ask(stack, "GET", `/api/sessions/${sessionId}`, { as })).json).session.files;
  expect(await files(copy.id, grace)).toEqual(await files(id, ada));
});

it("a message is stored once, by whoever may read", async () => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  const address = `/api/sessions/${id}/messages`;
  const sent = { id: crypto.randomUUID(), body: "Hello\r\n\tthere 👋" };
  const first = await ask(stack, "POST", address, { as: grace, body: sent });
  const again = await ask(stack, "POST", address, { as: grace, body: { ...sent, id: sent.id.toUpperCase() } });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.json).toEqual(first.json);
  expect(one.message.parse(first.json).message).toMatchObject({ id: sent.id, sessionId: id, userId: grace.user.id, userName: "Grace", body: "Hello\n\tthere 👋" });
  expect(refused(await ask(stack, "POST", address, { as: ada, body: sent }))).toMatchObject({ status: 409, code: "conflict" });
  const other = await create();
  expect((await ask(stack, "POST", `/api/sessions/${other.id}/messages`, { as: ada, body: sent })).status).toBe(409);

  for (let n = 1; n <= 4; n++) await ask(stack, "POST", address, { as: ada, body: { id: crypto.randomUUID(), body: `${n}` } });
  const page = async (query: string) => z.strictObject({ messages: z.array(message) }).parse((await ask(stack, "GET", address + query, { as: grace })).json).messages;
  const newest = await page("?limit=2");
  expect(newest.map(({ body }) => body)).toEqual(["3", "4"]);
  expect((await page(`?limit=2&before=${newest[0]?.id}`)).map(({ body }) => body)).toEqual(["1", "2"]);
  expect(await page(`?before=${crypto.randomUUID()}`)).toEqual([]);
});

it("participants are listed, given roles, removed, and leave", async () => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, id);
  const people = async () =>
    z.strictObject({ participants: z.array(participant) }).parse((await ask(stack, "GET", `/api/sessions/${id}/participants`, { as: ada })).json).participants;
  expect((await people()).map(({ name, role, guest, online }) => [name, role, guest, online])).toEqual([["Ada", "owner", true, false], ["Grace", "viewer", true, false]]);

  const address = `/api/sessions/${id}/participants/${grace.user.id}`;
  expect((await ask(stack, "PATCH", address, { as: grace, body: { role: "editor" } })).status).toBe(403);
  const changed = await ask(stack, "PATCH", address, { as: ada, body: { role: "editor" } });
  expect(one.participant.parse(changed.json).participant).toMatchObject({ userId: grace.user.id, role: "editor" });
  expect((await people())[1]?.role).toBe("editor");
  expect((await ask(stack, "PATCH", address, { as: ada, body: { role: "owner" } })).status).toBe(422);

  const owner = `/api/sessions/${id}/participants/${ada.user.id}`;
  expect((await ask(stack, "PATCH", owner, { as: ada, body: { role: "viewer" } })).status).toBe(403);
  expect((await ask(stack, "DELETE", owner, { as: ada })).status).toBe(403);
  expect((await ask(stack, "DELETE", owner, { as: grace })).status).toBe(403);

  expect((await ask(stack, "DELETE", address, { as: grace })).status).toBe(204);
  expect((await people()).length).toBe(1);
  await joinByLink(stack.db, grace.user, id);
  expect((await ask(stack, "DELETE", address, { as: ada })).status).toBe(204);
  expect((await ask(stack, "GET", `/api/sessions/${id}`, { as: grace })).status).toBe(404);
});

it("an invite is made, listed and revoked by the owner alone", async () => {
  const { id } = await create({ visibility: "link" });
  const address = `/api/sessions/${id}/invites`;
  const made = await ask(stack, "POST", address, { as: ada, body: { role: "editor", expiresIn: 3600, maxUses: 2 } });
  expect(made.status).toBe(201);
  const invite = z.strictObject({ id: z.uuid(), url: z.url() }).parse(made.json);
  expect(invite.url.startsWith(`${stack.origin}/join/`)).toBe(true);
  expect((await ask(stack, "POST", address, { as: grace, body: { role: "editor" } })).status).toBe(403);
  expect((await ask(stack, "GET", address, { as: grace })).status).toBe(403);
  const open = z.strictObject({
    invites: z.array(z.strictObject({ id: z.uuid(), role: z.enum(["editor", "viewer"]), expiresAt: z.iso.datetime().nullable(), maxUses: z.number().nullable(), uses: z.number() })),
  });
  expect(open.parse((await ask(stack, "GET", address, { as: ada })).json).invites).toMatchObject([{ id: invite.id, role: "editor", maxUses: 2, uses: 0 }]);
  expect((await ask(stack, "DELETE", `${address}/${invite.id}`, { as: grace })).status).toBe(403);
  expect((await ask(stack, "DELETE", `${address}/${invite.id}`, { as: ada })).status).toBe(204);
  expect((await ask(stack, "DELETE", `${address}/${invite.id}`, { as: ada })).status).toBe(404);
});

it("fields that do not fit are named, and unknown ones refused", async () => {
  const { id } = await create();
  const cases: [string, string, unknown, string][] = [
    ["POST", "/api/sessions", { title: "a", ownerId: ada.user.id }, "ownerId"],
    ["POST", "/api/sessions", { title: "x".repeat(121) }, "title"],
    ["POST", "/api/sessions", { title: "\u202e \u0000" }, "title"],
    ["POST", "/api/sessions", { language: "klingon" }, "language"],
    ["POST", "/api/sessions", [], "body"],
    ["PATCH", `/api/sessions/${id}`, { visibility: "open" }, "visibility"],
    ["PATCH", `/api/sessions/${id}`, { role: "owner" }, "role"],
    ["POST", `/api/sessions/${id}/messages`, { id: "1", body: "a" }, "id"],
    ["POST", `/api/sessions/${id}/messages`, { id: crypto.randomUUID(), body: " \n" }, "body"],
    ["POST", `/api/sessions/${id}/messages`, { id: crypto.randomUUID(), body: "x".repeat(4_001) }, "body"],
    ["POST", `/api/sessions/${id}/messages`, { id: crypto.randomUUID(), body: "a", userId: grace.user.id }, "userId"],
    ["POST", `/api/sessions/${id}/invites`, { role: "owner" }, "role"],
    ["POST", `/api/sessions/${id}/invites`, { role: "viewer", maxUses: 0 }, "maxUses"],
  ];
  for (const [method, path, body, field] of cases) {
    const answer = refused(await ask(stack, method, path, { as: ada, body }));
    expect(answer).toMatchObject({ status: 422, code: "invalid" });
    expect(Object.keys(answer.fields ?? {}), JSON.stringify(body)).toEqual([field]);
  }
  for (const query of ["?scope=all", "?limit=0", "?limit=x", "?color=red"]) {
    expect(refused(await ask(stack, "GET", `/api/sessions${query}`, { as: ada })).status).toBe(422);
  }
  expect(one.message.parse((await ask(stack, "POST", `/api/sessions/${id}/messages`, { as: ada, body: { id: crypto.randomUUID(), body: "👋".repeat(4_000) } })).json)).toBeTruthy();
});

it("bodies that are not JSON, too large, or sent with another method have their own answers", async () => {
  const send = (raw: string, headers = {}) => ask(stack, "POST", "/api/sessions", { as: ada, raw, headers });
  for (const raw of ["{", "", '{"title": "\xff"', "title=1"]) expect(refused(await send(raw))).toMatchObject({ status: 400, code: "malformed" });
  expect(refused(await send(JSON.stringify({ title: "x".repeat(70_000) })))).toMatchObject({ status: 413, code: "too_large" });
  const streamed = await fetch(`${stack.origin}/api/sessions`, {
    method: "POST",
    headers: { cookie: ada.cookie },
    body: new ReadableStream({
      start(stream) {
        for (let i = 0; i < 80; i++) stream.enqueue(new Uint8Array(1024));
        stream.close();
      },
    }),
    duplex: "half",
  } as RequestInit);
  expect(streamed.status).toBe(413);
  const put = await ask(stack, "PUT", "/api/sessions", { as: ada, body: {} });
  expect(refused(put)).toMatchObject({ status: 405 });
  expect(put.headers.get("allow")).toBe("GET, POST");
  expect(refused(await ask(stack, "GET", `/api/sessions/${crypto.randomUUID()}/duplicate`, { as: ada })).status).toBe(405);
});

it("addresses that are not there, or malformed, answer in the same shape", async () => {
  for (const path of ["/api", "/api/nothing", "/api/sessions/x/y/z", "/api/sessions/not-a-uuid"]) {
    for (const method of ["GET", "DELETE"]) {
      expect(refused(await ask(stack, method, path, { as: ada })), path).toMatchObject({ status: 404, code: "not_found" });
    }
  }
  expect(refused(await ask(stack, "GET", "/api/sessions/%E0%A4%A", { as: ada }))).toMatchObject({ status: 400, code: "malformed" });
});

it("too many messages at once are refused with a time to wait", async () => {
  const hedy = await stack.signUp("Hedy");
  const { id } = await create({}, hedy);
  const send = () => ask(stack, "POST", `/api/sessions/${id}/messages`, { as: hedy, body: { id: crypto.randomUUID(), body: "again" } });
  const answers = await Promise.all(Array.from({ length: 130 }, send));
  const late = answers.filter(({ status }) => status === 429);
  expect(late.length).toBe(10);
  expect(Number(late[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(late[0] && refused(late[0]).code).toBe("too_many");
});
