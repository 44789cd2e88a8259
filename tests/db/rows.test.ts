import { expect } from "vitest";
import { addMessage, listMessages } from "../../db/messages.ts";
import { joinByLink } from "../../db/participants.ts";
import { deleteSession, listSessions, type SessionQuery, updateSession } from "../../db/sessions.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, type Person, signUpGuest } from "../support/person.ts";

const test = databaseTest;

test("P10 a message sent again under its id is stored once", async ({ database, ada }) => {
  const sessionId = await newSession(database, ada.user);
  const message = { id: newId(), sessionId, userId: ada.user.id, body: "Hello" };
  const answers = await Promise.all([1, 2, 3].map(() => addMessage(database.db, message)));
  expect(answers.filter((answer) => answer?.added)).toHaveLength(1);
  expect(answers.map((answer) => answer?.message.id)).toEqual([message.id, message.id, message.id]);
  expect(await listMessages(database.db, sessionId)).toHaveLength(1);
});

test("P6 an id that is somebody else's message is refused", async ({ database, ada, grace }) => {
  const sessionId = await newSession(database, ada.user);
  const id = newId();
  await addMessage(database.db, { id, sessionId, userId: ada.user.id, body: "Hello" });
  expect(await addMessage(database.db, { id, sessionId, userId: grace.user.id, body: "Mine" })).toBeUndefined();
});

test("P10 older messages come in pages, oldest first, none twice", async ({ database, ada }) => {
  const sessionId = await newSession(database, ada.user);
  for (const body of ["1", "2", "3", "4"])
    await addMessage(database.db, { id: newId(), sessionId, userId: ada.user.id, body });
  const newest = await listMessages(database.db, sessionId, { limit: 2 });
  const older = await listMessages(database.db, sessionId, { limit: 2, before: newest[0]?.id });
  expect([...older, ...newest].map(({ body }) => body)).toEqual(["1", "2", "3", "4"]);
});

test("P8 a message of before the rule is shown without what turns its direction", async ({ database, ada }) => {
  const sessionId = await newSession(database, ada.user);
  await addMessage(database.db, {
    id: newId(),
    sessionId,
    userId: ada.user.id,
    body: "https://ok.example/\u202egnp.exe",
  });
  expect((await listMessages(database.db, sessionId)).map(({ body }) => body)).toEqual(["https://ok.example/gnp.exe"]);
});

test("P3 lists show one's own, the shared and the public sessions, and no others", async ({ database }) => {
  const list = async (person: Person, scope: SessionQuery["scope"]) =>
    (await listSessions(database.db, person.user.id, { scope })).map(({ id }) => id);
  const reader = await signUpGuest(database, "Barbara");
  const author = await signUpGuest(database, "Alan");
  const priv = await newSession(database, author.user, { visibility: "private" });
  const link = await newSession(database, author.user, { visibility: "link" });
  const open = await newSession(database, author.user, { visibility: "public" });
  const gone = await newSession(database, author.user, { visibility: "public" });
  await deleteSession(database.db, author.user.id, gone);

  expect(new Set(await list(author, "mine"))).toEqual(new Set([priv, link, open]));
  expect(await list(author, "shared")).toEqual([]);
  expect(await list(reader, "mine")).toEqual([]);
  expect(await list(reader, "public")).toEqual([open]);
  expect(await list(reader, "shared")).toEqual([]);

  await joinByLink(database.db, reader.user, link);
  expect(await list(reader, "shared")).toEqual([link]);
  await updateSession(database.db, author.user.id, link, { visibility: "private" });
  expect(await list(reader, "shared")).toEqual([]);
});
