import { sql } from "kysely";
import { expect } from "vitest";
import { MAX_GUEST_BYTES, MAX_USER_BYTES } from "../../protocol/limits.ts";
import { createSession, deleteSession, insertSession, NoRoomLeft } from "../../db/sessions.ts";
import { createGuest, type User } from "../../db/users.ts";
import { databaseTest } from "../support/database-test.ts";
import type { TestDatabase } from "../support/database.ts";
import { newSession } from "../support/person.ts";

/** What a guest may keep, in parts that are each written in a moment, but for so many bytes. */
const PARTS = 10;
const LEFT_BYTES = 25_000;

const settings = { title: "A session", language: "typescript", visibility: "private", linkRole: "editor" } as const;

const outcome = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof NoRoomLeft ? (error.isOfDeleted ? "deleted" : "full") : error),
  );

async function fill(database: TestDatabase, owner: User): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < PARTS; nth++) {
    const id = await newSession(database, owner);
    ids.push(id);
    const bytes = MAX_GUEST_BYTES / PARTS - (nth === 0 ? LEFT_BYTES : 0);
    const snapshot = Buffer.alloc(bytes);
    await database.db.updateTable("documents").set({ snapshot }).where("session_id", "=", id).execute();
  }
  return ids;
}

const test = databaseTest
  /** The ids of sessions that fill a guest's room together, twice. */
  .extend("full", { scope: "file" }, async ({ database }): Promise<[string[], string[]]> => [
    await fill(database, await createGuest(database.db, "One")),
    await fill(database, await createGuest(database.db, "Two")),
  ])
  .extend(
    "make",
    { scope: "file" },
    ({ database }) =>
      (owner: User, bytes: number) =>
        insertSession(database.db, owner, settings, new Uint8Array(bytes)),
  )
  /** A guest to whom these sessions belong, none of them deleted. */
  .extend("holding", { scope: "file" }, ({ database }) => async (ids: string[]) => {
    const guest = await createGuest(database.db, "Ada");
    const change = { owner_id: guest.id, deleted_at: null };
    await database.db.updateTable("code_sessions").set(change).where("id", "in", ids).execute();
    return guest;
  });

test("P8 what a guest and a user may keep is bounded, also for those who ask many times at once", async ({
  database,
  full,
  make,
  holding,
}) => {
  const ada = await holding(full[0]);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcome(make(ada, 10_000))));
  expect(outcomes.sort()).toEqual(["full", "full", "full", "made", "made"]);
  const small = { path: "a", language: "typescript", content: "small" };
  expect(await outcome(createSession(database.db, ada, settings, small))).toBe("made");
  // Others are not concerned, and who signs in has ten times as much.
  expect(await outcome(make(await createGuest(database.db, "Grace"), 10_000))).toBe("made");
  expect(await outcome(make({ ...ada, guest: false }, 10_000))).toBe("made");
  expect(MAX_USER_BYTES).toBe(10 * MAX_GUEST_BYTES);
});

test("P8 deleting makes room at once, but not again and again before it is purged", async ({
  database,
  full,
  make,
  holding,
}) => {
  const ada = await holding(full[0]);
  expect(await outcome(make(ada, 2 * LEFT_BYTES))).toBe("full");
  for (const id of full[0]) await deleteSession(database.db, ada.id, id);
  expect(await outcome(make(ada, 2 * LEFT_BYTES))).toBe("made");
  const grace = await holding(full.flat());
  for (const id of full.flat()) await deleteSession(database.db, grace.id, id);
  expect(await outcome(make(grace, 3 * LEFT_BYTES))).toBe("deleted");
  await database.db.updateTable("code_sessions").set({ owner_id: ada.id }).where("id", "in", full[1]).execute();
  expect(await outcome(make(grace, 3 * LEFT_BYTES))).toBe("made");
});

test("P8 edits that are not merged yet count as well", async ({ database, full, make, holding }) => {
  const ada = await holding(full[0]);
  expect(await outcome(make(ada, 1_000))).toBe("made");
  await sql`
    insert into document_updates (session_id, node_id, sequence, update)
    values (${full[0][0]}, gen_random_uuid(), 1, ${Buffer.alloc(LEFT_BYTES)})`.execute(database.db);
  expect(await outcome(make(ada, 1_000))).toBe("full");
});
