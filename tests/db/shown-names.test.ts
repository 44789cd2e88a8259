import { expect } from "vitest";
import { addMessage, listMessages } from "../../db/messages.ts";
import { joinByLink, leaveSession, listParticipants, removeParticipant } from "../../db/participants.ts";
import { listPresent, replacePresence } from "../../db/presence.ts";
import { beginReview, listReviews } from "../../db/reviews.ts";
import { listShownNames } from "../../db/shown-name.ts";
import { renameUser, upsertGitHubUser, type User } from "../../db/users.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, signUpGuest } from "../support/person.ts";

const test = databaseTest
  .extend(
    "guest",
    { scope: "file" },
    ({ database }) =>
      async (name: string) =>
        (await signUpGuest(database, name)).user,
  )
  /** A session of somebody's, in which people arrive one after the other. */
  .extend("sessionOf", { scope: "file" }, ({ database }) => async (owner: User, ...others: User[]) => {
    const sessionId = await newSession(database, owner);
    for (const user of others) await joinByLink(database.db, user, sessionId);
    const shown = async () => {
      const names = await listShownNames(
        database.db,
        sessionId,
        [owner, ...others].map(({ id }) => id),
      );
      return [owner, ...others].map(({ id }) => names.get(id));
    };
    return { sessionId, shown };
  });

test("P6 a guest who is called like somebody in the session has a number, in every list, the same in each", async ({
  database,
  guest,
  sessionOf,
}) => {
  const [ann, second, third, bob] = [await guest("Ann"), await guest("Аnn"), await guest("ann"), await guest("Bob")];
  const { sessionId, shown } = await sessionOf(ann, second, third, bob);
  const right = ["Ann", "Аnn (guest 2)", "ann (guest 3)", "Bob"];
  expect(await shown()).toEqual(right);
  const people = [ann, second, third, bob];
  for (const { id } of people) await addMessage(database.db, { id: newId(), sessionId, userId: id, body: "Hello" });
  expect((await listMessages(database.db, sessionId)).map(({ userName }) => userName)).toEqual(right);
  expect((await listParticipants(database.db, sessionId)).map(({ name }) => name)).toEqual(right);
  await replacePresence(
    database.db,
    newId(),
    people.map(({ id }) => ({ sessionId, userId: id })),
  );
  expect((await listPresent(database.db, [sessionId])).map(({ name }) => name).sort()).toEqual([...right].sort());
  await beginReview(database.db, second, {
    source: "static",
    model: null,
    path: "main.ts",
    language: "typescript",
    session: { id: sessionId, fileId: "x" },
  });
  expect((await listReviews(database.db, sessionId)).map(({ userName }) => userName)).toEqual(["Аnn (guest 2)"]);
  // Elsewhere nobody is called so.
  expect(await (await sessionOf(second)).shown()).toEqual(["Аnn"]);
});

test("P6 who has left or was removed keeps their number: what they wrote does not become somebody else's", async ({
  database,
  guest,
  sessionOf,
}) => {
  const [ann, left, removed] = [await guest("Ann"), await guest("Ann"), await guest("Ann")];
  const { sessionId, shown } = await sessionOf(ann, left, removed);
  for (const { id } of [left, removed])
    await addMessage(database.db, { id: newId(), sessionId, userId: id, body: "I am Ann" });
  await leaveSession(database.db, sessionId, left.id);
  await removeParticipant(database.db, sessionId, removed.id);
  expect(await shown()).toEqual(["Ann", "Ann (guest 2)", "Ann (guest 3)"]);
  expect((await listMessages(database.db, sessionId)).map(({ userName }) => userName)).toEqual([
    "Ann (guest 2)",
    "Ann (guest 3)",
  ]);
});

test("P6 the owner's name stands as it is, then an account's, then whose was there first", async ({
  database,
  guest,
  sessionOf,
}) => {
  const [owner, early, ann] = [await guest("Olga"), await guest("Early"), await guest("Ann")];
  const { sessionId, shown } = await sessionOf(owner, early, ann);
  await renameUser(database.db, early.id, "Ann");
  expect(await shown()).toEqual(["Olga", "Ann (guest 2)", "Ann"]);
  const account = await upsertGitHubUser(database.db, { id: newId(), login: "ann", name: "Ann", avatarUrl: null });
  await joinByLink(database.db, account, sessionId);
  expect(await shown()).toEqual(["Olga", "Ann (guest 3)", "Ann (guest 2)"]);
  await renameUser(database.db, owner.id, "ANN");
  expect(await shown()).toEqual(["ANN", "Ann (guest 4)", "Ann (guest 3)"]);
  expect((await listShownNames(database.db, sessionId, [account.id])).get(account.id)).toBe("Ann (2)");
});
