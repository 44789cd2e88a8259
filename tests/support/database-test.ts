import { createDatabase } from "./database.ts";
import { signUpGuest } from "./person.ts";
import { test } from "./started.ts";

/** Vitest's `test`, with one database for a file and two people in it. */
export const databaseTest = test
  .extend("database", { scope: "file" }, async ({ started }) => started.use(await createDatabase()))
  .extend("db", { scope: "file" }, ({ database }) => database.db)
  .extend("ada", { scope: "file" }, ({ database }) => signUpGuest(database, "Ada"))
  .extend("grace", { scope: "file" }, ({ database }) => signUpGuest(database, "Grace"));
