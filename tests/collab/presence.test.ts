import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import * as Y from "yjs";
import { setRole } from "../../db/participants.ts";
import { renameUser } from "../../db/users.ts";
import type { Presence, PresenceUser } from "../../protocol/events.ts";
import { connect, type Connection } from "../support/connection.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false });

test("P6 a person appears under the name of their sign-in, whatever their page says", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using liar = open(grace, sessionId);
  await Promise.all([watcher.synced, liar.synced]);
  const user = { id: ada.user.id, name: "<b>Ada</b>", role: "owner", color: "red;} body { display: none" };
  liar.provider.awareness?.setLocalState({ typing: true, user, extra: "x" });
  const state = await until(() => watcher.provider.awareness?.getStates().get(liar.ydoc.clientID));
  expect(state).toMatchObject({
    typing: true,
    user: { id: grace.user.id, name: "Grace", role: "editor", guest: true },
  });
  expect(state?.user.color).toMatch(/^#[0-9a-f]{6}$/);
  expect(state).not.toHaveProperty("extra");
});

test("P6 a guest who is called like somebody in the session is told apart at the caret", async ({
  stack,
  ada,
  open,
}) => {
  const [ann, imitator] = [await stack.signUp("Ann"), await stack.signUp("Eve")];
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using real = open(ann, sessionId);
  await Promise.all([watcher.synced, real.synced]);
  using namesake = open(await stack.signUp("Аnn"), sessionId);
  using late = open(imitator, sessionId);
  await Promise.all([namesake.synced, late.synced]);
  for (const { provider } of [real, namesake, late]) provider.setAwarenessField("file", "a");
  const seen = ({ ydoc }: typeof real) =>
    (watcher.provider.awareness?.getStates().get(ydoc.clientID)?.user as { name: string } | undefined)?.name;
  await until(() => seen(real) === "Ann" && seen(namesake) === "Аnn (guest 2)" && seen(late) === "Eve");
  await renameUser(stack.db, imitator.user.id, "ann");
  await until(() => seen(late) === "ann (guest 3)");
  expect([seen(real), seen(namesake)]).toEqual(["Ann", "Аnn (guest 2)"]);
});

test("P6 a page cannot speak for another's client id", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using victim = open(ada, sessionId);
  using liar = open(grace, sessionId);
  await Promise.all([watcher.synced, victim.synced, liar.synced]);
  victim.provider.awareness?.setLocalState({ file: "a.ts" });
  const seen = () => watcher.provider.awareness?.getStates().get(victim.ydoc.clientID);
  await until(() => seen()?.file === "a.ts");
  const { awareness } = liar.provider;
  if (!awareness) throw new Error("The provider has no awareness.");
  await until(() => awareness.getStates().has(victim.ydoc.clientID));
  awareness.states.set(victim.ydoc.clientID, { file: "forged" });
  awareness.meta.set(victim.ydoc.clientID, { clock: 1_000, lastUpdated: Date.now() });
  awareness.emit("update", [{ added: [], updated: [victim.ydoc.clientID], removed: [] }, "local"]);
  awareness.setLocalState({ file: "their own" });
  await until(() => watcher.provider.awareness?.getStates().get(liar.ydoc.clientID)?.file === "their own");
  expect(seen()).toMatchObject({ file: "a.ts", user: { name: "Ada" } });
});

test("P4 others see a changed role at once, and the caret goes on", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([watcher.synced, page.synced]);
  page.provider.setAwarenessField("file", "a");
  const seen = () => watcher.provider.awareness?.getStates().get(page.ydoc.clientID);
  await until(() => seen()?.user.role === "editor");
  // The very moment that they hear of it: what they say then must not be older than what the server has said for them.
  page.provider.on(
    "stateless",
    ({ payload }: { payload: string }) =>
      payload.includes("role-changed") && page.provider.setAwarenessField("file", "b"),
  );
  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  // Each minute everybody's access is asked again in any case.
  await until(() => seen()?.user.role === "viewer", 45_000);
  // They would say it again after 15 s in any case.
  await until(() => seen()?.file === "b", 10_000);
});

test("P6 whoever reads presence briefly sees the same people in the same places, and hears once who they are", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using mover = open(grace, sessionId);
  using brief = connect(stack.collabOrigin, sessionId, { cookie: ada.cookie, page: stack.origin, isBrief: true });
  await Promise.all([watcher, mover, brief].map(({ synced }) => synced));
  const heard: string[] = [];
  brief.socket.on("message", ({ data }: MessageEvent<ArrayBuffer>) => heard.push(Buffer.from(data).toString()));
  const seenBy = ({ provider }: Connection): (Presence & { user?: PresenceUser }) | undefined =>
    provider.awareness?.getStates().get(mover.ydoc.clientID);
  const at = (clock: number) => ({ item: { client: mover.ydoc.clientID, clock }, assoc: 0 });
  const move = async (presence: Presence) => {
    mover.provider.awareness?.setLocalState({ ...mover.provider.awareness.getLocalState(), ...presence });
    for (const page of [watcher, brief])
      await until(() => {
        const state = seenBy(page);
        return state?.user?.name === "Grace" && isDeepStrictEqual(state, { ...state, ...presence });
      });
  };
  const saysName = () => heard.splice(0).some((frame) => frame.includes('"Grace"'));
  await move({ file: "a", selections: [{ anchor: at(1), head: at(1) }] });
  expect(saysName()).toBe(true);
  await move({ selections: [{ anchor: at(2), head: at(2) }] });
  await move({ selections: [{ anchor: at(2), head: at(5) }], typing: true });
  await move({ file: null });
  expect(saysName()).toBe(false);
  using newcomer = connect(stack.collabOrigin, sessionId, { cookie: ada.cookie, page: stack.origin, isBrief: true });
  await newcomer.synced;
  await until(() => seenBy(newcomer));
  await move({ selections: [{ anchor: at(7), head: at(7) }] });
  await until(() => isDeepStrictEqual(seenBy(newcomer), seenBy(brief)));
});

test("P11 a page that comes back before its lost socket was noticed is seen at once", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using watcher = open(ada, sessionId);
  using lost = open(grace, sessionId);
  await Promise.all([watcher.synced, lost.synced]);
  lost.provider.setAwarenessField("file", "before");
  const seen = () => watcher.provider.awareness?.getStates().get(lost.ydoc.clientID);
  await until(() => seen()?.file === "before");
  const ydoc = new Y.Doc();
  ydoc.clientID = lost.ydoc.clientID;
  using back = connect(stack.collabOrigin, sessionId, { cookie: grace.cookie, page: stack.origin, ydoc });
  await back.synced;
  back.provider.setAwarenessField("file", "after");
  back.provider.setAwarenessField("typing", true);
  await until(() => seen()?.file === "after");
});
