import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const root = path.resolve(import.meta.dirname, "../..");
const READY_TIMEOUT_MS = 30_000;

export type TestProcess = {
  /** Everything it has printed, for the message of a failed test. */
  output: () => string;
  isRunning: () => boolean;
  pid: () => number;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Ends it with `signal` (SIGTERM unless told), starts it on the same port and waits until it is ready. */
  restart: (signal?: NodeJS.Signals) => Promise<void>;
};

/** A process of `file` that is not started yet: `restart()` does that and waits for `/readyz` at `origin`. */
export function prepareProcess(file: string, env: NodeJS.ProcessEnv, origin: string): TestProcess {
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

  function pid() {
    if (!child?.pid || !isRunning()) throw new Error(`${file} does not run.`);
    return child.pid;
  }
  return { output: () => output, isRunning, pid, stop, restart };
}
