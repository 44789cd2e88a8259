import { sql } from "kysely";
import { expect } from "vitest";
import { openDatabase } from "../../db/client.ts";
import { freePort } from "../support/free-port.ts";
import { addMessage } from "../../db/messages.ts";
import { migrate } from "../../db/migrate.ts";
import { connect } from "../support/connection.ts";
import { databaseTest } from "../support/database-test.ts";
import { AUTH_SECRET, newId, newSession, signUpGuest } from "../support/person.ts";
import { startPgBouncer } from "../support/pgbouncer.ts";
import { prepareProcess, type TestProcess } from "../support/process.ts";
import { until } from "../support/until.ts";

/** A collab process with these settings, not started yet. */
async function prepare(
  env: Record<string, string>,
): Promise<{ collab: TestProcess; origin: string } & AsyncDisposable> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const settings = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    AUTH_SECRET,
    APP_ORIGIN: origin,
    HOST: "127.0.0.1",
    COLLAB_PORT: String(port),
    LOG_LEVEL: "warn",
    ...env,
  };
  const collab = prepareProcess("collab/server.ts", settings as NodeJS.ProcessEnv, origin);
  return { collab, origin, [Symbol.asyncDispose]: () => collab.stop() };
}

const test = databaseTest.extend("transactions", { scope: "file" }, async ({ started, database }) =>
  started.use(await startPgBouncer(database.databaseUrl, "transaction")),
);

test("P11 P12 behind a pooler that swallows LISTEN a node is not ready, and says what to set", async ({
  database,
  transactions,
}) => {
  await using node = await prepare({ DATABASE_URL: transactions.over(database.databaseUrl) });
  // It does not become ready: whoever waits for that gives up when the process is ended.
  const started = node.collab.restart().catch((error: unknown) => error);
  const answer = await until(async () => {
    const response = await fetch(`${node.origin}/readyz`).catch(() => undefined);
    return response?.status === 503 && (await response.text());
  });
  expect(answer).toContain("DIRECT_DATABASE_URL");
  const lines = () =>
    node.collab
      .output()
      .split("\n")
      .filter((line) => line.includes("DIRECT_DATABASE_URL"));
  await until(() => lines().length > 0);
  expect(lines()).toHaveLength(1);
  await node.collab.stop();
  expect(await started).toBeInstanceOf(Error);
});

test("P1 P11 with DIRECT_DATABASE_URL everything else goes through that pooler", async ({ database, transactions }) => {
  const pooled = transactions.over(database.databaseUrl);
  const db = openDatabase({ connectionString: pooled, poolSize: 2 });
  expect(await migrate(db).finally(() => db.destroy())).toEqual([]);
  await using node = await prepare({ DATABASE_URL: pooled, DIRECT_DATABASE_URL: database.databaseUrl });
  await node.collab.restart();
  const ada = await signUpGuest(database, "Ada");
  const sessionId = await newSession(database, ada.user);
  using page = connect(node.origin, sessionId, { cookie: ada.cookie });
  await page.synced;
  page.text().insert(0, "through the pooler");
  await page.durable();
  await addMessage(database.db, { id: newId(), sessionId, userId: ada.user.id, body: "heard" });
  await until(() => page.events.some(({ type }) => type === "message-added"));
});

test("P11 a node prepares nothing on a connection that the pooler may give to somebody else", async ({
  database,
  transactions,
}) => {
  const pooled = transactions.over(database.databaseUrl);
  await using node = await prepare({ DATABASE_URL: pooled, DIRECT_DATABASE_URL: database.databaseUrl });
  await node.collab.restart();
  const ada = await signUpGuest(database, "Ada");
  using page = connect(node.origin, await newSession(database, ada.user), { cookie: ada.cookie });
  await page.synced;
  const db = openDatabase({ connectionString: pooled });
  /** Types with one connection of the pooler after the other taken away, until none is left that the node had. */
  const typeBeside = async (held: number) => {
    page.text().insert(0, "x");
    await page.durable();
    if (held < 5)
      await db.transaction().execute(async (trx) => {
        await sql`select 1`.execute(trx);
        await typeBeside(held + 1);
      });
  };
  await typeBeside(0).finally(() => db.destroy());
  expect(node.collab.output()).not.toContain("log not written");
});

test("P11 a pooler that gives each connection one of its own is no hindrance", async ({ database }) => {
  await using sessions = await startPgBouncer(database.databaseUrl, "session");
  await using node = await prepare({ DATABASE_URL: sessions.over(database.databaseUrl) });
  await node.collab.restart();
  expect((await fetch(`${node.origin}/readyz`)).status).toBe(200);
});
