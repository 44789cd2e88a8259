import { sql } from "kysely";
import { expect, test } from "vitest";
import { createInvite } from "../../db/invites.ts";
import { freePort } from "../support/free-port.ts";
import { connect } from "../support/connection.ts";
import { openLink } from "../support/link.ts";
import { AUTH_SECRET, newId } from "../support/person.ts";
import { prepareProcess } from "../support/process.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { ask, submit } from "./asking.ts";

const WORDS = "xylophone-of-mine";
/** Words as they are, and as bytes of theirs are written down. */
const inEveryForm = (words: string) => [
  words,
  Buffer.from(words).toString("hex"),
  Buffer.from(words).toString("base64").slice(0, -4),
];

test("P8 nothing that people write, or that lets anybody in, is logged, whatever goes wrong", async () => {
  using link = await openLink(process.env.TEST_POSTGRES ?? "");
  const clientSecret = "git-hub-client-secret";
  const gitHub = { GITHUB_CLIENT_ID: "tandem", GITHUB_CLIENT_SECRET: clientSecret, GITHUB_URL: "http://127.0.0.1:1" };
  await using stack = await startStack({ link, env: { LOG_LEVEL: "trace", LOG: "sql,collab", ...gitHub } });
  const { db } = stack;
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: WORDS });
  const { token } = await createInvite(db, { sessionId, createdBy: ada.user.id, role: "editor" });
  const chat = `/api/sessions/${sessionId}/messages`;
  const logged = (line: string, { output }: { output: () => string }) => until(() => output().includes(line));

  // What goes well.
  expect(
    (await ask(stack, "GET", `/sessions/${sessionId}`, { as: ada, headers: { authorization: `Bearer ${WORDS}` } }))
      .text,
  ).toContain(WORDS);
  expect((await ask(stack, "POST", chat, { as: ada, body: { id: newId(), body: WORDS } })).status).toBe(201);
  const guest = await submit(stack, `/join/${token}`, { name: "Grace" });
  const cookie = guest.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  using page = connect(stack.origin, sessionId, ada);
  await page.synced;
  page.text().insert(0, WORDS);
  await page.durable();
  await logged('"frame"', stack.collab);
  await logged('"sql"', stack.web);

  // What does not.
  await ask(stack, "POST", chat, { as: ada, raw: `{"body": "${WORDS}` });
  await ask(stack, "GET", `/auth/github/callback?code=${WORDS}&state=${WORDS}`);
  await ask(stack, "GET", `/%E0%A4%A?${WORDS}`);
  await sql`alter table chat_messages add constraint refused check (body not like '%xylophone%') not valid`.execute(db);
  await sql`alter table document_updates add constraint refused check (octet_length(update) < 200) not valid`.execute(
    db,
  );
  expect((await ask(stack, "POST", chat, { as: ada, body: { id: newId(), body: WORDS } })).status).toBe(500);
  await logged("api failed", stack.web);
  page.text().insert(0, WORDS.repeat(50));
  await logged("update dropped: Postgres will never take it", stack.collab);
  await sql`update documents set snapshot = ${Buffer.from(WORDS)} where session_id = ${sessionId}`.execute(db);
  await ask(stack, "GET", `/sessions/${sessionId}`, { as: ada });
  link.cut();
  await ask(stack, "GET", "/sessions", { as: ada });
  await logged("sign-in not read", stack.web);
  await logged("bus lost", stack.collab);
  link.mend();

  const secrets = [
    ...inEveryForm(WORDS),
    AUTH_SECRET,
    clientSecret,
    token,
    ...[ada.cookie, cookie].map((each) => each.split("=")[1] ?? ""),
  ];
  for (const { output } of [stack.web, stack.collab])
    for (const secret of secrets) expect(output()).not.toContain(secret);
});

test.each(["app/server/server.ts", "collab/server.ts"])(
  "P8 the passwords of Postgres and Redis are not in what %s says, whatever is wrong with them",
  async (file) => {
    for (const host of ["[bad", "127.0.0.1:1"]) {
      const port = String(await freePort());
      const origin = `http://127.0.0.1:${port}`;
      const env = {
        PATH: process.env.PATH,
        NODE_ENV: "production" as const,
        HOST: "127.0.0.1",
        PORT: port,
        COLLAB_PORT: port,
        APP_ORIGIN: origin,
        AUTH_SECRET,
        LOG_LEVEL: "trace",
        LOG: "sql,collab",
        DATABASE_URL: `postgres://tandem:hunter2@${host}/tandem`,
        REDIS_URL: "redis://:hunter2@127.0.0.1:1",
      };
      const started = prepareProcess(file, env, origin);
      const ended = started.run().catch(() => {});
      await until(() => /listens|bus lost|did not start/.test(started.output()));
      if (file === "app/server/server.ts") {
        await fetch(`${origin}/sessions`, { headers: { cookie: "tandem=hunter2.hunter2" } });
        await until(() => /Redis/.test(started.output()));
      }
      await started.stop("SIGKILL");
      await ended;
      expect(started.output()).not.toContain("hunter2");
      expect(started.output()).toMatch(/"level":[2-6]0/);
    }
  },
);
