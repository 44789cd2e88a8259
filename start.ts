/**
 * Everything on one machine: build if needed, Postgres, migrations, web and collab, one URL.
 * `npm start` runs the production build, `npm run dev` (`--dev`) the same with reload.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openDatabase } from "./db/client.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./db/embedded.ts";
import { migrate } from "./db/migrate.ts";

const root = import.meta.dirname;
const settingsFile = path.join(root, ".env");
if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
const dataFolder = path.resolve(process.env.TANDEM_DATA || path.join(root, ".data"));
const isDevelopment = process.argv.includes("--dev");
const FIRST_PORT = 3000;
const READY_TIMEOUT_MS = 60_000;
const RESTART_MS = [200, 1_000, 3_000, 10_000];
const STOP_TIMEOUT_MS = 12_000;

const say = (sentence: string) => console.log(`  ${sentence}`);

class Problem extends Error {}

/** Secrets that nobody has to think of, made once. */
function readSecrets(): { AUTH_SECRET: string } {
  const file = path.join(dataFolder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as { AUTH_SECRET: string };
  const secrets = { AUTH_SECRET: randomBytes(32).toString("base64url") };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** A fingerprint of everything that goes into the build. */
function sourceFingerprint(): string {
  const hash = createHash("sha256");
  const add = (entry: string) => {
    const full = path.join(root, entry);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(path.join(entry, name));
    else hash.update(entry).update(readFileSync(full));
  };
  ["app", "collab/protocol.ts", "db", "public", "package.json", "package-lock.json", "vite.config.ts", "remix.config.js"].forEach(add);
  return hash.digest("hex");
}

function buildIfNeeded() {
  const stamp = path.join(root, "build", "fingerprint");
  const fingerprint = sourceFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  say("Building the pages (once, about half a minute)…");
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, encoding: "utf8", env: { ...process.env, NODE_ENV: "production" } });
  if (built.status !== 0) throw new Problem(`The build failed:\n${built.stdout}${built.stderr}`);
  writeFileSync(stamp, fingerprint);
}

async function isFree(port: number, host: string): Promise<boolean> {
  const probe = createServer();
  const free = await new Promise<boolean>((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => resolve(true));
  });
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

/** A given port must be free; otherwise the first free one from `from` on. */
async function choosePort(name: "PORT" | "COLLAB_PORT", from: number, host: string): Promise<number> {
  const given = process.env[name];
  if (given) {
    if (await isFree(Number(given), host)) return Number(given);
    throw new Problem(`Port ${given} (${name}) is taken by another program. Choose another, or leave ${name} out.`);
  }
  for (let port = from; port < from + 200; port++) {
    if ((await isFree(port, host)) && (await isFree(port, "::1").catch(() => true))) return port;
  }
  throw new Problem(`No free port between ${from} and ${from + 200}.`);
}

const RUNS_HERE = 7_308_433;

/** Says that we run on this Postgres, until the process ends: a second start here would stop it under the first. */
async function claim(connectionString: string) {
  const client = new pg.Client({ connectionString, application_name: "tandem start" });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1) as free", [RUNS_HERE]);
  if (!rows[0]?.free) throw new Problem("Tandem runs from this folder already. Stop it first, or set TANDEM_DATA to another folder.");
}

type Child = { name: string; stop(): Promise<void>; done: Promise<void> };

/** Runs a process and starts it again, with growing pauses, when it dies. */
function keepRunning(name: string, args: string[], env: NodeJS.ProcessEnv): Child {
  let child: ChildProcess;
  let stopping = false;
  let failures = 0;
  let finish = () => {};
  const done = new Promise<void>((resolve) => (finish = resolve));
  const run = () => {
    const startedAt = Date.now();
    child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("exit", (code, signal) => {
      if (stopping) return finish();
      failures = Date.now() - startedAt > 30_000 ? 0 : failures + 1;
      const pause = RESTART_MS[Math.min(failures, RESTART_MS.length - 1)] ?? 10_000;
      say(`${name} ended (${signal ?? code}); starting it again in ${pause / 1000} s.`);
      setTimeout(() => (stopping ? finish() : run()), pause);
    });
  };
  run();
  return {
    name,
    done,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const killed = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await done;
      clearTimeout(killed);
    },
  };
}

async function untilReady(url: string) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const ready = await fetch(`${url}/readyz`).then((response) => response.ok, () => false);
    if (ready) return;
    await sleep(50);
  }
  throw new Problem(`${url} did not become ready within a minute. Its log is above.`);
}

async function main() {
  console.log(isDevelopment ? "Tandem, in development" : "Tandem");
  mkdirSync(dataFolder, { recursive: true });
  const secrets = readSecrets();
  if (!isDevelopment) buildIfNeeded();

  let postgres: EmbeddedPostgres | undefined;
  let children: Child[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= (async () => {
      console.log("");
      say("Stopping: web and collab first, Postgres last.");
      await Promise.all(children.map((child) => child.stop()));
      await postgres?.stop();
      say("Stopped. Every session is kept.");
    })());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0)));
  }

  let databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl) say("Using the Postgres of DATABASE_URL.");
  else {
    postgres = await startEmbeddedPostgres(path.join(dataFolder, "postgres"), { onNote: say });
    await claim(postgres.connectionString);
    say(postgres.reused ? "Found our Postgres still running, using it." : "Started Postgres.");
    databaseUrl = postgres.connectionString;
  }
  try {
    const db = openDatabase({ connectionString: process.env.DIRECT_DATABASE_URL || databaseUrl, poolSize: 1, queryTimeoutMs: 0 });
    const applied = await migrate(db).finally(() => db.destroy());
    if (applied.length > 0) say(`Brought the tables up to date (${applied.join(", ")}).`);

    const host = process.env.HOST || "127.0.0.1";
    const port = await choosePort("PORT", FIRST_PORT, host);
    const collabPort = await choosePort("COLLAB_PORT", port + 1, "127.0.0.1");
    const origin = process.env.APP_ORIGIN || `http://localhost:${port}`;
    const env: NodeJS.ProcessEnv = {
      ...secrets,
      LOG_LEVEL: "warn",
      ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value)),
      NODE_ENV: isDevelopment ? "development" : "production",
      DATABASE_URL: databaseUrl,
      APP_ORIGIN: origin,
      PORT: String(port),
      COLLAB_PORT: String(collabPort),
    };
    if (stopping) return;
    const watch = isDevelopment ? ["--watch-path=collab", "--watch-path=db"] : [];
    children = [
      keepRunning("collab", [...watch, "collab/server.ts"], { ...env, HOST: "127.0.0.1" }),
      keepRunning("web", ["app/server.ts"], { ...env, HOST: host }),
    ];
    await Promise.all([untilReady(`http://127.0.0.1:${collabPort}`), untilReady(`http://${host.includes(":") ? "localhost" : host}:${port}`)]);
    say("Ready. Ctrl+C stops it.");
    console.log(`\n  ${origin}\n`);
    await Promise.all(children.map(({ done }) => done));
  } catch (error) {
    await stop();
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Problem ? `\n  ${error.message}` : error);
  process.exit(1);
});
