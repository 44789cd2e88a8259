import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { webEnv } from "../../app/server/env.ts";
import { root } from "./root.ts";
import { descendantsOf, isRunning } from "./processes.ts";
import { until } from "./until.ts";

const READY_TIMEOUT_MS = 300_000;
const unset = Object.fromEntries(Object.keys(webEnv).map((name) => [name, ""]));

/** A fresh folder that goes with its variable. Others may pass through it, as Postgres must when root starts it. */
export function temporaryFolder(mode = 0o711) {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-start-"));
  chmodSync(folder, mode);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Tandem = ReturnType<typeof runTandem>;

type Wish = {
  /** The data folder. */
  data: string;
  /** Settings besides; all others are empty, so that a `.env` of the checkout does not reach the test. */
  env?: Record<string, string>;
  script?: "start" | "dev" | "dev:inspect" | "dev:collab";
  checkout?: string;
  /** Another command than `npm run` with the script. */
  command?: [string, ...string[]];
};

/**
 * `npm start`, or another command, as a terminal runs it: a process group of its own, and nothing in the environment
 * that it does not need.
 */
export function runTandem({
  data,
  env = {},
  script = "start",
  checkout = root,
  command = ["npm", "run", script],
}: Wish) {
  const { PATH, HOME } = process.env;
  const [program, ...args] = command;
  const npm: ChildProcess = spawn(program, args, {
    cwd: checkout,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...unset, PATH, HOME, TANDEM_DATA: data, ...env } as unknown as NodeJS.ProcessEnv,
  });
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => npm.once("close", resolve));
  const group = npm.pid ?? 0;
  const hasEnded = () => npm.exitCode !== null || npm.signalCode !== null;
  const find = (pattern: RegExp) => descendantsOf(group).find(({ command }) => pattern.test(command))?.pid;
  const addresses = () => output.match(/https?:\/\/\S+/g) ?? [];
  return {
    output: () => output,
    addresses,
    /** npm itself. */
    npm: group,
    supervisor: () => until(() => find(/node start\.ts/)),
    web: () => until(() => find(/app\/server\/server\.ts/)),
    collab: () => until(() => find(/collab\/server\.ts/)),
    /** Resolves with the address when it is ready. */
    async ready() {
      await until(() => /Ready\.[^]*http/.test(output) || hasEnded(), READY_TIMEOUT_MS);
      const [address] = addresses();
      if (hasEnded() || !address) throw new Error(`${command.join(" ")} ended:\n${output}`);
      return address;
    },
    /** What a terminal does at Ctrl+C, or when its window is closed. */
    signalGroup: (signal: NodeJS.Signals) => process.kill(-group, signal),
    /** Nobody reads its output any more. */
    hangUp: () => [npm.stdout, npm.stderr].forEach((stream) => stream?.destroy()),
    /** The exit code, once all output has been read. */
    ended,
    async [Symbol.asyncDispose]() {
      if (!hasEnded()) process.kill(-group, "SIGKILL");
      await ended;
      const pid = postgresPid(data);
      if (pid) process.kill(pid, "SIGQUIT");
      await until(() => !pid || !isRunning(pid));
    },
  };
}

/** The Postgres that runs on a data folder. */
export function postgresPid(data: string): number | undefined {
  const file = path.join(data, "postgres", "data", "postmaster.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : undefined;
  return pid && isRunning(pid) ? pid : undefined;
}
