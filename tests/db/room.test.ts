import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAX_GUEST_BYTES, MAX_USER_BYTES } from "../../collab/protocol.ts";
import { createSession, deleteSession, insertSession, NoRoomLeft } from "../../db/sessions.ts";
import { createGuest, type User } from "../../db/users.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { newSession } from "../support/person.ts";

/** How much a session of `large` leaves to its owner. */
const LEFT_BYTES = 25_000;

let database: TestDatabase;
let large: string[];
beforeAll(async () => {
  database = await createDatabase();
  const somebody = await createGuest(database.db, "Somebody");
  large = [await newSession(database, somebody), await newSession(database, somebody)];
  for (const id of large) {
    await sql`
      update documents set snapshot = convert_to(repeat('x', ${MAX_GUEST_BYTES - LEFT_BYTES}), 'UTF8')
      where session_id = ${id}`.execute(database.db);
  }
});
afterAll(() => database?.[Symbol.asyncDispose]());

const settings = { title: "A session", language: "typescript", visibility: "private", linkRole: "editor" } as const;
const make = (owner: User, bytes: number) => insertSession(database.db, owner, settings, new Uint8Array(bytes));

/** A guest to whom so many of the large sessions belong. */
async function holding(count: number) {
  const guest = await createGuest(database.db, "Ada");
  const change = { owner_id: guest.id, deleted_at: null };
  await database.db.updateTable("code_sessions").set(change).where("id", "in", large.slice(0, count)).execute();
  return guest;
}

const outcome = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof NoRoomLeft ? (error.isOfDeleted ? "deleted" : "full") : error),
  );

test("P8 what a guest and a user may keep is bounded, also for those who ask many times at once", async () => {
  const ada = await holding(1);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcome(make(ada, 10_000))));
  expect(outcomes.sort()).toEqual(["full", "full", "full", "made", "made"]);
  const small = { path: "a", language: "typescript", content: "small" };
  expect(await outcome(createSession(database.db, ada, settings, small))).toBe("made");
  // Others are not concerned, and who signs in has ten times as much.
  expect(await outcome(make(await createGuest(database.db, "Grace"), 10_000))).toBe("made");
  expect(await outcome(make({ ...ada, guest: false }, 10_000))).toBe("made");
  expect(MAX_USER_BYTES).toBe(10 * MAX_GUEST_BYTES);
});

test("P8 deleting makes room at once, but not again and again before it is purged", async () => {
  const ada = await holding(1);
  expect(await outcome(make(ada, 2 * LEFT_BYTES))).toBe("full");
  await deleteSession(database.db, ada.id, large[0] ?? "");
  expect(await outcome(make(ada, 2 * LEFT_BYTES))).toBe("made");
  const grace = await holding(2);
  for (const id of large) await deleteSession(database.db, grace.id, id);
  expect(await outcome(make(grace, 3 * LEFT_BYTES))).toBe("deleted");
  await database.db
    .updateTable("code_sessions")
    .set({ owner_id: ada.id })
    .where("id", "=", large[1] ?? "")
    .execute();
  expect(await outcome(make(grace, 3 * LEFT_BYTES))).toBe("made");
});

test("P8 edits that are not merged yet count as well", async () => {
  const ada = await holding(1);
  expect(await outcome(make(ada, 1_000))).toBe("made");
  await sql`
    insert into document_updates (session_id, node_id, sequence, update)
    values (${large[0]}, gen_random_uuid(), 1, ${Buffer.alloc(LEFT_BYTES)})`.execute(database.db);
  expect(await outcome(make(ada, 1_000))).toBe("full");
});
