import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../db/client.ts";
import { migrate } from "../../db/migrate.ts";

export type TestDatabase = AsyncDisposable & { db: Database; databaseUrl: string };

/** A fresh, migrated database in the run's one Postgres, or in `server`; it is dropped when it goes out of scope. */
export async function createDatabase(server = process.env.TEST_POSTGRES): Promise<TestDatabase> {
  if (!server) throw new Error("Run the tests with npm test: it starts the Postgres that they need.");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  url.pathname = name;
  await inServer(server, sql`create database ${sql.id(name)}`);
  const db = openForTests(url.href, 4);
  await migrate(db);
  return {
    db,
    databaseUrl: url.href,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await inServer(server, sql`drop database ${sql.id(name)} with (force)`);
    },
  };
}

/** Without the product's time limit for a query: a busy machine is no fault, and a hang ends with its test. */
const openForTests = (connectionString: string, poolSize: number) =>
  openDatabase({ connectionString, poolSize, queryTimeoutMs: 0 });

async function inServer(connectionString: string, statement: ReturnType<typeof sql>) {
  const db = openForTests(connectionString, 1);
  await statement.execute(db).finally(() => db.destroy());
}
