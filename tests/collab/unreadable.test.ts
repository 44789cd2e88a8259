import { expect } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false })
  .extend(
    "setSnapshot",
    { scope: "file" },
    ({ stack }) =>
      (sessionId: string, snapshot: Uint8Array) =>
        stack.db
          .updateTable("documents")
          .set({ snapshot: Buffer.from(snapshot) })
          .where("session_id", "=", sessionId)
          .execute(),
  )
  .extend(
    "storedOf",
    { scope: "file" },
    ({ stack }) =>
      (sessionId: string) =>
        stack.db
          .selectFrom("documents")
          .select(["snapshot", "damaged_at"])
          .where("session_id", "=", sessionId)
          .executeTakeFirstOrThrow(),
  )
  /** Opens as often as a page would: the first try may find the damage out. */
  .extend("openDamaged", { scope: "file" }, ({ ada, open }) => async (sessionId: string) => {
    for (;;) {
      const page = open(ada, sessionId);
      const reason = await Promise.race([page.refused, page.synced]);
      if (reason === undefined) return page;
      expect(reason).toBe("unavailable");
      page[Symbol.dispose]();
    }
  });

test.for<[string, (whole: Uint8Array) => Uint8Array]>([
  ["no bytes", () => new Uint8Array()],
  ["an empty document", () => Y.encodeStateAsUpdate(new Y.Doc())],
  ["half of its bytes", (whole) => whole.slice(0, whole.length / 2)],
  ["junk", () => new Uint8Array(300).fill(0xf7)],
])(
  "P9 L9 a document of whose snapshot %s is left opens read-only, with the text that its history holds",
  async ([_, damage], { stack, ada, setSnapshot, storedOf, openDamaged }) => {
    const sessionId = await stack.newSession(ada.user, { content: "a text of some length, to have something to lose" });
    const damaged = damage(new Uint8Array((await storedOf(sessionId)).snapshot));
    await setSnapshot(sessionId, damaged);
    using page = await openDamaged(sessionId);
    expect(page.text().toString()).toBe("a text of some length, to have something to lose");
    page.text().insert(0, "not to be kept");
    page.provider.sendStateless(JSON.stringify({ type: "mark", n: 1 }));
    await until(() => page.events.some(({ type }) => type === "refused"));
    expect(page.events).toContainEqual({ type: "damaged" });
    expect(page.events).toContainEqual({ type: "refused", reason: "read-only" });
    expect(page.events.filter(({ type }) => type === "durable")).toEqual([]);
    await stack.restartCollab("SIGTERM");
    expect(Buffer.compare((await storedOf(sessionId)).snapshot, Buffer.from(damaged))).toBe(0);
    expect((await storedOf(sessionId)).damaged_at).not.toBeNull();
  },
);

test("P9 L9 a row of the log that does not decode is set aside, and the rest opens read-only", async ({
  stack,
  ada,
  openDamaged,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "good" });
  await stack.db
    .insertInto("document_updates")
    .values({
      session_id: sessionId,
      node_id: sessionId,
      sequence: "1",
      author_id: ada.user.id,
      update: Buffer.from([9, 9, 9, 9]),
    })
    .execute();
  using page = await openDamaged(sessionId);
  expect(page.text().toString()).toBe("good");
  await until(() => page.events.some(({ type }) => type === "damaged"));
  const row = await stack.db
    .selectFrom("document_updates")
    .select("set_aside_at")
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  expect(row?.set_aside_at).not.toBeNull();
});

test("P9 a document of which nothing at all can be read is not opened as an empty one", async ({
  stack,
  ada,
  open,
  setSnapshot,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "gone" });
  await setSnapshot(sessionId, new Uint8Array([1]));
  await stack.db.deleteFrom("document_history").where("session_id", "=", sessionId).execute();
  for (let attempt = 0; attempt < 3; attempt++) {
    using page = open(ada, sessionId);
    expect(await page.refused).toBe("unavailable");
    expect(listFiles(page.ydoc)).toEqual([]);
  }
});

test("P9 other documents open while one is damaged", async ({ stack, ada, open, setSnapshot }) => {
  const [damaged, healthy] = [await stack.newSession(ada.user), await stack.newSession(ada.user, { content: "fine" })];
  await setSnapshot(damaged, new Uint8Array([1]));
  using refused = open(ada, damaged);
  using page = open(ada, healthy);
  expect(await refused.refused).toBe("unavailable");
  await page.synced;
  expect(page.text().toString()).toBe("fine");
  page.text().insert(4, "!");
  await page.sent();
});
