import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvite, createInvite, findInvite, revokeInvite } from "../../db/invites.ts";
import { accessTo, joinByLink, removeParticipant } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { newSession, type Person, signUpGuest } from "../support/person.ts";

let database: TestDatabase;
let owner: Person;
let guest: Person;
beforeAll(async () => {
  database = await createDatabase();
  owner = await signUpGuest(database, "Ada");
  guest = await signUpGuest(database, "Grace");
});
afterAll(() => database[Symbol.asyncDispose]());

/** The session that somebody gets into by an invite. */
const join = async (token: string, { user }: Person) => (await acceptInvite(database.db, token, user)).sessionId;

async function invite(settings: { expiresIn?: number; maxUses?: number } = {}) {
  const sessionId = await newSession(database, owner.user, { visibility: "private" });
  const made = await createInvite(database.db, { sessionId, createdBy: owner.user.id, role: "editor", ...settings });
  return { sessionId, ...made };
}

test("P4 an invite lets somebody into a private session with its role", async () => {
  const { sessionId, token } = await invite();
  expect(await join(token, guest)).toBe(sessionId);
  expect((await accessTo(database.db, guest.user, sessionId))?.role).toBe("editor");
});

test("P3 an expired invite lets nobody in", async () => {
  const { id, token } = await invite({ expiresIn: 60 });
  expect((await findInvite(database.db, token))?.effect).toEqual({ grant: "editor" });
  await database.db
    .updateTable("invites")
    .set({ expires_at: sql<Date>`now() - interval '1 second'` })
    .where("id", "=", id)
    .execute();
  expect((await findInvite(database.db, token))?.effect).toBe("void");
  expect(await join(token, guest)).toBeUndefined();
});

test("P4 an invite for one lets one in when two come at once", async () => {
  const { sessionId, token } = await invite({ maxUses: 1 });
  const other = await signUpGuest(database, "Alan");
  const came = await Promise.all([guest, other].map((person) => join(token, person)));
  expect(came.filter((id) => id === sessionId)).toHaveLength(1);
});

test("P4 the same person uses an invite up once", async () => {
  const { sessionId, token } = await invite({ maxUses: 2 });
  const other = await signUpGuest(database, "Alan");
  await join(token, guest);
  expect(await join(token, guest)).toBe(sessionId);
  expect(await join(token, other)).toBe(sessionId);
});

test("P3 a revoked invite and one to a deleted session let nobody in", async () => {
  const revoked = await invite();
  expect(await revokeInvite(database.db, revoked.sessionId, revoked.id)).toBe(true);
  expect(await join(revoked.token, guest)).toBeUndefined();
  const deleted = await invite();
  await deleteSession(database.db, owner.user.id, deleted.sessionId);
  expect(await join(deleted.token, guest)).toBeUndefined();
});

test("P4 somebody removed comes back with an invite", async () => {
  const sessionId = await newSession(database, owner.user);
  await joinByLink(database.db, guest.user, sessionId);
  await removeParticipant(database.db, sessionId, guest.user.id);
  const { token } = await createInvite(database.db, { sessionId, createdBy: owner.user.id, role: "viewer" });
  expect(await join(token, guest)).toBe(sessionId);
  expect((await accessTo(database.db, guest.user, sessionId))?.role).toBe("viewer");
});
