/** The whole test command: type check, build, unit and integration, end-to-end. Ends with one line of counts. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { chromiumPath } from "./support/chromium.ts";

const root = path.resolve(import.meta.dirname, "..");
const report = path.join(root, "build", "report.json");
let passed = 0;
let failed = 0;

const run = (command: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } }).status === 0;

/** Runs a command beside others, and shows what it printed once it is over, so that nothing of them is mixed. */
async function step(name: string, command: string, args: string[]) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [[code], ...printed] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  console.log(`\n${name}\n${printed.join("")}`.trimEnd());
  if (code === 0) passed++;
  else failed++;
}

/** Runs a test runner that writes its counts, and adds them up; no report counts as a failure. */
function suite(name: string, args: string[], env: Record<string, string>, counts: (json: never) => [number, number]) {
  console.log(`\n${name}`);
  rmSync(report, { force: true });
  const ok = run("npx", args, env);
  const [good, bad] = existsSync(report) ? counts(JSON.parse(readFileSync(report, "utf8")) as never) : [0, 1];
  passed += good;
  failed += ok ? bad : Math.max(bad, 1);
}

/** What the tests need beside Node: installed with apt-get where that can be done, named where it cannot. */
function needPrograms() {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"];
  const isThere = (name: string) => folders.some((folder) => existsSync(path.join(folder, name)));
  const missing = [
    ...(chromiumPath() ? [] : ["chromium-headless-shell"]),
    ...["redis-server", "pgbouncer"].filter((name) => !isThere(name)),
  ];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.log(`The tests need ${missing.join(" and ")}: install that first. CHROMIUM may name a Chromium elsewhere.`);
    process.exit(1);
  }
  console.log(`Installing ${missing.join(" and ")} with apt-get, for the tests.`);
  run("apt-get", ["-qq", "update"]);
  if (!installQuietly(missing)) process.exit(1);
}

/** Debian starts a service with the package that brings it, unless this file forbids that: the tests start their own. */
function installQuietly(packages: string[]): boolean {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...packages], { DEBIAN_FRONTEND: "noninteractive" });
  } finally {
    if (isOurs) rmSync(policy);
  }
}

needPrograms();
await Promise.all([
  step("Type check", "npx", ["tsc"]),
  step("Lint", "npx", ["eslint", "."]),
  step("Build", "npx", ["remix", "vite:build"]),
]);
suite("Unit and integration", ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], {}, (json: { numPassedTests: number; numFailedTests: number }) => [json.numPassedTests, json.numFailedTests]);
suite("End to end", ["playwright", "test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, (json: { stats: { expected: number; unexpected: number; flaky: number } }) => [json.stats.expected, json.stats.unexpected + json.stats.flaky]);

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
