import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FileMigrationProvider, Migrator } from "kysely/migration";
import { type Database, openDatabase } from "./client.ts";
import { parseEnv, databaseEnv } from "./env.ts";

const migrationFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/**
 * Brings the schema up to date. Safe to run from several processes at once (Kysely holds an advisory lock).
 * Returns the names of the migrations that were applied now; throws the first one's error, with everything of that run undone.
 */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter(({ status }) => status === "Success").map(({ migrationName }) => migrationName);
}

if (import.meta.main) {
  const env = parseEnv(databaseEnv);
  const db = openDatabase({ connectionString: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL, poolSize: 1, queryTimeoutMs: 0 });
  try {
    const applied = await migrate(db);
    console.log(applied.length ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
  } finally {
    await db.destroy();
  }
}
