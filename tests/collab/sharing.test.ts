import { expect } from "vitest";
import { addMessage, changeMessage, deleteMessage, restoreMessage } from "../../db/messages.ts";
import { connect, type Connection } from "../support/connection.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";

const test = stackTest().extend(
  "join",
  { scope: "file" },
  ({ stack }) =>
    (person: Person, sessionId: string) =>
      connect(stack.origin, sessionId, person),
);

test("P2 two people edit one text, and it survives an orderly restart of the collab process", async ({
  stack,
  ada,
  grace,
  join,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one\r\ntwo\n" });
  {
    using adas = join(ada, sessionId);
    using graces = join(grace, sessionId);
    await Promise.all([adas.synced, graces.synced]);
    expect(adas.text().toString()).toBe("one\ntwo\n");
    adas.text().insert(0, "Ada 🙂\n");
    graces.text().insert(graces.text().length, "Grace");
    for (const page of [adas, graces]) await until(() => page.text().toString() === "Ada 🙂\none\ntwo\nGrace");
    await stack.restartCollab("SIGTERM");
  }
  using fresh = join(ada, sessionId);
  await fresh.synced;
  expect(fresh.text().toString()).toBe("Ada 🙂\none\ntwo\nGrace");
});

test("P11 a page that stays open over a restart connects again by itself and goes on", async ({
  stack,
  ada,
  grace,
  join,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using page = join(ada, sessionId);
  await page.synced;
  await stack.restartCollab("SIGKILL");
  page.text().insert(0, "after");
  using other = join(grace, sessionId);
  await other.synced;
  await until(() => other.text().toString() === "after");
});

test("P4 a viewer reads and cannot write", async ({ stack, ada, grace, join }) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer", content: "kept" });
  using owner = join(ada, sessionId);
  using viewer = join(grace, sessionId);
  await Promise.all([owner.synced, viewer.synced]);
  viewer.text().insert(0, "graffiti");
  // Presence travels the same way, later: once it is there, the update before it was judged.
  viewer.provider.setAwarenessField("typing", true);
  await until(() => owner.provider.awareness?.getStates().get(viewer.ydoc.clientID)?.typing);
  expect(owner.text().toString()).toBe("kept");
  owner.text().insert(0, "read: ");
  await until(() => viewer.text().toString().includes("read: "));
});

test("P15 a changed, a deleted and a restored message reach everybody connected", async ({
  stack,
  ada,
  grace,
  join,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using adas = join(ada, sessionId);
  using graces = join(grace, sessionId);
  await Promise.all([adas.synced, graces.synced]);
  const message = { id: newId(), sessionId, userId: ada.user.id };
  const seen = (page: Connection) =>
    page.events.flatMap((event) =>
      event.type === "message-deleted"
        ? ["deleted"]
        : event.type === "message-added" || event.type === "message-changed"
          ? [event.message.body]
          : [],
    );
  // A row is read when its notification is handled, so each change waits until everybody has seen the one before.
  const expected: string[] = [];
  const reaches = async (words: string) => {
    expected.push(words);
    for (const page of [adas, graces]) await until(() => seen(page).length === expected.length);
    for (const page of [adas, graces]) expect(seen(page)).toEqual(expected);
  };
  await addMessage(stack.db, { ...message, body: "Helo" });
  await reaches("Helo");
  await changeMessage(stack.db, { ...message, body: "Hello" });
  await reaches("Hello");
  // Nothing is different, and nobody is told.
  await changeMessage(stack.db, { ...message, body: "Hello" });
  await deleteMessage(stack.db, message);
  await reaches("deleted");
  await restoreMessage(stack.db, message);
  await reaches("Hello");
});
