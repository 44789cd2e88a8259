import { expect } from "vitest";
import { z } from "zod";
import { sessionSchema } from "../../protocol/entities.ts";
import { MAX_NEW_SESSION_BYTES } from "../../protocol/limits.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { joinByLink } from "../../db/participants.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { crowdedDocument, storeDocument, unsoundDocument } from "../support/unsound.ts";
import { ask } from "./asking.ts";

const session = z.strictObject(sessionSchema.shape);
const error = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(8),
    fields: z.record(z.string(), z.string()).optional(),
  }),
});
const one = z.strictObject({ session });

const refused = (answer: Awaited<ReturnType<typeof ask>>) => ({
  status: answer.status,
  ...error.parse(answer.json).error,
});

const test = stackTest().extend(
  "create",
  { scope: "file" },
  ({ stack, ada }) =>
    async (body: unknown = {}, as = ada) =>
      one.parse((await ask(stack, "POST", "/api/sessions", { as, body })).json).session,
);

test("an empty body creates a private session", async ({ create }) => {
  expect(await create()).toMatchObject({
    title: "Untitled session",
    language: "typescript",
    visibility: "private",
    linkRole: "editor",
  });
});

test("lists are mine, shared with me and public, and can be searched", async ({ stack, ada, grace, create }) => {
  const list = async (query: string, as: Person) =>
    z
      .strictObject({ sessions: z.array(session) })
      .parse((await ask(stack, "GET", `/api/sessions${query}`, { as })).json)
      .sessions.map(({ title }) => title);
  const shared = await create({ title: "Shared 100%", visibility: "link" });
  await create({ title: "Open to all", visibility: "public" });
  await joinByLink(stack.db, grace.user, shared.id);
  expect(await list("", grace)).toEqual([]);
  expect(await list("?scope=shared", grace)).toEqual(["Shared 100%"]);
  expect(await list("?scope=public", grace)).toEqual(["Open to all"]);
  expect(await list("?scope=mine&q=100%25", ada)).toEqual(["Shared 100%"]);
  expect((await list("?limit=2", ada)).length).toBe(2);
});

test("a session is duplicated into one's own private session, with its text", async ({ stack, ada, grace, create }) => {
  const { id } = await create({ title: "x".repeat(120), visibility: "link", linkRole: "viewer" });
  const answer = await ask(stack, "POST", `/api/sessions/${id}/duplicate`, { as: grace });
  expect(answer.status).toBe(201);
  const copy = one.parse(answer.json).session;
  expect(copy).toMatchObject({
    ownerId: grace.user.id,
    role: "owner",
    visibility: "private",
    title: `Copy of ${"x".repeat(112)}`,
  });
  const files = async (sessionId: string, as: Person) =>
    one.parse((await ask(stack, "GET", `/api/sessions/${sessionId}`, { as })).json).session.files;
  expect(await files(copy.id, grace)).toEqual(await files(id, ada));
});

test("P8 a document with things that are no files is read as far as it is sound", async ({ stack, ada, create }) => {
  const { id } = await create({ visibility: "link" });
  await storeDocument(stack, id, unsoundDocument());
  const read = one.parse((await ask(stack, "GET", `/api/sessions/${id}`, { as: ada })).json).session;
  const named = Object.fromEntries(read.files?.map(({ id: fileId, path, language: of }) => [fileId, [path, of]]) ?? []);
  expect(named).toEqual({
    sound: ["main.ts", "typescript"],
    second: ["notes.md", "typescript"],
    "object-path": ["untitled-object-p", "plaintext"],
    "map-path": ["untitled-map-path", "plaintext"],
    "no-path": ["untitled-no-path", "typescript"],
    "evil-path": ["tmp/evil.sh", "typescript"],
    "long-path": [expect.stringMatching(/^(x\/)*x$/), "typescript"],
    "proto-path": ["untitled-proto-pa", "typescript"],
  });
  expect(named["long-path"]?.[0]?.length).toBeLessThanOrEqual(200);

  const page = await ask(stack, "GET", `/sessions/${id}`, { as: ada });
  expect([page.status, page.text.includes("const sound = 1;"), page.text.includes("Something went wrong")]).toEqual([
    200,
    true,
    false,
  ]);
  expect(page.text.length).toBeLessThan(100_000);

  const copy = one.parse((await ask(stack, "POST", `/api/sessions/${id}/duplicate`, { as: ada })).json).session;
  const stored = await findDocument(stack.db, copy.id);
  expect(stored && stored.snapshot.byteLength).toBeLessThan(5_000 + 2 * 1024 * 1024);
  expect(
    stored &&
      decodeFiles(stored)
        .map(({ content }) => content)
        .sort()[0],
  ).toBe("# Notes\n");
  expect(stored && Buffer.from(stored.snapshot).includes("junk junk")).toBe(false);

  const review = await ask(stack, "POST", "/api/ai/review", {
    as: ada,
    body: { sessionId: id, fileId: "sound", source: "static" },
  });
  expect(review.status).toBe(200);
  for (const fileId of ["boom", "null", "text"]) {
    expect(
      (await ask(stack, "POST", "/api/ai/review", { as: ada, body: { sessionId: id, fileId, source: "static" } }))
        .status,
    ).toBeLessThan(500);
  }

  await storeDocument(stack, id, crowdedDocument(5_000));
  expect(one.parse((await ask(stack, "GET", `/api/sessions/${id}`, { as: ada })).json).session.files?.length).toBe(
    5_000,
  );
  const crowded = await ask(stack, "GET", `/sessions/${id}`, { as: ada });
  expect([crowded.status, crowded.text.includes("the first")]).toEqual([200, true]);
});

