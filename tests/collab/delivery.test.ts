import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import * as Y from "yjs";
import { openRaw, updateFrame } from "../support/raw-socket.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false });

test("P2 what somebody types goes to the others, and not back; each edit of it is acknowledged", async ({
  stack,
  ada,
  grace,
  open,
  attack,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "text" });
  using reader = open(ada, sessionId);
  await reader.synced;
  using writer = await attack(grace, sessionId);
  await writer.handled(sessionId);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, await writer.wholeDocument(sessionId));
  copy.on("update", (update) => writer.send(updateFrame(sessionId, update)));
  const text = reader.text();
  const own = copy
    .getMap<Y.Map<Y.Text>>("files")
    .get([...reader.ydoc.getMap("files").keys()][0] ?? "")
    ?.get("text");
  for (const character of "many keys") own?.insert(own.length, character);
  own?.delete(0, 4);
  await until(() => text.toString() === "many keys" && writer.acknowledged.length === "many keys".length + 1);
  expect(writer.acknowledged).not.toContain(false);
  expect(writer.updates).toEqual([]);
  text.insert(0, "with ");
  await until(() => writer.updates.length === 1);
});

test("P2 an edit that comes right behind another one is sent, too, where many read", async ({ stack, ada, open }) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const people = await Promise.all(Array.from({ length: 3 }, (_, i) => stack.signUp(`Reader ${i}`)));
  const pages = people.flatMap((person) => Array.from({ length: 10 }, () => open(person, sessionId)));
  using all = new DisposableStack();
  for (const page of pages) all.use(page);
  await Promise.all(pages.map(({ synced }) => synced));
  const [first, second] = pages;
  for (let round = 0; round < 200; round++) {
    first?.text().insert(0, "a");
    await sleep(round % 3);
    second?.text().insert(0, "b");
    await until(() => pages.every((page) => page.text().length === 2 * (round + 1)));
  }
  const [text] = pages.map((page) => page.text().toString());
  for (const page of pages) expect(page.text().toString()).toBe(text);
});

test("presence that is asked for briefly says what has changed", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user, { content: "text" });
  using writer = open(grace, sessionId);
  await writer.synced;
  using reader = await openRaw(stack, ada.cookie, "?presence=brief");
  await reader.signIn(sessionId);
  await reader.handled(sessionId);
  const { clientID } = writer.ydoc;
  const states = () => reader.presences.filter(({ clientId }) => clientId === clientID).map(({ state }) => state);
  const said = (count: number) => until(() => states().length >= count && states()[count - 1]);
  const [type, item] = [
    { client: 1, clock: 2 },
    { client: 1, clock: 3 },
  ];
  const caret = { type, tname: null, item, assoc: 0 };
  writer.provider.setAwarenessField("file", "a");
  const user: unknown = expect.objectContaining({ id: grace.user.id, name: "Grace" });
  expect(await said(1)).toEqual({ file: "a", user });
  writer.provider.setAwarenessField("selections", [{ anchor: caret, head: caret }]);
  expect(await said(2)).toEqual([{ selections: [{ head: { item, assoc: 0 } }] }]);
  const end = { ...caret, item: null };
  writer.provider.setAwarenessField("selections", [{ anchor: caret, head: end }]);
  expect(await said(3)).toEqual([{ selections: [{ anchor: { item, assoc: 0 }, head: { type, assoc: 0 } }] }]);
  writer.provider.awareness?.setLocalState({ file: "b" });
  expect(await said(4)).toEqual([{ file: "b", selections: null }]);
  // Whoever comes has whole states, and so have all from then on.
  using another = await openRaw(stack, ada.cookie, "?presence=brief");
  await another.signIn(sessionId);
  await another.handled(sessionId);
  expect(another.presences.at(-1)?.state).toEqual({ file: "b", user });
  writer.provider.setAwarenessField("typing", true);
  expect(await said(5)).toEqual({ file: "b", typing: true, user });
  writer.provider.setAwarenessField("typing", false);
  expect(await said(6)).toEqual([{ typing: false }]);
  writer[Symbol.dispose]();
  await until(() => states().length >= 7);
  expect(states().at(-1)).toBe(null);
});
