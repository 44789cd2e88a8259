import { expect } from "vitest";
import { listPresent, renewPresence, replacePresence } from "../../db/presence.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession } from "../support/person.ts";

const test = databaseTest;

test("P4 writing who is online in some sessions leaves other sessions and other nodes alone", async ({
  database,
  ada,
}) => {
  const [one, two] = [await newSession(database, ada.user), await newSession(database, ada.user)];
  const [node, other] = [newId(), newId()];
  const here = (sessionId: string) => ({ sessionId, userId: ada.user.id });
  await replacePresence(database.db, node, [here(one), here(two)]);
  await replacePresence(database.db, other, [here(one)]);
  expect(await renewPresence(database.db, node)).toBe(2);
  await replacePresence(database.db, node, [], [one]);
  expect(await renewPresence(database.db, node)).toBe(1);
  expect((await listPresent(database.db, [one])).map(({ id }) => id)).toEqual([ada.user.id]);
  await replacePresence(database.db, other, [], [one]);
  expect(await listPresent(database.db, [one])).toEqual([]);
  expect(await listPresent(database.db, [two])).toHaveLength(1);
  // All of it again, and twice the same person.
  await replacePresence(database.db, node, [here(one), here(one)]);
  expect(await renewPresence(database.db, node)).toBe(1);
  expect(await listPresent(database.db, [two])).toEqual([]);
});

test("P11 people of a session purged meanwhile are passed over", async ({ database, ada }) => {
  const sessionId = await newSession(database, ada.user);
  const node = newId();
  await replacePresence(database.db, node, [
    { sessionId, userId: ada.user.id },
    { sessionId: newId(), userId: ada.user.id },
  ]);
  expect(await renewPresence(database.db, node)).toBe(1);
});
