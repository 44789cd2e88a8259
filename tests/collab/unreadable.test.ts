import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../collab/protocol.ts";
import { findDocument } from "../../db/documents.ts";
import { connect } from "../support/connection.ts";
import { documentCount } from "../support/metrics.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";

let stack: Stack;
let ada: Person;
beforeAll(async () => {
  stack = await startStack({ web: false });
  ada = await stack.signUp("Ada");
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const setSnapshot = (sessionId: string, snapshot: Uint8Array) =>
  stack.db.updateTable("documents").set({ snapshot: Buffer.from(snapshot) }).where("session_id", "=", sessionId).execute();

test.each<[string, (whole: Uint8Array) => Uint8Array]>([
  ["no bytes", () => new Uint8Array()],
  ["an empty document", () => Y.encodeStateAsUpdate(new Y.Doc())],
  ["half of its bytes", (whole) => whole.slice(0, whole.length / 2)],
  ["junk", () => new Uint8Array(300).fill(0xf7)],
])("P9 a document of which %s is left is refused as unavailable, and stays as it is", async (_, damage) => {
  const sessionId = await stack.newSession(ada.user, { content: "a text of some length, to have something to lose" });
  const whole = (await findDocument(stack.db, sessionId))?.update ?? new Uint8Array();
  const damaged = damage(new Uint8Array(whole));
  await setSnapshot(sessionId, damaged);
  const before = await documentCount(stack.collabOrigin);
  for (let attempt = 0; attempt < 2; attempt++) {
    using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
    expect(await page.refused).toBe("unavailable");
    expect(listFiles(page.ydoc)).toEqual([]);
    // What a page that takes no refusal would type.
    page.ydoc.getMap("files").set("x", new Y.Map());
  }
  expect(await documentCount(stack.collabOrigin)).toBe(before);
  await stack.restartCollab("SIGTERM");
  expect(await findDocument(stack.db, sessionId)).toMatchObject({ update: Buffer.from(damaged), damaged: true });
});

test("P9 other documents open while one is damaged", async () => {
  const [damaged, healthy] = [await stack.newSession(ada.user), await stack.newSession(ada.user, { content: "fine" })];
  await setSnapshot(damaged, new Uint8Array([1]));
  using refused = connect(stack.collabOrigin, damaged, { ...ada, page: stack.origin });
  using page = connect(stack.collabOrigin, healthy, { ...ada, page: stack.origin });
  expect(await refused.refused).toBe("unavailable");
  await page.synced;
  expect(page.text().toString()).toBe("fine");
});
