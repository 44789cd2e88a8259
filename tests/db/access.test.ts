import { expect } from "vitest";
import type { LinkRole, Visibility } from "../../db/schema.ts";
import { accessTo, joinByLink, leaveSession, removeParticipant, rolesIn, setRole } from "../../db/participants.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, type Person } from "../support/person.ts";

const test = databaseTest
  /** Asked alone and among others it is the same. */
  .extend("roleOf", { scope: "file" }, ({ database, ada, grace }) => async (person: Person, sessionId: string) => {
    const role = (await accessTo(database.db, person.user, sessionId))?.role;
    const roles = await rolesIn(database.db, sessionId, [ada.user.id, grace.user.id]);
    expect(roles?.get(person.user.id)).toBe(role);
    return role;
  });

test.for<[Visibility, LinkRole, string | undefined]>([
  ["private", "editor", undefined],
  ["private", "viewer", undefined],
  ["link", "editor", "editor"],
  ["link", "viewer", "viewer"],
  ["public", "editor", "editor"],
  ["public", "viewer", "viewer"],
])(
  "P4 a stranger at a %s session with link role %s gets %s, its owner is owner",
  async ([visibility, linkRole, expected], { database, ada, grace, roleOf }) => {
    const sessionId = await newSession(database, ada.user, { visibility, linkRole });
    expect(await roleOf(grace, sessionId)).toBe(expected);
    expect(await roleOf(ada, sessionId)).toBe("owner");
  },
);

test("P3 nobody has access to a session that is absent or deleted", async ({ database, ada, roleOf }) => {
  const sessionId = await newSession(database, ada.user);
  await deleteSession(database.db, ada.user.id, sessionId);
  expect(await roleOf(ada, sessionId)).toBeUndefined();
  expect(await roleOf(ada, newId())).toBeUndefined();
});

test("P4 who came by link follows the link's role, and is out while it is private", async ({
  database,
  ada,
  grace,
  roleOf,
}) => {
  const sessionId = await newSession(database, ada.user, { linkRole: "editor" });
  await joinByLink(database.db, grace.user, sessionId);
  expect(await roleOf(grace, sessionId)).toBe("editor");
  await updateSession(database.db, ada.user.id, sessionId, { linkRole: "viewer" });
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  await updateSession(database.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await roleOf(grace, sessionId)).toBeUndefined();
});

test("P4 a role given by the owner no longer follows the link", async ({ database, ada, grace, roleOf }) => {
  const sessionId = await newSession(database, ada.user, { linkRole: "editor" });
  await joinByLink(database.db, grace.user, sessionId);
  expect(await setRole(database.db, sessionId, grace.user.id, "viewer")).toBe(true);
  expect(await roleOf(grace, sessionId)).toBe("viewer");
  await updateSession(database.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await roleOf(grace, sessionId)).toBe("viewer");
});

test("P5 somebody removed stays out, also by link", async ({ database, ada, grace, roleOf }) => {
  const sessionId = await newSession(database, ada.user);
  await joinByLink(database.db, grace.user, sessionId);
  expect(await removeParticipant(database.db, sessionId, grace.user.id)).toBe(true);
  await joinByLink(database.db, grace.user, sessionId);
  expect(await roleOf(grace, sessionId)).toBeUndefined();
});

test("P4 somebody who left by themselves may come back by link", async ({ database, ada, grace, roleOf }) => {
  const sessionId = await newSession(database, ada.user);
  await joinByLink(database.db, grace.user, sessionId);
  expect(await leaveSession(database.db, sessionId, grace.user.id)).toBe(true);
  expect(await roleOf(grace, sessionId)).toBe("editor");
});

test("P4 the owner can be neither removed, nor demoted, nor leave", async ({ database, ada }) => {
  const sessionId = await newSession(database, ada.user);
  expect(await removeParticipant(database.db, sessionId, ada.user.id)).toBe(false);
  expect(await setRole(database.db, sessionId, ada.user.id, "viewer")).toBe(false);
  expect(await leaveSession(database.db, sessionId, ada.user.id)).toBe(false);
});
