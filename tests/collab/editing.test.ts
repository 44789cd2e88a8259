import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { CLOSE, listFiles, type ServerEvent } from "../../collab/protocol.ts";
import { addMessage } from "../../db/messages.ts";
import { joinByLink, removeParticipant } from "../../db/participants.ts";
import { createSession, deleteSession, type SessionSettings } from "../../db/sessions.ts";
import { connect } from "../support/connection.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack();
  [ada, grace] = [await stack.signUp("Ada"), await stack.signUp("Grace")];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const open = (settings: Partial<SessionSettings> = {}) =>
  createSession(
    stack.db,
    ada.user,
    { title: "T", language: "plaintext", visibility: "link", linkRole: "editor", ...settings },
    { path: "a.txt", language: "plaintext", content: "one\r\ntwo\n" },
  );
const textOf = (doc: ReturnType<typeof connect>) => listFiles(doc.ydoc)[0]?.text;
const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 10 });

it("two people edit one text, and it survives a restart of the collab process", async () => {
  const { id } = await open();
  {
    using a = connect(stack.origin, id, ada);
    using b = connect(stack.origin, id, grace);
    await Promise.all([a.synced, b.synced]);
    expect(textOf(a)?.toString()).toBe("one\ntwo\n");
    textOf(a)?.insert(0, "Ada 🙂\n");
    textOf(b)?.insert(textOf(b)?.length ?? 0, "Grace");
    await until(() => {
      expect(textOf(a)?.toString()).toBe("Ada 🙂\none\ntwo\nGrace");
      expect(textOf(b)?.toString()).toBe(textOf(a)?.toString());
    });
  }
  await stack.restartCollab("SIGTERM");
  using c = connect(stack.origin, id, ada);
  await c.synced;
  expect(textOf(c)?.toString()).toBe("Ada 🙂\none\ntwo\nGrace");
});

it("nobody gets in without a sign-in, with a forged one, or to a session that is private or absent", async () => {
  const { id } = await open({ visibility: "private" });
  const cases: [string, { cookie?: string; token?: string }, string][] = [
    [id, {}, "signed-out"],
    [id, { cookie: `${ada.cookie.slice(0, -4)}AAAA` }, "signed-out"],
    [id, { cookie: grace.cookie }, "no-access"],
    [crypto.randomUUID(), { cookie: grace.cookie }, "no-access"],
    ["not-a-uuid", { cookie: ada.cookie }, "no-access"],
    [id, { cookie: ada.cookie, token: crypto.randomUUID() }, "replaced"],
  ];
  for (const [sessionId, who, reason] of cases) {
    using refused = connect(stack.origin, sessionId, who);
    expect(await refused.refused).toBe(reason);
    expect(listFiles(refused.ydoc)).toEqual([]);
  }
});

it("a foreign Origin gets 403 at the upgrade, directly and through the web process", async () => {
  for (const base of [stack.origin, stack.collabOrigin]) {
    for (const origin of ["https://evil.example", "null", `${stack.origin}.evil.example`]) {
      const { request } = await import("node:http");
      const status = await new Promise((resolve) => {
        const headers = {
          connection: "Upgrade", upgrade: "websocket", origin, cookie: ada.cookie,
          "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        };
        const sent = request(`${base}/collab`, { headers });
        sent.on("response", (response) => resolve(response.statusCode));
        sent.on("upgrade", (_response, socket) => resolve(socket.destroy() && 101));
        sent.end();
      });
      expect(status).toBe(403);
    }
  }
});

it("a viewer reads and cannot write", async () => {
  const { id } = await open({ linkRole: "viewer" });
  using owner = connect(stack.origin, id, ada);
  using viewer = connect(stack.origin, id, grace);
  await Promise.all([owner.synced, viewer.synced]);
  textOf(viewer)?.insert(0, "graffiti");
  textOf(owner)?.insert(0, "mine ");
  await until(() => expect(textOf(viewer)?.toString()).toContain("mine "));
  expect(textOf(owner)?.toString()).toBe("mine one\ntwo\n");
});

it("others see a person under the name of her sign-in, whatever her page says", async () => {
  const { id } = await open();
  using a = connect(stack.origin, id, ada);
  using b = connect(stack.origin, id, grace);
  await Promise.all([a.synced, b.synced]);
  b.provider.setAwarenessField("user", { name: "Ada", color: "red;}" });
  b.provider.setAwarenessField("file", "x");
  await until(() => {
    const seen = a.provider.awareness?.getStates().get(b.ydoc.clientID);
    expect(seen?.user).toMatchObject({ id: grace.user.id, name: "Grace", role: "editor" });
  });
});

it("a message reaches everybody who is in the session", async () => {
  const { id } = await open();
  using a = connect(stack.origin, id, ada);
  using b = connect(stack.origin, id, grace);
  await Promise.all([a.synced, b.synced]);
  const message = { id: crypto.randomUUID(), sessionId: id, userId: ada.user.id, body: "Hello" };
  expect((await addMessage(stack.db, message))?.added).toBe(true);
  expect((await addMessage(stack.db, message))?.added).toBe(false);
  for (const person of [a, b]) {
    await until(() => {
      const added = (person.events as ServerEvent[]).filter((event) => event.type === "message-added");
      expect(added.map((event) => event.message.body)).toEqual(["Hello"]);
    });
  }
});

it("access that ends closes the socket with its own code", async () => {
  const { id } = await open();
  await joinByLink(stack.db, grace.user, id);
  using b = connect(stack.origin, id, grace);
  await b.synced;
  await removeParticipant(stack.db, id, grace.user.id);
  expect(await b.closed).toBe(CLOSE.accessEnded);
  using a = connect(stack.origin, id, ada);
  await a.synced;
  await deleteSession(stack.db, ada.user.id, id);
  expect(await a.closed).toBe(CLOSE.sessionDeleted);
});
