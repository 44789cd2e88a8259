import { sql } from "kysely";
import { expect } from "vitest";
import { addEditRequest, deleteMessage, findEditRequest } from "../../db/messages.ts";
import { joinByLink, setRole } from "../../db/participants.ts";
import { editRequestPath } from "../../protocol/entities.ts";
import { databaseTest as test } from "../support/database-test.ts";
import { newId, newSession } from "../support/person.ts";

test("P10 a question whether somebody may edit is there once while it stands, also when it is asked twice at once", async ({
  database,
  ada,
  grace,
}) => {
  const { db } = database;
  const sessionId = await newSession(database, ada.user);
  await joinByLink(db, grace.user, sessionId);
  const question = (userId = grace.user.id) => ({
    id: newId(),
    sessionId,
    userId,
    body: `May I? ${editRequestPath(sessionId)}`,
  });
  const standing = () => findEditRequest(db, { sessionId, userId: grace.user.id });
  const both = [question(), question()];
  const results = await Promise.all(both.map((each) => addEditRequest(db, each)));
  expect(results.filter((result) => result === "asked")).toHaveLength(1);
  const first = both[results.findIndex((result) => result !== "asked")] ?? question();
  expect(await standing()).toMatchObject({ id: first.id });
  expect(await addEditRequest(db, first)).toMatchObject({ added: false });
  expect(await addEditRequest(db, question(ada.user.id))).toMatchObject({ added: true });

  await deleteMessage(db, first);
  expect(await standing()).toBeUndefined();
  const second = question();
  expect(await addEditRequest(db, second)).toMatchObject({ added: true });
  await sql`update chat_messages set created_at = created_at - interval '599 seconds' where id = ${second.id}`.execute(
    db,
  );
  expect(await addEditRequest(db, question())).toBe("asked");
  await sql`update chat_messages set created_at = created_at - interval '2 seconds' where id = ${second.id}`.execute(
    db,
  );
  expect(await standing()).toBeUndefined();
  const third = question();
  expect(await addEditRequest(db, third)).toMatchObject({ added: true });
  await setRole(db, sessionId, grace.user.id, "viewer");
  expect(await standing()).toBeUndefined();
  expect(await addEditRequest(db, question())).toMatchObject({ added: true });
});
