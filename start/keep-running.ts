import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PORT_TAKEN } from "../observe/run-process.ts";
import { Problem, say } from "./problem.ts";

/** Only to catch hangs: on a busy machine a start takes its time. */
const READY_TIMEOUT_MS = 180_000;
const RESTART_MS = [200, 1_000, 3_000, 10_000];
const STOP_TIMEOUT_MS = 12_000;

/** Another program has taken the port since we looked. */
export class PortTaken extends Problem {}

export type Kept = {
  /** Resolves when it first says that it listens; throws a Problem when it ends before that, or after three minutes. */
  ready: Promise<void>;
  /** Ends it, in order, and starts it anew. */
  restart: () => void;
  stop: () => Promise<void>;
};

type Wish = {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Is called with each process that is started. */
  onStart?: (child: ChildProcess) => void;
};

/**
 * Runs a file of ours as a process and starts it again, with growing pauses, when it dies. An IPC channel ties it to
 * us: when we are gone, even by `kill -9`, it notices and stops.
 */
export function keepRunning(name: string, file: string, { cwd, env, onStart }: Wish): Kept {
  let child: ChildProcess;
  let pause: NodeJS.Timeout | undefined;
  let failures = 0;
  let isReady = false;
  let wanted: "running" | "restarted" | "stopped" = "running";
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const tooLate = setTimeout(
    () => reject(new Problem(`${name} did not become ready within three minutes.`)),
    READY_TIMEOUT_MS,
  );
  ready.catch(() => {}).finally(() => clearTimeout(tooLate));

  function run() {
    const startedAt = Date.now();
    wanted = "running";
    child = spawn(process.execPath, [file], { cwd, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    onStart?.(child);
    child.on("error", (error) => say(`${name}: ${error.message}`));
    child.on("message", (message) => {
      if (message !== "ready") return;
      isReady = true;
      resolve();
    });
    child.once("close", (code, signal) => {
      if (!isReady)
        return reject(
          code === PORT_TAKEN
            ? new PortTaken(`The port of ${name} is taken.`)
            : new Problem(`${name} could not start; the reason is above.`),
        );
      if (wanted === "stopped") return;
      if (wanted === "restarted") return run();
      failures = Date.now() - startedAt > 30_000 ? 0 : failures + 1;
      const ms = RESTART_MS[Math.min(failures, RESTART_MS.length) - 1] ?? 0;
      say(`${name} ended (${signal ?? code}); starting it again in ${ms / 1000} s.`);
      pause = setTimeout(run, ms);
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  run();
  return {
    ready,
    restart() {
      failures = 0;
      clearTimeout(pause);
      if (hasEnded()) return run();
      wanted = "restarted";
      child.kill("SIGTERM");
    },
    async stop() {
      wanted = "stopped";
      clearTimeout(pause);
      if (hasEnded()) return;
      const ended = once(child, "close");
      child.kill("SIGTERM");
      const killed = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(killed);
    },
  };
}
