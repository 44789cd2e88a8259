import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { FileMigrationProvider, Migrator } from "kysely/migration";
import { type Database, openDatabase } from "./client.ts";
import { parseEnv, databaseEnv } from "./env.ts";

const migrationFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/**
 * Brings the schema up to date. Safe to run from several processes at once (Kysely holds an advisory lock).
 * Returns the names of the migrations that were applied now; throws the first one's error, with everything of that run
 * undone, and a sentence when a newer version of this program has been here.
 */
export async function migrate(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) });
  const { error, results } = await migrator.migrateToLatest();
  const [, unknown] =
    (error instanceof Error &&
      /^corrupted migrations: previously executed migration (\S+) is missing/.exec(error.message)) ||
    [];
  if (unknown)
    throw new Error(
      `A newer Tandem has used this database (its migration ${unknown} is not known here): update this one, or use another database.`,
    );
  if (error) throw error;
  return (results ?? []).filter(({ status }) => status === "Success").map(({ migrationName }) => migrationName);
}

if (import.meta.main) {
  try {
    const env = parseEnv(databaseEnv);
    const db = openDatabase({
      connectionString: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL,
      poolSize: 1,
      queryTimeoutMs: 0,
    });
    const applied = await migrate(db).finally(() => db.destroy());
    console.log(applied.length ? `Applied ${applied.join(", ")}.` : "The schema is up to date.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
