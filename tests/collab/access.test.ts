import { afterAll, beforeAll, expect, test } from "vitest";
import { removeParticipant, setRole } from "../../db/participants.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { connect } from "../support/connection.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack({ web: false });
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const open = ({ cookie }: Person, sessionId: string) => connect(stack.collabOrigin, sessionId, { cookie, page: stack.origin });

test("P5 somebody who is removed loses her socket with 4403, the others keep theirs", async () => {
  const sessionId = await stack.newSession(ada.user);
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await removeParticipant(stack.db, sessionId, grace.user.id);
  expect(await page.closed).toBe(4403);
  await until(() => owner.events.some(({ type }) => type === "participants-changed"));
  expect(owner.provider.isSynced).toBe(true);
});

test("P5 a session made private closes the sockets of those who came by link", async () => {
  const sessionId = await stack.newSession(ada.user);
  using page = open(grace, sessionId);
  await page.synced;
  await updateSession(stack.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await page.closed).toBe(4403);
});

test("P5 a deleted session closes everybody's socket with 4404", async () => {
  const sessionId = await stack.newSession(ada.user);
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await deleteSession(stack.db, ada.user.id, sessionId);
  expect(await Promise.all([owner.closed, page.closed])).toEqual([4404, 4404]);
});

test("P5 a sign-in that ends elsewhere closes its sockets with 4401", async () => {
  const alan = await stack.signUp("Alan");
  using page = open(alan, await stack.newSession(alan.user));
  await page.synced;
  await deleteOtherSignIns(stack.db, alan.user.id, Buffer.alloc(0));
  expect(await page.closed).toBe(4401);
});

test("P4 a changed role holds at once on the open socket, upwards and downwards", async () => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await until(() => page.events.some((event) => event.type === "role-changed" && event.role === "editor"));
  page.text().insert(0, "now I may");
  await until(() => owner.text().toString() === "now I may");

  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await until(() => page.events.some((event) => event.type === "role-changed" && event.role === "viewer"));
  page.text().insert(0, "no more: ");
  // Presence travels the same way, later: once it is there, the update before it was judged.
  page.provider.setAwarenessField("typing", true);
  await until(() => owner.provider.awareness?.getStates().get(page.ydoc.clientID)?.typing);
  expect(owner.text().toString()).toBe("now I may");
});
