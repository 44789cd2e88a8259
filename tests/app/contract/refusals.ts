import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { ask, submit } from "../asking.ts";
import { errorsSeen, protocol, test } from "./contract-test.ts";

test("P13 refusals come in the order that is written down", async ({ stack, ada, grace, call, create }) => {
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

test("P13 signing in and out are forms that answer with 303, the sign-in's cookie first", async ({
  stack,
  ada,
  call,
}) => {
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
