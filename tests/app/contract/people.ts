import { expect } from "vitest";
import { joinByLink } from "../../../db/participants.ts";
import { adoptGuest } from "../../../db/users.ts";
import { readMetric } from "../../support/metrics.ts";
import type { Person } from "../../support/stack.ts";
import { ask, submit } from "../asking.ts";
import { color, fieldsOf, test, time, uuid } from "./contract-test.ts";

test("P13 who is signed in is told, with the guests that they were", async ({ stack, call }) => {
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

test("P13 participants have the fields that are written down; they get roles, leave, and are removed", async ({
  stack,
  ada,
  grace,
  call,
  create,
}) => {
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

test("P13 an invite has the fields that are written down, and lets in whom its link is shown to", async ({
  stack,
  ada,
  grace,
  call,
  create,
}) => {
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

test("P13 P8 what pages measure is counted by page, from anybody, but only what fits", async ({ stack, ada, call }) => {
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
