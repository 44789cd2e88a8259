import { sql } from "kysely";
import { expect } from "vitest";
import { addMessage, changeMessage, deleteMessage, listMessages, restoreMessage } from "../../db/messages.ts";
import { sweep } from "../../db/sweep.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession } from "../support/person.ts";

const test = databaseTest
  /** A message of Ada's that was sent some seconds ago. */
  .extend("sent", { scope: "file" }, ({ database, ada }) => async (seconds = 0) => {
    const message = { id: newId(), sessionId: await newSession(database, ada.user), userId: ada.user.id };
    await addMessage(database.db, { ...message, body: "Hello" });
    await sql`update chat_messages set created_at = clock_timestamp() - make_interval(secs => ${seconds})
      where id = ${message.id}`.execute(database.db);
    return message;
  })
  .extend(
    "bodies",
    { scope: "file" },
    ({ database }) =>
      async ({ sessionId }: { sessionId: string }) =>
        (await listMessages(database.db, sessionId)).map(({ body }) => body),
  );

test("P15 a message is changed and deleted for five minutes of the database's clock", async ({
  database: { db },
  sent,
  bodies,
}) => {
  const young = await sent(290);
  expect(await changeMessage(db, { ...young, body: "Changed" })).toBe(true);
  expect(await bodies(young)).toEqual(["Changed"]);
  expect(await deleteMessage(db, young)).toBe(true);
  expect(await bodies(young)).toEqual([]);
  const old = await sent(301);
  expect(await changeMessage(db, { ...old, body: "Changed" })).toBe(false);
  expect(await deleteMessage(db, old)).toBe(false);
  expect(await bodies(old)).toEqual(["Hello"]);
});

test("P15 nobody but its author changes, deletes or restores a message", async ({
  database: { db },
  grace,
  sent,
  bodies,
}) => {
  const message = await sent();
  const asGrace = { ...message, userId: grace.user.id };
  expect(await changeMessage(db, { ...asGrace, body: "Mine" })).toBe(false);
  expect(await deleteMessage(db, asGrace)).toBe(false);
  expect(await deleteMessage(db, { ...message, sessionId: newId() })).toBe(false);
  expect(await bodies(message)).toEqual(["Hello"]);
  await deleteMessage(db, message);
  expect(await restoreMessage(db, asGrace)).toBe(false);
  expect(await bodies(message)).toEqual([]);
});

test("P15 P10 a change, a deletion and a restoring that are sent again do nothing more", async ({
  database: { db },
  sent,
}) => {
  const message = await sent();
  const stored = async () => (await listMessages(db, message.sessionId))[0];
  await changeMessage(db, { ...message, body: "Changed" });
  const changed = await stored();
  expect(changed?.editedAt).not.toBeNull();
  await sql`update chat_messages set created_at = created_at - interval '1 hour' where id = ${message.id}`.execute(db);
  expect(await changeMessage(db, { ...message, body: "Changed" })).toBe(true);
  expect((await stored())?.editedAt).toBe(changed?.editedAt);
  await sql`update chat_messages set created_at = clock_timestamp() where id = ${message.id}`.execute(db);
  expect([await deleteMessage(db, message), await deleteMessage(db, message)]).toEqual([true, true]);
  expect(await addMessage(db, { ...message, body: "Hello" })).toBeUndefined();
  expect([await restoreMessage(db, message), await restoreMessage(db, message)]).toEqual([true, true]);
  expect((await stored())?.body).toBe("Changed");
});

test("P15 a deletion can be taken back for a minute, and the text is gone for good after an hour", async ({
  database: { db },
  sent,
}) => {
  const [late, old] = [await sent(), await sent()];
  for (const [message, seconds] of [
    [late, 61],
    [old, 3_601],
  ] as const) {
    await deleteMessage(db, message);
    await sql`update chat_messages set deleted_at = clock_timestamp() - make_interval(secs => ${seconds})
      where id = ${message.id}`.execute(db);
    expect(await restoreMessage(db, message)).toBe(false);
  }
  expect((await sweep(db)).messages).toBe(1);
  const { rows } = await sql<{ id: string }>`select id from chat_messages where deleted_at is not null`.execute(db);
  expect(rows.map(({ id }) => id)).toContain(late.id);
  expect(rows.map(({ id }) => id)).not.toContain(old.id);
});

test("P10 older messages are found behind one that was deleted meanwhile", async ({ database: { db }, ada }) => {
  const sessionId = await newSession({ db }, ada.user);
  const ids = [newId(), newId(), newId()];
  for (const id of ids) await addMessage(db, { id, sessionId, userId: ada.user.id, body: id });
  await deleteMessage(db, { id: ids[1] ?? "", sessionId, userId: ada.user.id });
  expect((await listMessages(db, sessionId, { before: ids[1] })).map(({ id }) => id)).toEqual([ids[0]]);
});
