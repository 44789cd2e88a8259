import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Flood } from "../support/flooder.ts";
import { sumOf } from "../support/metrics.ts";
import { root } from "../support/root.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";

export const test = stackTest({ web: false })
  .extend(
    "read",
    { scope: "file" },
    ({ stack }) =>
      (name: string, labels?: Record<string, string>) =>
        sumOf(stack.collabOrigin, name, labels),
  )
  .extend(
    "memory",
    { scope: "file" },
    ({ stack }) =>
      () =>
        Number(readFileSync(`/proc/${stack.collab.pid()}/status`, "utf8").match(/VmRSS:\s+(\d+)/)?.[1]) * 1_024,
  )
  /** Runs a flood in a process of its own; resolves when it has begun. */
  .extend(
    "startFlood",
    { scope: "file" },
    ({ stack }) =>
      async (wish: Pick<Flood, "kind" | "sessionId" | "ms" | "sockets">, person: Person) => {
        const flood: Flood = { ...wish, collabOrigin: stack.collabOrigin, origin: stack.origin, cookie: person.cookie };
        const child = spawn(process.execPath, ["tests/support/flooder.ts", JSON.stringify(flood)], {
          cwd: root,
          stdio: ["ignore", "pipe", "inherit"],
        });
        let output = "";
        child.stdout.on("data", (chunk) => (output += String(chunk)));
        const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
        await until(() => output.includes("begins"));
        return {
          /** Resolves with how many frames it has sent, and how many of its sockets were closed. */
          async done() {
            await ended;
            return JSON.parse(output.trim().split("\n").at(-1) ?? "") as { sent: number; closed: number };
          },
          [Symbol.dispose]: () => void child.kill("SIGKILL"),
        };
      },
  );
