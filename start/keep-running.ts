import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem, say } from "./problem.ts";

const READY_TIMEOUT_MS = 60_000;
const RESTART_MS = [200, 1_000, 3_000, 10_000];
const STOP_TIMEOUT_MS = 12_000;

export type Kept = {
  /** Resolves when `/readyz` at `origin` says so; throws a Problem when the process ends before that. */
  untilReady: (origin: string, signal: AbortSignal) => Promise<void>;
  /** Ends it, in order, and starts it anew. */
  restart: () => void;
  stop: () => Promise<void>;
};

/**
 * Runs a file of ours as a process and starts it again, with growing pauses, when it dies.
 * It hangs on us by an IPC channel: when we are gone, also by `kill -9`, it notices and stops.
 */
export function keepRunning(name: string, file: string, { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }): Kept {
  let child: ChildProcess;
  let pause: NodeJS.Timeout | undefined;
  let failures = 0;
  let wanted: "running" | "restarted" | "stopped" = "running";

  function run() {
    const startedAt = Date.now();
    wanted = "running";
    child = spawn(process.execPath, [file], { cwd, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.on("error", (error) => say(`${name}: ${error.message}`));
    child.once("close", (code, signal) => {
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
    async untilReady(origin, signal) {
      const first = child;
      const deadline = Date.now() + READY_TIMEOUT_MS;
      while (!(await fetch(`${origin}/readyz`, { signal }).then(({ ok }) => ok, () => false))) {
        signal.throwIfAborted();
        if (first !== child || hasEnded()) throw new Problem(`${name} could not start; the reason is above.`);
        if (Date.now() > deadline) throw new Problem(`${name} did not become ready within a minute.`);
        await sleep(50, undefined, { signal });
      }
    },
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
