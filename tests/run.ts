/** The whole test command: type check, build, unit and integration, end-to-end. Ends with one line of counts. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromiumPath } from "./support/chromium.ts";
import { firefoxPath } from "./support/firefox.ts";
import { root } from "./support/root.ts";
import { step } from "./support/step.ts";

const report = path.join(root, "build", "report.json");
let passed = 0;
const failures: string[] = [];

const run = (command: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } })
    .status === 0;

type Outcome = { passed: number; failures: string[] };

/** Runs a test runner that writes a report, and adds it up; no report counts as a failure. */
function suite(name: string, args: string[], env: Record<string, string>, read: (json: never) => Outcome) {
  console.log(`\n${name}`);
  rmSync(report, { force: true });
  const ok = run("npx", args, env);
  const outcome = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")) as never)
    : { passed: 0, failures: [] };
  passed += outcome.passed;
  failures.push(...(ok || outcome.failures.length > 0 ? outcome.failures : [name]));
}

type VitestReport = {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

const readVitest = ({ numPassedTests, testResults }: VitestReport): Outcome => ({
  passed: numPassedTests,
  failures: testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name);
    const failed = assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${file} › ${test.fullName}\n${test.failureMessages.join("\n")}`);
    // What stands in no test, such as an import.
    return failed.length > 0 || status !== "failed" ? failed : [`${file}\n${message}`];
  }),
});

type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs: { title: string; file: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
};

type PlaywrightReport = {
  suites: PlaywrightSuite[];
  stats: { expected: number };
  /** What stands in no test, such as the end of what a worker has started. */
  errors: { message?: string }[];
};

/** A test that passed only when it was tried again has failed. */
function readPlaywright({ suites, stats, errors }: PlaywrightReport): Outcome {
  const specsOf = (suite: PlaywrightSuite): PlaywrightSuite["specs"] => [
    ...suite.specs,
    ...(suite.suites ?? []).flatMap(specsOf),
  ];
  const failed = suites
    .flatMap(specsOf)
    .filter(({ tests }) => tests.some(({ status }) => status === "unexpected" || status === "flaky"));
  return {
    passed: stats.expected,
    failures: [
      ...failed.map(
        ({ file, title, tests }) =>
          `tests/e2e/${file} › ${title}\n${tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? "")).join("\n")}`,
      ),
      ...errors.map(({ message = "" }) => message),
    ],
  };
}

/** What the tests need beside Node: installed with apt-get where that can be done, named where it cannot. */
function needPrograms() {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"];
  const isThere = (name: string) => folders.some((folder) => existsSync(path.join(folder, name)));
  const missing = [
    ...(chromiumPath() ? [] : ["chromium-headless-shell"]),
    ...(firefoxPath() ? [] : ["firefox-esr"]),
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

/**
 * Debian starts a service with the package that brings it, unless this file forbids that: the tests start their own.
 */
function installQuietly(packages: string[]): boolean {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...packages], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  } finally {
    if (isOurs) rmSync(policy);
  }
}

needPrograms();
const steps = await Promise.all([
  step("Type check", "npx", ["tsc"]),
  step("Lint", "npm", ["run", "lint"]),
  step("Build", "npx", ["remix", "vite:build"]),
]);
passed += steps.filter(({ ok }) => ok).length;
failures.push(...steps.filter(({ ok }) => !ok).map(({ name }) => name));
suite(
  "Unit and integration",
  ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  {},
  readVitest,
);
suite(
  "End to end",
  ["playwright", "test", "--reporter=list,json"],
  { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  readPlaywright,
);

// Once more and together: what failed first is thousands of lines above.
for (const failure of failures) console.log(`\nFailed: ${failure.split("\n").slice(0, 15).join("\n")}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
