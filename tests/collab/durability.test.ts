import { expect } from "vitest";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false });

test("P1 L3 an edit that was called durable survives kill -9 of the node and the loss of the browser", async ({
  stack,
  ada,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  using page = open(ada, sessionId);
  await page.synced;
  page.text().insert(3, " two");
  await page.durable();
  page.text().delete(0, 1);
  await page.durable();
  await stack.restartCollab("SIGKILL");
  const stored = await findDocument(stack.db, sessionId);
  expect(stored && decodeFiles(stored)[0]?.content).toBe("ne two");
  expect(stored?.log.length).toBe(2);
});

test("L8 a row carries its author, and is in the history once it is compacted", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user, { content: "" });
  {
    using adas = open(ada, sessionId);
    using graces = open(grace, sessionId);
    await Promise.all([adas.synced, graces.synced]);
    for (let i = 0; i < 60; i++) {
      adas.text().insert(0, "a");
      graces.text().insert(0, "b");
      await Promise.all([adas.durable(), graces.durable()]);
    }
  }
  const count = (table: "document_updates" | "document_history") =>
    stack.db
      .selectFrom(table)
      .select(["author_id", "node_id", "sequence"])
      .where("session_id", "=", sessionId)
      .execute();
  await until(async () => (await count("document_updates")).length === 0);
  const history = await count("document_history");
  expect(history.filter(({ author_id }) => author_id === ada.user.id).length).toBeGreaterThan(50);
  expect(history.filter(({ author_id }) => author_id === grace.user.id).length).toBeGreaterThan(50);
  const stored = await findDocument(stack.db, sessionId);
  expect(stored && decodeFiles(stored)[0]?.content.length).toBe(120);
});
