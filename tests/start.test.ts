import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "./support/process.ts";
import { until } from "./support/until.ts";

/** `npm run dev` with its data in `data`, which needs no build; the ports are the next free ones. */
function start(data: string) {
  const child = spawn(process.execPath, ["start.ts", "--dev"], { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: "development", TANDEM_DATA: data }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { output: () => output, ended, stop: () => child.kill("SIGINT") };
}

test("P12 a second start from the same folder says so, and leaves the first alone", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "tandem-start-"));
  chmodSync(data, 0o711);
  const first = start(data);
  try {
    const origin = await until(() => /http:\/\/localhost:\d+/.exec(first.output())?.[0], 60_000);
    const second = start(data);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("Tandem runs from this folder already.");
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, "ready"]);
  } finally {
    first.stop();
    expect(await first.ended, first.output()).toBe(0);
    rmSync(data, { recursive: true, force: true });
  }
}, 120_000);
