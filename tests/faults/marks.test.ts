import { sql } from "kysely";
import { expect } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { connect } from "../support/connection.ts";
import { openRaw, statelessFrame, syncStep1Frame, syncStep2Frame, updateFrame } from "../support/raw-socket.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const markFrame = (sessionId: string, n: number) => statelessFrame(sessionId, JSON.stringify({ type: "mark", n }));

const textOf = (ydoc: Y.Doc) => listFiles(ydoc)[0]?.text as Y.Text;

/** The updates that a change of a document makes, one by one. */
function typed(ydoc: Y.Doc, ...words: string[]): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const gather = (update: Uint8Array) => updates.push(update);
  ydoc.on("update", gather);
  for (const word of words) textOf(ydoc).insert(textOf(ydoc).length, word);
  ydoc.off("update", gather);
  return updates;
}

/** Resolves when the server has handled all that was sent before: twice there and back. */
async function handled(raw: Awaited<ReturnType<typeof openRaw>>, sessionId: string) {
  for (let i = 0; i < 2; i++) {
    const before = raw.receivedCount();
    raw.send(syncStep1Frame(sessionId, Y.encodeStateVector(new Y.Doc())));
    await until(() => raw.receivedCount() >= before + 2);
  }
}

const test = stackTest({ web: false, isWired: true })
  /** What a page holds: the document as it is stored. */
  .extend("copyOf", { scope: "file" }, ({ stack, ada }) => async (sessionId: string): Promise<Y.Doc> => {
    using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
    await page.synced;
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(page.ydoc));
    return ydoc;
  })
  /** Until it goes out of scope, each commit of the log takes a second. */
  .extend("slowCommits", { scope: "file" }, ({ stack }) => async () => {
    await sql`
    create function wait_a_second() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
    create trigger wait_a_second after insert on document_updates for each statement execute function wait_a_second();
  `.execute(stack.db);
    return { [Symbol.asyncDispose]: () => sql`drop function wait_a_second cascade`.execute(stack.db).then(() => {}) };
  });

test("L3 a mark that comes before the connection's SyncStep2 is answered only once that is durable", async ({
  stack,
  ada,
  storedText,
  copyOf,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "a" });
  const ydoc = await copyOf(sessionId);
  textOf(ydoc).insert(1, " typed offline");
  using raw = await openRaw(stack, ada.cookie);
  await raw.signIn(sessionId);
  raw.send(markFrame(sessionId, 1));
  await handled(raw, sessionId);
  expect(raw.events.filter(({ type }) => type === "durable")).toEqual([]);
  raw.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(ydoc)));
  await until(() => raw.events.some((event) => event.type === "durable" && event.n === 1));
  expect(await storedText(sessionId)).toBe("a typed offline");
});

test("L4 a mark is not answered for an update that builds on something missing, until all was sent again", async ({
  stack,
  ada,
  storedText,
  copyOf,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const ydoc = await copyOf(sessionId);
  using raw = await openRaw(stack, ada.cookie);
  await raw.signIn(sessionId);
  raw.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(ydoc)));
  const [, second = new Uint8Array()] = typed(ydoc, "lost on the way, ", "arrived");
  raw.send(updateFrame(sessionId, second));
  raw.send(markFrame(sessionId, 1));
  await handled(raw, sessionId);
  expect(raw.events.filter(({ type }) => type === "durable")).toEqual([]);
  expect(raw.events).toContainEqual({ type: "refused", reason: "incomplete" });
  raw.send(syncStep2Frame(sessionId, Y.encodeStateAsUpdate(ydoc)));
  raw.send(markFrame(sessionId, 2));
  await until(() => raw.events.some((event) => event.type === "durable" && event.n === 2));
  expect(await storedText(sessionId)).toBe("lost on the way, arrived");
});

test("L2 a batch whose commit nobody handled of is in the log once", async ({ postgres, stack, ada }) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
  await page.synced;
  const rowCount = async () => {
    const rows = await stack.db
      .selectFrom("document_updates")
      .select(["node_id", "sequence"])
      .where("session_id", "=", sessionId)
      .execute();
    return rows.length;
  };
  for (let round = 1; round <= 3; round++) {
    // The answer of the commit is on its way when the wire is cut.
    postgres.slow(60);
    page.text().insert(0, "x");
    await until(async () => (await rowCount()) >= round);
    postgres.cut();
    postgres.mend();
    await page.durable();
    expect(await rowCount()).toBe(round);
  }
});

test.for([
  ["an insertion", (text: Y.Text) => text.insert(0, "new "), "new text"],
  ["a deletion", (text: Y.Text) => text.delete(0, 1), "ext"],
] as const)(
  "L3 %s alone is in the log when its mark is answered",
  async ([_, edit, expected], { stack, ada, storedText, slowCommits }) => {
    const sessionId = await stack.newSession(ada.user, { content: "text" });
    using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
    await page.synced;
    await page.durable();
    await using _slow = await slowCommits();
    edit(page.text());
    await page.durable();
    expect(await storedText(sessionId)).toBe(expected);
  },
);

test("L6 a document that is opened again while its last edits are being committed has them", async ({
  stack,
  ada,
  slowCommits,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  await using _slow = await slowCommits();
  {
    using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
    await page.synced;
    page.text().insert(0, "not yet stored");
    await page.sent();
  }
  using again = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
  await again.synced;
  expect(again.text().toString()).toBe("not yet stored");
  await again.durable();
});
