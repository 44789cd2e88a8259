import { afterAll, beforeAll, expect, test } from "vitest";
import { addMessage } from "../../db/messages.ts";
import { connect } from "../support/connection.ts";
import { newId } from "../support/person.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack();
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const open = (person: Person, sessionId: string) => connect(stack.origin, sessionId, person);

test("P2 two people edit one text, and it survives an orderly restart of the collab process", async () => {
  const sessionId = await stack.newSession(ada.user, { content: "one\r\ntwo\n" });
  {
    using hers = open(ada, sessionId);
    using his = open(grace, sessionId);
    await Promise.all([hers.synced, his.synced]);
    expect(hers.text().toString()).toBe("one\ntwo\n");
    hers.text().insert(0, "Ada 🙂\n");
    his.text().insert(his.text().length, "Grace");
    for (const page of [hers, his]) await until(() => page.text().toString() === "Ada 🙂\none\ntwo\nGrace");
    await stack.restartCollab("SIGTERM");
  }
  using fresh = open(ada, sessionId);
  await fresh.synced;
  expect(fresh.text().toString()).toBe("Ada 🙂\none\ntwo\nGrace");
});

test("P11 a page that stays open over a restart connects again by itself and goes on", async () => {
  const sessionId = await stack.newSession(ada.user);
  using page = open(ada, sessionId);
  await page.synced;
  await stack.restartCollab("SIGKILL");
  page.text().insert(0, "after");
  using other = open(grace, sessionId);
  await other.synced;
  await until(() => other.text().toString() === "after");
});

test("P4 a viewer reads and cannot write", async () => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer", content: "kept" });
  using owner = open(ada, sessionId);
  using viewer = open(grace, sessionId);
  await Promise.all([owner.synced, viewer.synced]);
  viewer.text().insert(0, "graffiti");
  // Presence travels the same way, later: once it is there, the update before it was judged.
  viewer.provider.setAwarenessField("typing", true);
  await until(() => owner.provider.awareness?.getStates().get(viewer.ydoc.clientID)?.typing);
  expect(owner.text().toString()).toBe("kept");
  owner.text().insert(0, "read: ");
  await until(() => viewer.text().toString().includes("read: "));
});

test("P10 a message written to the database reaches everybody connected, once", async () => {
  const sessionId = await stack.newSession(ada.user);
  using hers = open(ada, sessionId);
  using his = open(grace, sessionId);
  await Promise.all([hers.synced, his.synced]);
  const message = { id: newId(), sessionId, userId: ada.user.id, body: "Hello" };
  await addMessage(stack.db, message);
  await addMessage(stack.db, message);
  await addMessage(stack.db, { ...message, id: newId(), body: "Bye" });
  for (const page of [hers, his]) {
    const messages = () => page.events.filter((event) => event.type === "message-added").map((event) => event.message);
    await until(() => messages().some(({ body }) => body === "Bye"));
    expect(messages()).toMatchObject([{ userName: "Ada", body: "Hello" }, { body: "Bye" }]);
  }
});
