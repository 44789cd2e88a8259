import { sql } from "kysely";
import { expect } from "vitest";
import { acceptInvite, revokeInvite } from "../../db/invites.ts";
import { joinByLink, leaveSession, removeParticipant, setRole } from "../../db/participants.ts";
import { updateSession } from "../../db/sessions.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { ask } from "./asking.ts";
import { answer, leadsTo, test } from "./invite-test.ts";

test("P5 who was removed comes back by a later invite, and by no earlier one", async ({
  stack,
  invite,
  priv,
  roleOf,
  press,
  look,
  expire,
}) => {
  const sessionId = await priv();
  const grace = await stack.signUp("Grace");
  const [used, unused] = [await invite(sessionId), await invite(sessionId, "viewer")];
  await acceptInvite(stack.db, used.token, grace.user);
  await removeParticipant(stack.db, sessionId, grace.user.id);
  for (const { token } of [used, unused]) {
    for (const page of [await look(token, grace), await press(token, grace)]) {
      expect(page.status).toBe(403);
      expect(page.text).toContain("after this invite was made");
    }
  }
  expect(await roleOf(grace, sessionId)).toBeUndefined();
  expect((await ask(stack, "POST", `/api/sessions/${sessionId}/duplicate`, { as: grace })).status).toBe(404);
  // An invite that lets nobody in says the same to everybody.
  await expire(used.id);
  expect((await press(used.token, grace)).status).toBe(404);
  const later = await invite(sessionId, "viewer");
  expect(answer(await press(later.token, grace))).toEqual([303, leadsTo(sessionId)]);
  expect(await roleOf(grace, sessionId)).toBe("viewer");
});

test("P4 who was made a viewer stays one by an older invite, and becomes an editor by a later one", async ({
  stack,
  ada,
  invite,
  roleOf,
  press,
  look,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "editor" });
  const grace = await stack.signUp("Grace");
  const old = await invite(sessionId);
  await acceptInvite(stack.db, old.token, grace.user);
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  for (const page of [await look(old.token, grace), await press(old.token, grace)]) {
    expect(page.status).toBe(403);
    expect(page.text).toContain("after this invite was made");
    expect(page.text).toContain(`href="/sessions/${sessionId}"`);
  }
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  await leaveSession(stack.db, sessionId, grace.user.id);
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  expect(await joinByLink(stack.db, grace.user, sessionId)).toMatch(/^#/);
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  await leaveSession(stack.db, sessionId, grace.user.id);
  await updateSession(stack.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await roleOf(grace, sessionId)).toBeUndefined();
  // Coming back is theirs to decide, the role is not.
  expect(answer(await press(old.token, grace))).toEqual([303, leadsTo(sessionId)]);
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  const later = await invite(sessionId);
  expect(answer(await press(later.token, grace))).toEqual([303, leadsTo(sessionId)]);
  expect(await roleOf(grace, sessionId)).toBe("editor");
});

test("P4 who came by link and was made a viewer is none the better for an older invite", async ({
  stack,
  ada,
  invite,
  roleOf,
  press,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "editor" });
  const [grace, alan] = [await stack.signUp("Grace"), await stack.signUp("Alan")];
  const [editing, viewing] = [await invite(sessionId), await invite(sessionId, "viewer")];
  await joinByLink(stack.db, grace.user, sessionId);
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  expect((await press(editing.token, grace)).status).toBe(403);
  // What the link lets everybody do, an invite to less does not take away.
  await joinByLink(stack.db, alan.user, sessionId);
  expect(answer(await press(viewing.token, alan))).toEqual([303, leadsTo(sessionId)]);
  expect(await roleOf(alan, sessionId)).toBe("editor");
  await updateSession(stack.db, ada.user.id, sessionId, { linkRole: "viewer" });
  await press(viewing.token, alan);
  expect(await roleOf(alan, sessionId)).toBe("viewer");
  await press(editing.token, alan);
  expect(await roleOf(alan, sessionId)).toBe("editor");
});

test("P4 who left by themselves comes back by the invite, with its role", async ({
  stack,
  invite,
  priv,
  roleOf,
  press,
}) => {
  const sessionId = await priv();
  const grace = await stack.signUp("Grace");
  const { token } = await invite(sessionId);
  await acceptInvite(stack.db, token, grace.user);
  await leaveSession(stack.db, sessionId, grace.user.id);
  expect(await roleOf(grace, sessionId)).toBeUndefined();
  expect(answer(await press(token, grace))).toEqual([303, leadsTo(sessionId)]);
  expect(await roleOf(grace, sessionId)).toBe("editor");
});

