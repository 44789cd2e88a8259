import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { noteMetrics } from "./metrics.ts";
import { root } from "./root.ts";

const READY_TIMEOUT_MS = 300_000;
const STOPPED_TIMEOUT_MS = 300_000;

export type TestProcess = {
  /** Everything it has printed, for the message of a failed test. */
  output: () => string;
  isRunning: () => boolean;
  pid: () => number;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it, where it does one thing and ends, and waits for that. Throws when it fails. */
  run: () => Promise<void>;
  /** Ends it with `signal` (SIGTERM unless told), starts it on the same port and waits until it is ready. */
  restart: (signal?: NodeJS.Signals) => Promise<void>;
};

/**
 * A process of `file` that is not started yet: `restart()` does that and waits for `/readyz` at `origin`. Its numbers
 * are at a port that is chosen here, see `metrics.ts`. `onStart` is called with each process that is started.
 */
export function prepareProcess(
  file: string,
  env: NodeJS.ProcessEnv,
  origin: string,
  onStart?: (child: ChildProcess) => void,
): TestProcess {
  let child: ChildProcess | undefined;
  let output = "";
  let metricsPort: string | undefined;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  async function stop(signal: NodeJS.Signals = "SIGTERM") {
    if (!child || !isRunning()) return;
    const ended = once(child, "exit", { signal: AbortSignal.timeout(STOPPED_TIMEOUT_MS) });
    child.kill(signal);
    await ended.catch(() => {
      child?.kill("SIGKILL");
      throw new Error(`${file} did not end by ${signal}:\n${output}`);
    });
  }

  async function start() {
    metricsPort ??= String(await freePort());
    // A migration answers nowhere.
    if (URL.canParse(origin)) noteMetrics(origin, Number(metricsPort));
    const settings = {
      ...env,
      NODE_COMPILE_CACHE: path.join(root, "build/compile-cache"),
      METRICS_PORT: metricsPort,
      COLLAB_METRICS_PORT: metricsPort,
    };
    // By the channel it notices when we are gone, as by `kill -9`, and stops.
    const started = spawn(process.execPath, [file], {
      cwd: root,
      env: settings,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [started.stdout, started.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
    onStart?.(started);
    return (child = started);
  }

  async function run() {
    const [code] = (await once(await start(), "exit")) as [number | null];
    if (code !== 0) throw new Error(`${file} failed:\n${output}`);
  }

  async function restart(signal?: NodeJS.Signals) {
    await stop(signal);
    await start();
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (isRunning() && Date.now() < deadline) {
      if (
        await fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await sleep(20);
    }
    throw new Error(`${file} did not become ready:\n${output}`);
  }

  function pid() {
    if (!child?.pid || !isRunning()) throw new Error(`${file} does not run.`);
    return child.pid;
  }
  return { output: () => output, isRunning, pid, stop, run, restart };
}