test("fields that do not fit are named, and unknown ones refused", async ({ stack, ada, grace, create }) => {
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
  expect(
    (
      await ask(stack, "POST", `/api/sessions/${id}/messages`, {
        as: ada,
        body: { id: crypto.randomUUID(), body: "👋".repeat(4_000) },
      })
    ).status,
  ).toBe(201);
});

test("bodies that are not JSON, too large, or sent with another method have their own answers", async ({
  stack,
  ada,
}) => {
  const send = (raw: string, headers = {}) => ask(stack, "POST", "/api/sessions", { as: ada, raw, headers });
  for (const raw of ["{", "", '{"title": "\xff"', "title=1"])
    expect(refused(await send(raw))).toMatchObject({ status: 400, code: "malformed" });
  expect(refused(await send(JSON.stringify({ title: "x".repeat(MAX_NEW_SESSION_BYTES) })))).toMatchObject({
    status: 413,
    code: "too_large",
  });
  const streamed = await fetch(`${stack.origin}/api/sessions`, {
    method: "POST",
    headers: { cookie: ada.cookie },
    body: new ReadableStream({
      start(stream) {
        for (let i = 0; i <= MAX_NEW_SESSION_BYTES / 1024; i++) stream.enqueue(new Uint8Array(1024));
        stream.close();
      },
    }),
    duplex: "half",
  } as RequestInit);
  expect(streamed.status).toBe(413);
  const put = await ask(stack, "PUT", "/api/sessions", { as: ada, body: {} });
  expect(refused(put)).toMatchObject({ status: 405 });
  expect(put.headers.get("allow")).toBe("GET, POST");
  expect(refused(await ask(stack, "GET", `/api/sessions/${crypto.randomUUID()}/duplicate`, { as: ada })).status).toBe(
    405,
  );
});

test("addresses that are not there, or malformed, answer in the same shape", async ({ stack, ada }) => {
  for (const path of ["/api", "/api/nothing", "/api/sessions/x/y/z", "/api/sessions/not-a-uuid"]) {
    for (const method of ["GET", "DELETE"]) {
      expect(refused(await ask(stack, method, path, { as: ada })), path).toMatchObject({
        status: 404,
        code: "not_found",
      });
    }
  }
  expect(refused(await ask(stack, "GET", "/api/sessions/%E0%A4%A", { as: ada }))).toMatchObject({
    status: 400,
    code: "malformed",
  });
});

test("P3 no cache keeps a page, an answer or a refusal that is somebody's own", async ({
  stack,
  ada,
  grace,
  create,
}) => {
  const { id } = await create({ title: "Secret" });
  const form = { "content-type": "application/x-www-form-urlencoded", origin: stack.origin };
  const asked: [method: string, path: string, as?: Person, headers?: Record<string, string>, raw?: string][] = [
    ["GET", `/sessions/${id}`, ada],
    ["GET", `/sessions/${id}.data`, ada],
    ["GET", `/sessions/${id}`, grace],
    ["GET", `/sessions/${id}`],
    ["GET", `/sessions/${id}.data`],
    ["GET", "/sessions", ada],
    ["GET", "/sessions.data", ada],
    ["HEAD", "/sessions", ada],
    ["GET", "/sessions/new.data", ada],
    ["POST", "/sessions/new", ada, form, "title=x"],
    ["POST", "/sessions/new.data", ada, form, "title=x"],
    ["GET", "/settings", ada],
    ["GET", "/settings.data", ada],
    ["GET", "/settings"],
    ["GET", "/join/x"],
    ["GET", "/join/x.data", ada],
    ["POST", "/join/x", ada, form, ""],
    ["GET", "/", ada],
    ["GET", "/_root.data", ada],
    ["GET", "/sign-in", ada],
    ["GET", "/sign-in"],
    ["GET", "/auth/github/callback"],
    ["POST", "/auth/guest", undefined, form, "name="],
    ["POST", "/start", ada, form, ""],
    ["GET", `/api/sessions/${id}`, ada],
    ["GET", "/api/sessions"],
    ["GET", "/api/nothing", ada],
    ["POST", "/api/sessions", ada, { "content-type": "application/json" }, "{"],
    ["DELETE", `/api/sessions/${id}`, grace],
    ["GET", "/no/such/page"],
    ["GET", "/no/such/page", ada],
    ["GET", "/%E0%A4%A", ada],
    ["POST", "/settings", ada, { ...form, origin: "https://evil.example" }, "name=x"],
  ];
  for (const [method, path, as, headers, raw] of asked) {
    const answer = await ask(stack, method, path, { as, headers, raw });
    expect([method, path, answer.headers.get("cache-control")]).toEqual([method, path, "private, no-store"]);
  }
  // The front page of nobody is everybody's, and files are for good.
  const front = await ask(stack, "GET", "/");
  expect([front.status, front.headers.get("cache-control")]).toEqual([200, null]);
  const [asset = ""] = /\/assets\/[\w.-]+\.js/.exec(front.text) ?? [];
  expect((await ask(stack, "GET", asset)).headers.get("cache-control")).toContain("immutable");
});