test("P4 by an invite that is void whoever takes part goes to the session, and nobody else", async ({
  stack,
  ada,
  invite,
  priv,
  roleOf,
  press,
  look,
  expire,
}) => {
  const sessionId = await priv();
  const [grace, stranger] = [await stack.signUp("Grace"), await stack.signUp("Alan")];
  const spent = await invite(sessionId, "editor", { maxUses: 1 });
  await acceptInvite(stack.db, spent.token, grace.user);
  const [expired, revoked, open] = [
    await invite(sessionId),
    await invite(sessionId),
    await invite(sessionId, "viewer"),
  ];
  await expire(expired.id);
  await revokeInvite(stack.db, sessionId, revoked.id);
  for (const { token } of [spent, expired, revoked, open]) {
    for (const member of [grace, ada]) {
      expect(answer(await look(token, member))).toEqual([302, leadsTo(sessionId)]);
      expect(answer(await press(token, member))).toEqual([303, leadsTo(sessionId)]);
    }
  }
  expect([await roleOf(grace, sessionId), await roleOf(ada, sessionId)]).toEqual(["editor", "owner"]);
  for (const { token } of [spent, expired, revoked]) {
    for (const page of [await look(token), await look(token, stranger), await press(token, stranger)])
      expect(page.status).toBe(404);
  }
  const shared = await stack.newSession(ada.user);
  const void2 = await invite(shared);
  await revokeInvite(stack.db, shared, void2.id);
  await joinByLink(stack.db, stranger.user, shared);
  expect(answer(await look(void2.token, stranger))).toEqual([302, leadsTo(shared)]);
});

test("P5 a removal and an old invite at the same moment end with the removal, however they interleave", async ({
  stack,
  invite,
  priv,
  roleOf,
}) => {
  for (let round = 0; round < 20; round++) {
    const sessionId = await priv();
    const grace = await stack.signUp("Grace");
    const [one, two] = [await invite(sessionId), await invite(sessionId, "viewer")];
    const joining = [acceptInvite(stack.db, one.token, grace.user), acceptInvite(stack.db, two.token, grace.user)];
    await Promise.race(joining);
    const removal = removeParticipant(stack.db, sessionId, grace.user.id);
    await Promise.all([...joining, removal, acceptInvite(stack.db, one.token, grace.user)]);
    expect([await removal, await roleOf(grace, sessionId)]).toEqual([true, undefined]);
  }
});

test("P4 P5 an invite takes no better role from a row that came to be in this moment, and gives none back", async ({
  stack,
  invite,
  priv,
  roleOf,
}) => {
  for (const [role, isRemoved, expected] of [
    ["editor", false, "editor"],
    ["viewer", true, undefined],
  ] as const) {
    const sessionId = await priv();
    const grace = await stack.signUp("Grace");
    const [one, two] = [await invite(sessionId, "viewer"), await invite(sessionId, role)];
    const { accepting } = await stack.db.transaction().execute(async (trx) => {
      // Whoever accepts has seen that there is no row, and waits to write one.
      await sql`lock table participants in share mode`.execute(trx);
      const accepting = acceptInvite(stack.db, one.token, grace.user);
      await until(
        async () =>
          (
            await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
              trx,
            )
          ).rows.length > 0,
      );
      await trx
        .insertInto("participants")
        .values({
          session_id: sessionId,
          user_id: grace.user.id,
          role,
          via: "invite",
          invite_id: two.id,
          color: "#5a5af6",
          removed_at: isRemoved ? sql<Date>`clock_timestamp()` : null,
        })
        .execute();
      return { accepting };
    });
    await accepting;
    expect(await roleOf(grace, sessionId)).toBe(expected);
  }
});

test("P5 removing somebody tells by which invite they came, and can be taken back", async ({
  stack,
  ada,
  invite,
  priv,
  roleOf,
}) => {
  const sessionId = await priv();
  const [grace, alan] = [await stack.signUp("Grace"), await stack.signUp("Alan")];
  const { id, token } = await invite(sessionId);
  for (const { user } of [grace, alan]) await acceptInvite(stack.db, token, user);
  const path = ({ user }: Person) => `/api/sessions/${sessionId}/participants/${user.id}`;
  const restore = (who: Person, as = ada) => ask(stack, "POST", `${path(who)}/restore`, { as });
  const removed = await ask(stack, "DELETE", path(grace), { as: ada });
  expect([removed.status, removed.json]).toMatchObject([200, { invite: { id, role: "editor", uses: 2 } }]);
  expect((await restore(grace, alan)).status).toBe(403);
  expect((await restore(grace, grace)).status).toBe(404);
  const back = await restore(grace);
  expect([back.status, back.json]).toMatchObject([200, { participant: { userId: grace.user.id, role: "editor" } }]);
  expect([
    await roleOf(grace, sessionId),
    (await restore(grace)).status,
    (await restore(await stack.signUp("Nobody"))).status,
  ]).toEqual(["editor", 200, 404]);
  await revokeInvite(stack.db, sessionId, id);
  expect((await ask(stack, "DELETE", path(alan), { as: ada })).json).toEqual({ invite: null });
  expect((await ask(stack, "DELETE", path(grace), { as: grace })).status).toBe(204);
  // Who left was not removed: only they can undo that.
  expect((await restore(grace)).status).toBe(404);
});

test("P5 a guest who was removed stays out after signing in with GitHub, whatever they were sent", async ({
  stack,
  invite,
  priv,
  roleOf,
  press,
}) => {
  const sessionId = await priv();
  const [grace, alan] = [await stack.signUp("Grace"), await stack.signUp("Alan")];
  const { token } = await invite(sessionId);
  await acceptInvite(stack.db, token, grace.user);
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  const { adoptGuest } = await import("../../db/users.ts");
  await adoptGuest(stack.db, grace.user.id, alan.user.id);
  expect((await press(token, alan)).status).toBe(403);
  expect(await roleOf(alan, sessionId)).toBe("viewer");
});
