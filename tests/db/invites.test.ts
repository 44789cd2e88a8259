import { sql } from "kysely";
import { expect } from "vitest";
import { acceptInvite, createInvite, findInvite, revokeInvite } from "../../db/invites.ts";
import { accessTo, joinByLink, removeParticipant } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { databaseTest } from "../support/database-test.ts";
import { newSession, type Person, signUpGuest } from "../support/person.ts";

const test = databaseTest
  /** The session that somebody gets into by an invite. */
  .extend(
    "join",
    { scope: "file" },
    ({ database }) =>
      async (token: string, { user }: Person) =>
        (await acceptInvite(database.db, token, user)).sessionId,
  )
  .extend(
    "invite",
    { scope: "file" },
    ({ database, ada }) =>
      async (settings: { expiresIn?: number; maxUses?: number } = {}) => {
        const sessionId = await newSession(database, ada.user, { visibility: "private" });
        const made = await createInvite(database.db, {
          sessionId,
          createdBy: ada.user.id,
          role: "editor",
          ...settings,
        });
        return { sessionId, ...made };
      },
  );

test("P4 an invite lets somebody into a private session with its role", async ({ database, grace, join, invite }) => {
  const { sessionId, token } = await invite();
  expect(await join(token, grace)).toBe(sessionId);
  expect((await accessTo(database.db, grace.user, sessionId))?.role).toBe("editor");
});

test("P3 an expired invite lets nobody in", async ({ database, grace, join, invite }) => {
  const { id, token } = await invite({ expiresIn: 60 });
  expect((await findInvite(database.db, token))?.effect).toEqual({ grant: "editor" });
  await database.db
    .updateTable("invites")
    .set({ expires_at: sql<Date>`now() - interval '1 second'` })
    .where("id", "=", id)
    .execute();
  expect((await findInvite(database.db, token))?.effect).toBe("void");
  expect(await join(token, grace)).toBeUndefined();
});

test("P4 an invite for one lets one in when two come at once", async ({ database, grace, join, invite }) => {
  const { sessionId, token } = await invite({ maxUses: 1 });
  const other = await signUpGuest(database, "Alan");
  const came = await Promise.all([grace, other].map((person) => join(token, person)));
  expect(came.filter((id) => id === sessionId)).toHaveLength(1);
});

test("P4 the same person uses an invite up once", async ({ database, grace, join, invite }) => {
  const { sessionId, token } = await invite({ maxUses: 2 });
  const other = await signUpGuest(database, "Alan");
  await join(token, grace);
  expect(await join(token, grace)).toBe(sessionId);
  expect(await join(token, other)).toBe(sessionId);
});

test("P3 a revoked invite and one to a deleted session let nobody in", async ({
  database,
  ada,
  grace,
  join,
  invite,
}) => {
  const revoked = await invite();
  expect(await revokeInvite(database.db, revoked.sessionId, revoked.id)).toBe(true);
  expect(await join(revoked.token, grace)).toBeUndefined();
  const deleted = await invite();
  await deleteSession(database.db, ada.user.id, deleted.sessionId);
  expect(await join(deleted.token, grace)).toBeUndefined();
});

test("P4 somebody removed comes back with an invite", async ({ database, ada, grace, join }) => {
  const sessionId = await newSession(database, ada.user);
  await joinByLink(database.db, grace.user, sessionId);
  await removeParticipant(database.db, sessionId, grace.user.id);
  const { token } = await createInvite(database.db, { sessionId, createdBy: ada.user.id, role: "viewer" });
  expect(await join(token, grace)).toBe(sessionId);
  expect((await accessTo(database.db, grace.user, sessionId))?.role).toBe("viewer");
});
