import { afterAll, beforeAll, expect, test } from "vitest";
import type { LinkRole, Visibility } from "../../db/schema.ts";
import { accessTo, joinByLink, leaveSession, removeParticipant, rolesIn, setRole } from "../../db/participants.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { newId, newSession, type Person, signUpGuest } from "../support/person.ts";

let database: TestDatabase;
let owner: Person;
let guest: Person;
beforeAll(async () => {
  database = await createDatabase();
  owner = await signUpGuest(database, "Ada");
  guest = await signUpGuest(database, "Grace");
});
afterAll(() => database[Symbol.asyncDispose]());

/** Asked alone and among others it is the same. */
async function roleOf(person: Person, sessionId: string) {
  const role = (await accessTo(database.db, person.user, sessionId))?.role;
  const roles = await rolesIn(database.db, sessionId, [owner.user.id, guest.user.id]);
  expect(roles?.get(person.user.id)).toBe(role);
  return role;
}

test.each<[Visibility, LinkRole, string | undefined]>([
  ["private", "editor", undefined],
  ["private", "viewer", undefined],
  ["link", "editor", "editor"],
  ["link", "viewer", "viewer"],
  ["public", "editor", "editor"],
  ["public", "viewer", "viewer"],
])(
  "P4 a stranger at a %s session with link role %s gets %s, its owner is owner",
  async (visibility, linkRole, expected) => {
    const sessionId = await newSession(database, owner.user, { visibility, linkRole });
    expect(await roleOf(guest, sessionId)).toBe(expected);
    expect(await roleOf(owner, sessionId)).toBe("owner");
  },
);

test("P3 nobody has access to a session that is absent or deleted", async () => {
  const sessionId = await newSession(database, owner.user);
  await deleteSession(database.db, owner.user.id, sessionId);
  expect(await roleOf(owner, sessionId)).toBeUndefined();
  expect(await roleOf(owner, newId())).toBeUndefined();
});

test("P4 who came by link follows the link's role, and is out while it is private", async () => {
  const sessionId = await newSession(database, owner.user, { linkRole: "editor" });
  await joinByLink(database.db, guest.user, sessionId);
  expect(await roleOf(guest, sessionId)).toBe("editor");
  await updateSession(database.db, owner.user.id, sessionId, { linkRole: "viewer" });
  expect(await roleOf(guest, sessionId)).toBe("viewer");
  await updateSession(database.db, owner.user.id, sessionId, { visibility: "private" });
  expect(await roleOf(guest, sessionId)).toBeUndefined();
});

test("P4 a role given by the owner no longer follows the link", async () => {
  const sessionId = await newSession(database, owner.user, { linkRole: "editor" });
  await joinByLink(database.db, guest.user, sessionId);
  expect(await setRole(database.db, sessionId, guest.user.id, "viewer")).toBe(true);
  expect(await roleOf(guest, sessionId)).toBe("viewer");
  await updateSession(database.db, owner.user.id, sessionId, { visibility: "private" });
  expect(await roleOf(guest, sessionId)).toBe("viewer");
});

test("P5 somebody removed stays out, also by link", async () => {
  const sessionId = await newSession(database, owner.user);
  await joinByLink(database.db, guest.user, sessionId);
  expect(await removeParticipant(database.db, sessionId, guest.user.id)).toBe(true);
  await joinByLink(database.db, guest.user, sessionId);
  expect(await roleOf(guest, sessionId)).toBeUndefined();
});

test("P4 somebody who left by herself may come back by link", async () => {
  const sessionId = await newSession(database, owner.user);
  await joinByLink(database.db, guest.user, sessionId);
  expect(await leaveSession(database.db, sessionId, guest.user.id)).toBe(true);
  expect(await roleOf(guest, sessionId)).toBe("editor");
});

test("P4 the owner can be neither removed, nor demoted, nor leave", async () => {
  const sessionId = await newSession(database, owner.user);
  expect(await removeParticipant(database.db, sessionId, owner.user.id)).toBe(false);
  expect(await setRole(database.db, sessionId, owner.user.id, "viewer")).toBe(false);
  expect(await leaveSession(database.db, sessionId, owner.user.id)).toBe(false);
});
