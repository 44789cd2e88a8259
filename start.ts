/**
 * Everything on one machine: build if needed, Postgres, migrations, web and collab, one URL.
 * `npm start` runs the production build, `npm run dev` (`--dev`) the same with reload, `npm run dev:inspect`
 * (`--inspect`) with debuggers.
 */
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { readEnv as readWebEnv } from "./app/server/env.ts";
import { readEnv as readCollabEnv } from "./collab/env.ts";
import { openDatabase } from "./db/client.ts";
import { givenSettings } from "./db/env.ts";
import { migrate } from "./db/migrate.ts";
import { buildIfNeeded } from "./start/build.ts";
import { openDataFolder, type Secrets } from "./start/data-folder.ts";
import { keepRunning, PortTaken } from "./start/keep-running.ts";
import { runOwnPostgres } from "./start/own-postgres.ts";
import { passSockets } from "./start/pass-sockets.ts";
import { choosePort } from "./start/ports.ts";
import { Problem, say, sentenceOf } from "./start/problem.ts";
import { restartOnEdit } from "./start/restart-on-edit.ts";

const root = import.meta.dirname;
const isDevelopment = process.argv.includes("--dev");
/** What lets a debugger in, on this machine only. */
const inspectedAt = (port: number) =>
  process.argv.includes("--inspect") ? { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` } : {};
const settingsFile = path.join(root, ".env");
if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
const settings = givenSettings(process.env);
const dataFolder = path.resolve(settings.TANDEM_DATA ?? path.join(root, ".data"));
const host = settings.HOST ?? "127.0.0.1";
const FIRST_PORT = 3000;

/** Runs until `signal` and then stops everything, in the opposite order of its start: Postgres is the last. */
async function run(signal: AbortSignal) {
  await using running = new AsyncDisposableStack();
  console.log(isDevelopment ? "Tandem, in development" : "Tandem");
  const secrets = openDataFolder(dataFolder);
  requireGoodSettings(secrets);
  const postgres = settings.DATABASE_URL ? undefined : await runOwnPostgres(dataFolder);
  if (postgres) running.defer(postgres.stop);
  else say("Using the Postgres of DATABASE_URL.");
  const databaseUrl = postgres?.connectionString ?? settings.DATABASE_URL ?? "";
  signal.throwIfAborted();
  await bringUpToDate(settings.DIRECT_DATABASE_URL ?? databaseUrl);

  await findPorts();
  // Only now: a build takes the files away from another Tandem that runs here, and what is wrong is better said before
  // it.
  if (!isDevelopment) await buildIfNeeded(root, signal);
  const origin = await startProcesses(
    { ...secrets, LOG_LEVEL: "warn", ...settings, DATABASE_URL: databaseUrl },
    running,
    signal,
  );
  postgres?.publish(origin);
  say("Ready. Ctrl+C stops it.");
  console.log(`\n  ${origin}\n`);
  if (!signal.aborted) await once(signal, "abort");
  console.log("");
  say("Stopping: web and collab first, Postgres last.");
}

async function findPorts() {
  const port = await choosePort({ name: "PORT", given: settings.PORT, from: FIRST_PORT, host });
  const collabPort = await choosePort({
    name: "COLLAB_PORT",
    given: settings.COLLAB_PORT,
    from: port + 1,
    host: "127.0.0.1",
  });
  return { port, collabPort };
}

/** Web and collab, ready: returns where people find them. Ports that somebody takes just then are chosen anew. */
async function startProcesses(
  given: Record<string, string | undefined>,
  running: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<string> {
  const { port, collabPort } = await findPorts();
  const origin = settings.APP_ORIGIN ?? `http://localhost:${port}`;
  const NODE_ENV = isDevelopment ? "development" : "production";
  const env: NodeJS.ProcessEnv = {
    ...given,
    NODE_ENV,
    APP_ORIGIN: origin,
    PORT: String(port),
    COLLAB_PORT: String(collabPort),
  };
  signal.throwIfAborted();
  // Where somebody has listed nodes, web chooses among them, and pipes.
  const passer = settings.COLLAB_NODES ? undefined : passSockets();
  const collab = keepRunning("collab", "collab/server.ts", {
    cwd: root,
    env: { ...env, HOST: "127.0.0.1", ...inspectedAt(9230) },
    onStart: passer?.toCollab,
  });
  const web = keepRunning("web", "app/server/server.ts", {
    cwd: root,
    env: { ...env, HOST: host, ...inspectedAt(9229) },
    onStart: passer?.fromWeb,
  });
  const stop = async () => {
    await Promise.all([web.stop(), collab.stop()]);
  };
  running.defer(stop);
  try {
    await Promise.race([Promise.all([collab.ready, web.ready]), once(signal, "abort")]);
    signal.throwIfAborted();
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    await stop();
    return startProcesses(given, running, signal);
  }
  if (isDevelopment) running.use(restartOnEdit(root, { web, collab }));
  return origin;
}

/** All settings are looked at before anything starts; what is not chosen yet is filled in. */
function requireGoodSettings(secrets: Secrets) {
  const source = {
    DATABASE_URL: "postgres://chosen-later",
    APP_ORIGIN: "http://chosen.later",
    ...secrets,
    ...settings,
  };
  try {
    readWebEnv(source);
    readCollabEnv(source);
  } catch (error) {
    throw new Problem(sentenceOf(error));
  }
}

async function bringUpToDate(connectionString: string) {
  const db = openDatabase({ connectionString, poolSize: 1, queryTimeoutMs: 0 });
  try {
    const applied = await migrate(db);
    if (applied.length > 0) say(`Brought the tables up to date (${applied.join(", ")}).`);
  } catch (error) {
    throw new Problem(`The tables could not be brought up to date: ${sentenceOf(error)}`);
  } finally {
    await db.destroy();
  }
}

// A terminal that has gone must not keep us from stopping in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
try {
  await run(interrupted.signal);
} catch (error) {
  const isInterruption = error instanceof Error && error.name === "AbortError";
  if (!isInterruption) {
    console.error(settings.LOG_LEVEL === "debug" ? error : `\n  ${sentenceOf(error)}`);
    process.exit(1);
  }
}
say("Stopped. Every session is kept.");
process.exit(0);
