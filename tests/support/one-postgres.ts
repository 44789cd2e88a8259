import { startPostgres } from "./postgres.ts";

/** Vitest's and Playwright's global setup: one server a run; every test makes a database of its own in it. */
export default async function onePostgres(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  process.env.TEST_POSTGRES = postgres.connectionString;
  return postgres.stop;
}
