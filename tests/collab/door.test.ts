import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLineage } from "../../db/documents.ts";
import { removeParticipant, setRole } from "../../db/participants.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { connect, newId, newSession, type Person, signUpGuest } from "../support/person.ts";
import { startStack, type Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";

let stack: Stack;
let ada: Person;
let grace: Person;
beforeAll(async () => {
  stack = await startStack();
  ada = await signUpGuest(stack, "Ada");
  grace = await signUpGuest(stack, "Grace");
});
afterAll(() => stack[Symbol.asyncDispose]());

const open = (cookie: string | undefined, sessionId: string, token?: string) =>
  connect({ origin: stack.origin, page: stack.origin, cookie, sessionId, token });

test("G1 without a cookie the answer is signed-out", async () => {
  using page = open(undefined, await newSession(stack, ada.user));
  expect(await page.refused()).toBe("signed-out");
});

test("G1 with a forged cookie the answer is signed-out", async () => {
  const forged = ada.cookie.replace(/\.(.)/, (_, first: string) => `.${first === "A" ? "B" : "A"}`);
  using page = open(forged, await newSession(stack, ada.user));
  expect(await page.refused()).toBe("signed-out");
});

test("G2 a private session and one that is not there answer alike", async () => {
  const sessionId = await newSession(stack, ada.user, { visibility: "private" });
  for (const name of [sessionId, newId(), "not-a-uuid", sessionId.toUpperCase()]) {
    using page = open(grace.cookie, name);
    expect(await page.refused()).toBe("no-access");
  }
});

test("G3 an offline copy of a replaced document is refused, one of this document is let in", async () => {
  const sessionId = await newSession(stack, ada.user);
  using stale = open(ada.cookie, sessionId, newId());
  expect(await stale.refused()).toBe("replaced");
  using current = open(ada.cookie, sessionId, await findLineage(stack.db, sessionId));
  await current.synced();
});

/** The status that an upgrade of /collab is answered with. */
function upgrade(origin: string, page: string | undefined): Promise<number | undefined> {
  const headers = {
    ...(page !== undefined && { origin: page }),
    cookie: ada.cookie,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  return new Promise((resolve, reject) => {
    request(`${origin}/collab`, { headers })
      .on("upgrade", (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      })
      .on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on("error", reject)
      .end();
  });
}

test("G4 a page of another origin is refused before any frame, directly and through the web process", async () => {
  for (const origin of [stack.collabOrigin, stack.origin]) {
    expect(await upgrade(origin, "https://elsewhere.example")).toBe(403);
    expect(await upgrade(origin, undefined)).toBe(403);
    expect(await upgrade(origin, stack.origin)).toBe(101);
  }
});

test("R1 somebody who is removed loses her socket with 4403, the others keep theirs", async () => {
  const sessionId = await newSession(stack, ada.user);
  using owner = open(ada.cookie, sessionId);
  using page = open(grace.cookie, sessionId);
  await Promise.all([owner.synced(), page.synced()]);
  await removeParticipant(stack.db, sessionId, grace.user.id);
  expect(await page.closed()).toBe(4403);
  await until(() => owner.events.some(({ type }) => type === "participants-changed"));
  expect(owner.provider.isSynced).toBe(true);
});

test("R1 a session made private closes the sockets of those who came by link", async () => {
  const sessionId = await newSession(stack, ada.user);
  using page = open(grace.cookie, sessionId);
  await page.synced();
  await updateSession(stack.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await page.closed()).toBe(4403);
});

test("R2 a deleted session closes everybody's socket with 4404", async () => {
  const sessionId = await newSession(stack, ada.user);
  using owner = open(ada.cookie, sessionId);
  using page = open(grace.cookie, sessionId);
  await Promise.all([owner.synced(), page.synced()]);
  await deleteSession(stack.db, ada.user.id, sessionId);
  expect(await Promise.all([owner.closed(), page.closed()])).toEqual([4404, 4404]);
});

test("R3 a sign-in that ends closes its sockets with 4401", async () => {
  const alan = await signUpGuest(stack, "Alan");
  using page = open(alan.cookie, await newSession(stack, alan.user));
  await page.synced();
  await deleteOtherSignIns(stack.db, alan.user.id, Buffer.alloc(0));
  expect(await page.closed()).toBe(4401);
});

test("R4 a changed role holds at once, on the open socket", async () => {
  const sessionId = await newSession(stack, ada.user, { linkRole: "viewer" });
  using owner = open(ada.cookie, sessionId);
  using page = open(grace.cookie, sessionId);
  await Promise.all([owner.synced(), page.synced()]);
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await until(() => page.events.some((event) => event.type === "role-changed" && event.role === "editor"));
  page.text().insert(0, "now I may");
  await until(() => owner.text().toString() === "now I may");
});
