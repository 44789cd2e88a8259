import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect } from "../support/connection.ts";
import { AUTH_SECRET, newId } from "../support/person.ts";
import { startSentry } from "../support/sentry-stand-in.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { ask } from "./asking.ts";

const WORDS = "xylophone-of-mine";

test("with SENTRY_DSN errors of both processes are reported, and nothing of people or their words", async () => {
  await using sentry = await startSentry();
  await using stack = await startStack({ env: { SENTRY_DSN: sentry.dsn } });
  const ada = await stack.signUp("Ada Lovelace");
  const sessionId = await stack.newSession(ada.user);
  const reported = (process: string) =>
    until(() => sentry.envelopes.find(({ text }) => text.includes(`"process":"${process}"`)));

  await sql`alter table chat_messages add constraint refused check (body not like '%xylophone%') not valid`.execute(
    stack.db,
  );
  const message = { id: newId(), body: WORDS };
  expect(
    (
      await ask(stack, "POST", `/api/sessions/${sessionId}/messages`, {
        as: ada,
        body: message,
        headers: { authorization: `Bearer ${WORDS}` },
      })
    ).status,
  ).toBe(500);
  const web = await reported("web");
  expect(web.path).toMatch(/^\/api\/7\/envelope\/\?/);
  const [item] = web.items;
  expect(item?.header.type).toBe("event");
  const { event_id, timestamp, exception, ...rest } = item?.body as {
    event_id: string;
    timestamp: number;
    exception: { values: Record<string, unknown>[] };
  };
  expect([event_id.length, timestamp > 1e9]).toEqual([32, true]);
  expect(rest).toEqual({ level: "error", platform: "node", environment: "production", tags: { process: "web" } });
  const [thrown] = exception.values;
  expect(thrown).toMatchObject({
    type: "error",
    value: 'new row for relation "chat_messages" violates check constraint "refused"',
  });
  expect(JSON.stringify(thrown?.stacktrace)).toContain("node_modules/pg");

  await sql`update documents set snapshot = ${Buffer.from(WORDS)} where session_id = ${sessionId}`.execute(stack.db);
  using page = connect(stack.origin, sessionId, ada);
  await page.refused;
  const collab = await reported("collab");
  expect(JSON.stringify(collab.items)).toContain("db/apply-updates.ts");

  const secrets = [
    WORDS,
    Buffer.from(WORDS).toString("hex"),
    "Lovelace",
    sessionId,
    ada.user.id,
    AUTH_SECRET,
    ada.cookie.split("=")[1] ?? "",
  ];
  for (const { text } of sentry.envelopes) for (const secret of secrets) expect(text).not.toContain(secret);
});

test("a Sentry that does not answer is in nobody's way, also of a process that stops", async () => {
  await using stack = await startStack({ env: { SENTRY_DSN: "http://key@127.0.0.1:1/7" } });
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user);
  await sql`alter table chat_messages add constraint refused check (body not like '%xylophone%') not valid`.execute(
    stack.db,
  );
  expect(
    (await ask(stack, "POST", `/api/sessions/${sessionId}/messages`, { as: ada, body: { id: newId(), body: WORDS } }))
      .status,
  ).toBe(500);
  expect((await ask(stack, "GET", "/healthz")).status).toBe(200);
  await stack.web.stop();
  expect(stack.web.output()).not.toContain("uncaught");
});

test("where errors are reported to, pages may connect, and nowhere else", async () => {
  const policy = async (env: Record<string, string>) => {
    await using stack = await startStack({ env });
    const { headers } = await ask(stack, "GET", "/");
    return /connect-src ([^;]+)/
      .exec(headers.get("content-security-policy") ?? "")?.[1]
      ?.replace(stack.origin.replace("http", "ws"), "own");
  };
  expect(await policy({})).toBe("'self' own");
  expect(await policy({ SENTRY_DSN: "https://key@sentry.example:9000/7" })).toBe(
    "'self' own https://sentry.example:9000",
  );
});
