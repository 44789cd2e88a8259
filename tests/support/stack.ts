import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../db/client.ts";
import { freePort, startEmbeddedPostgres } from "../../db/embedded.ts";
import { migrate } from "../../db/migrate.ts";
import { cookieName, createSignIn } from "../../db/sign-ins.ts";
import { createGuest, type User } from "../../db/users.ts";

const AUTH_SECRET = "a secret that only the tests know, long enough";
const root = path.resolve(import.meta.dirname, "../..");

export type Person = { user: User; cookie: string };

/** A real Postgres, web and collab process of their own. The build must be there. */
export async function startStack() {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-test-"));
  // Made for root alone, it would keep out the user that Postgres runs as.
  chmodSync(folder, 0o711);
  const postgres = await startEmbeddedPostgres(folder, { settings: { fsync: "off" } });
  const db = openDatabase({ connectionString: postgres.connectionString });
  await migrate(db);
  const [port, collabPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const collabOrigin = `http://127.0.0.1:${collabPort}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
    DATABASE_URL: postgres.connectionString,
    AUTH_SECRET,
    APP_ORIGIN: origin,
    PORT: String(port),
    COLLAB_PORT: String(collabPort),
  };
  const run = (file: string) => spawn(process.execPath, [file], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  let collab = run("collab/server.ts");
  const web = run("app/server.ts");
  await Promise.all([untilReady(collabOrigin), untilReady(`http://127.0.0.1:${port}`)]);

  return {
    db,
    origin,
    collabOrigin,
    /** Ends the collab process with a signal and starts another on the same port. */
    async restartCollab(signal: NodeJS.Signals) {
      await end(collab, signal);
      collab = run("collab/server.ts");
      await untilReady(collabOrigin);
    },
    async signUp(name: string): Promise<Person> {
      const user = await createGuest(db, name);
      return { user, cookie: `${cookieName(origin)}=${await createSignIn(db, AUTH_SECRET, user.id)}` };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([end(collab, "SIGTERM"), end(web, "SIGTERM")]);
      await db.destroy();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Stack = Awaited<ReturnType<typeof startStack>>;

async function untilReady(url: string) {
  for (let i = 0; i < 1_200; i++) {
    if (await fetch(`${url}/readyz`).then((response) => response.ok, () => false)) return;
    await sleep(25);
  }
  throw new Error(`${url} did not become ready`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await exited;
}
