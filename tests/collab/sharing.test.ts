import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { filesOf, findFile } from "../../collab/protocol.ts";
import { findDocument } from "../../db/documents.ts";
import { addMessage } from "../../db/messages.ts";
import { connect, newId, newSession, type Person, signUpGuest } from "../support/person.ts";
import { startStack, type Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack({ web: false });
  ada = await signUpGuest(stack, "Ada");
  grace = await signUpGuest(stack, "Grace");
});
afterAll(() => stack[Symbol.asyncDispose]());

const open = ({ cookie }: Person, sessionId: string) =>
  connect({ origin: stack.collabOrigin, page: stack.origin, cookie, sessionId });

async function storedText(sessionId: string): Promise<string | undefined> {
  const stored = await findDocument(stack.db, sessionId);
  if (!stored) return;
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, stored.update);
  const [id = ""] = filesOf(ydoc).keys();
  return findFile(ydoc, id)?.text.toString();
}

test("E1 two people who type at once end with the same text", async () => {
  const sessionId = await newSession(stack, ada.user, { content: "middle" });
  using hers = open(ada, sessionId);
  using his = open(grace, sessionId);
  await Promise.all([hers.synced(), his.synced()]);
  hers.text().insert(0, "before ");
  his.text().insert(his.text().length, " after");
  await until(() => hers.text().length === 19 && his.text().length === 19);
  expect(hers.text().toString()).toBe("before middle after");
  expect(his.text().toString()).toBe("before middle after");
});

test("E2 a text survives a restart of the collab node, and comes back whole from Postgres", async () => {
  const sessionId = await newSession(stack, ada.user);
  {
    using page = open(ada, sessionId);
    await page.synced();
    page.text().insert(0, "typed just before the restart");
    await page.sent();
    await stack.collab.restart("SIGTERM");
  }
  expect(await storedText(sessionId)).toBe("typed just before the restart");
  using fresh = open(grace, sessionId);
  await fresh.synced();
  expect(fresh.text().toString()).toBe("typed just before the restart");
});

test("E2 a page that stays open over a restart connects again by itself and goes on", async () => {
  const sessionId = await newSession(stack, ada.user);
  using page = open(ada, sessionId);
  await page.synced();
  await stack.collab.restart("SIGTERM");
  page.text().insert(0, "after");
  using other = open(grace, sessionId);
  await other.synced();
  await until(() => other.text().toString() === "after");
});

test("E3 a viewer's update is not applied", async () => {
  const sessionId = await newSession(stack, ada.user, { linkRole: "viewer", content: "kept" });
  using owner = open(ada, sessionId);
  using viewer = open(grace, sessionId);
  await Promise.all([owner.synced(), viewer.synced()]);
  viewer.text().insert(0, "not ");
  // Presence travels the same way, later: once it is there, the update before it was judged.
  viewer.provider.awareness?.setLocalState({ typing: true });
  await until(() => [...(owner.provider.awareness?.getStates().values() ?? [])].some((state) => state.typing));
  expect(owner.text().toString()).toBe("kept");
});

test("E4 an update that does not decode neither ends the process nor harms the text", async () => {
  const sessionId = await newSession(stack, ada.user, { content: "kept" });
  using owner = open(ada, sessionId);
  using broken = open(grace, sessionId);
  await Promise.all([owner.synced(), broken.synced()]);
  const junk = new Uint8Array([1, 1, 255, 255, 255, 255, 255, 7, 99]);
  broken.ydoc.emit("update", [junk, "test", broken.ydoc, undefined]);
  owner.text().insert(4, " and growing");
  using third = open(grace, sessionId);
  await third.synced();
  await until(() => third.text().toString() === "kept and growing");
  expect(stack.collab.isRunning()).toBe(true);
});

test("P1 a person appears under the name of her sign-in, whatever her page says", async () => {
  const sessionId = await newSession(stack, ada.user);
  using watcher = open(ada, sessionId);
  using liar = open(grace, sessionId);
  await Promise.all([watcher.synced(), liar.synced()]);
  liar.provider.awareness?.setLocalState({ typing: true, user: { id: ada.user.id, name: "Ada", role: "owner" }, extra: "x" });
  const state = await until(() => watcher.provider.awareness?.getStates().get(liar.ydoc.clientID));
  expect(state).toMatchObject({ typing: true, user: { id: grace.user.id, name: "Grace", role: "editor", guest: true } });
  expect(state).not.toHaveProperty("extra");
});

test("P2 a page cannot speak for another's client id", async () => {
  const sessionId = await newSession(stack, ada.user);
  using watcher = open(ada, sessionId);
  using victim = open(ada, sessionId);
  using liar = open(grace, sessionId);
  await Promise.all([watcher.synced(), victim.synced(), liar.synced()]);
  victim.provider.awareness?.setLocalState({ file: "hers" });
  const seen = () => watcher.provider.awareness?.getStates().get(victim.ydoc.clientID);
  await until(() => seen()?.file === "hers");
  const { awareness } = liar.provider;
  if (!awareness) throw new Error("The provider has no awareness.");
  await until(() => awareness.getStates().has(victim.ydoc.clientID));
  awareness.states.set(victim.ydoc.clientID, { file: "forged" });
  awareness.meta.set(victim.ydoc.clientID, { clock: 1_000, lastUpdated: Date.now() });
  awareness.emit("update", [{ added: [], updated: [victim.ydoc.clientID], removed: [] }, "local"]);
  awareness.setLocalState({ file: "his own" });
  await until(() => watcher.provider.awareness?.getStates().get(liar.ydoc.clientID)?.file === "his own");
  expect(seen()).toMatchObject({ file: "hers", user: { name: "Ada" } });
});

test("C3 a message written to the database reaches everybody connected, once", async () => {
  const sessionId = await newSession(stack, ada.user);
  using hers = open(ada, sessionId);
  using his = open(grace, sessionId);
  await Promise.all([hers.synced(), his.synced()]);
  const id = newId();
  const message = { id, sessionId, userId: ada.user.id, body: "Hello" };
  await addMessage(stack.db, message);
  await addMessage(stack.db, message);
  await addMessage(stack.db, { ...message, id: newId(), body: "Bye" });
  for (const page of [hers, his]) {
    await until(() => page.events.some((event) => event.type === "message-added" && event.message.body === "Bye"));
    const hello = page.events.filter((event) => event.type === "message-added" && event.message.id === id);
    expect(hello).toMatchObject([{ message: { userName: "Ada", body: "Hello" } }]);
  }
});
