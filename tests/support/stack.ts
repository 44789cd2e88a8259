import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../db/embedded.ts";
import { createDatabase, type TestDatabase } from "./database.ts";

const root = path.resolve(import.meta.dirname, "../..");
const READY_TIMEOUT_MS = 30_000;
export const AUTH_SECRET = "a secret for tests, long enough to sign with";

export type TestProcess = {
  /** Everything it has logged, for the message of a failed test. */
  output: () => string;
  isRunning: () => boolean;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Ends it with `signal` (SIGTERM unless told), starts it on the same port and waits until it is ready. */
  restart: (signal?: NodeJS.Signals) => Promise<void>;
};

export type Stack = TestDatabase & {
  origin: string;
  collabOrigin: string;
  web: TestProcess;
  collab: TestProcess;
};

/** Real web and collab processes on free ports, over a fresh database. Pass `web: false` where no page is opened. */
export async function startStack({ web: hasWeb = true, env = {} }: { web?: boolean; env?: Record<string, string> } = {}): Promise<Stack> {
  const database = await createDatabase();
  const [port, collabPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const collabOrigin = `http://127.0.0.1:${collabPort}`;
  const settings: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    DATABASE_URL: database.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: origin,
    HOST: "127.0.0.1",
    PORT: String(port),
    COLLAB_PORT: String(collabPort),
    LOG_LEVEL: "warn",
    ...env,
  };
  const collab = runProcess("collab/server.ts", settings, collabOrigin);
  const web = runProcess("app/server.ts", settings, `http://127.0.0.1:${port}`);
  async function dispose() {
    await Promise.all([web.stop("SIGKILL"), collab.stop("SIGKILL")]);
    await database[Symbol.asyncDispose]();
  }
  try {
    await Promise.all([collab.restart(), hasWeb && web.restart()]);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { ...database, origin, collabOrigin, web, collab, [Symbol.asyncDispose]: dispose };
}

function runProcess(file: string, env: NodeJS.ProcessEnv, origin: string): TestProcess {
  let child: ChildProcess | undefined;
  let output = "";
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  async function stop(signal: NodeJS.Signals = "SIGTERM") {
    if (!child || !isRunning()) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async function restart(signal?: NodeJS.Signals) {
    await stop(signal);
    child = spawn(process.execPath, [file], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (isRunning() && Date.now() < deadline) {
      if (await fetch(`${origin}/readyz`).then(({ ok }) => ok, () => false)) return;
      await sleep(20);
    }
    throw new Error(`${file} did not become ready:\n${output}`);
  }
  return { output: () => output, isRunning, stop, restart };
}
