import path from "node:path";
import { pathToFileURL } from "node:url";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect } from "../support/connection.ts";
import { newId } from "../support/person.ts";
import type { PrintedSpan } from "../support/print-spans.ts";
import type { TestProcess } from "../support/process.ts";
import { root } from "../support/root.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { ask } from "./asking.ts";

const tracer = pathToFileURL(path.join(root, "tests/support/print-spans.ts")).href;
const spansOf = ({ output }: TestProcess) =>
  output()
    .split("\n")
    .filter((line) => line.startsWith('{"span"'))
    .map((line) => JSON.parse(line) as PrintedSpan);
const WORDS = "a word of theirs";

test("a tracer gets spans of requests, messages, documents and commits, without what people write", async () => {
  await using stack = await startStack({ env: { NODE_OPTIONS: `--import=${tracer}` } });
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "" });
  const ofSession = { "tandem.session_id": sessionId };
  const found = (process: TestProcess, name: string, fits: (span: PrintedSpan) => boolean = () => true) =>
    until(() => spansOf(process).find((each) => each.span === name && fits(each)));
  const CHAT = "POST api.sessions.$sessionId.messages";

  const [traceId, callerId] = ["a".repeat(32), "b".repeat(16)];
  const id = newId();
  const chat = `/api/sessions/${sessionId}/messages`;
  expect(
    (
      await ask(stack, "POST", chat, {
        as: ada,
        body: { id, body: WORDS },
        headers: { traceparent: `00-${traceId}-${callerId}-01` },
      })
    ).status,
  ).toBe(201);
  const request = await found(stack.web, CHAT);
  expect(request).toMatchObject({ traceId, parentId: callerId, failed: false });
  expect(request.attributes).toEqual({
    "http.request.method": "POST",
    "http.route": "api.sessions.$sessionId.messages",
    "http.response.status_code": 201,
  });
  expect(await found(stack.web, "add message")).toMatchObject({
    traceId,
    parentId: request.spanId,
    attributes: { ...ofSession, "tandem.message_id": id },
    failed: false,
  });
  expect((await ask(stack, "GET", "/nothing")).status).toBe(404);
  expect(await found(stack.web, "GET $")).toMatchObject({ failed: false });

  {
    using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
    await page.synced;
    expect((await found(stack.collab, "open document")).attributes).toEqual({
      ...ofSession,
      "tandem.log_rows": 0,
      "tandem.log_bytes": 0,
    });
    page.text().insert(0, WORDS.repeat(50));
    await page.durable();
    const commit = await found(stack.collab, "commit log");
    expect([commit.attributes, commit.parentId]).toEqual([{ "tandem.log_rows": 1 }, undefined]);
  }
  expect((await found(stack.collab, "compact document")).attributes).toEqual({ ...ofSession, "tandem.log_rows": 1 });

  await sql`alter table chat_messages add constraint refused check (body not like '%theirs%') not valid`.execute(
    stack.db,
  );
  expect((await ask(stack, "POST", chat, { as: ada, body: { id: newId(), body: WORDS } })).status).toBe(500);
  const failed = await found(stack.web, "add message", (span) => span.failed);
  expect(failed.attributes["error.type"]).toBe("error");
  expect(await found(stack.web, CHAT, (span) => span.failed)).toMatchObject({ spanId: failed.parentId });
  for (const spans of [spansOf(stack.web), spansOf(stack.collab)]) expect(JSON.stringify(spans)).not.toContain(WORDS);
});
