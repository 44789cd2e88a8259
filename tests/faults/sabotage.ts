/**
 * Shows that the tests can fail: each patch in `sabotage/` puts one bug into a copy of the tree, and the test that is
 * meant for it is run there. `npx node tests/faults/sabotage.ts [name …]` ends with 1 when one of them still passes.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const TIMEOUT_MS = 400_000;

type Trial = { command: string[]; says: RegExp };

const faults = (nodes: number, says: RegExp): Trial => ({
  command: [
    "node",
    "tests/faults/run.ts",
    "--bail",
    "--seed",
    "1",
    "--seeds",
    "6",
    "--seconds",
    "25",
    "--nodes",
    String(nodes),
  ],
  says,
});
const test = (file: string, name: string): Trial => ({
  command: ["npx", "vitest", "run", file, "--testNamePattern", name],
  says: /AssertionError|did not come true/,
});
const LOST = /: [1-9]\d* lost; see/;

const trials: Record<string, Trial> = {
  "stock-persistence": faults(1, LOST),
  "acknowledged-before-commit": faults(1, LOST),
  "acknowledged-by-state-vector": test("tests/faults/marks.test.ts", "L3 a deletion"),
  "relayed-updates-not-logged": faults(3, LOST),
  "compaction-by-maximum-id": test("tests/db/compaction.test.ts", "L5 compaction takes"),
  "retry-numbers-anew": faults(1, /logged twice by one node/),
  "retry-adds-again": test("tests/faults/marks.test.ts", "L2"),
  "marks-answered-before-sync": test("tests/faults/marks.test.ts", "L3"),
  "marks-answered-while-structs-wait": test("tests/faults/marks.test.ts", "L4"),
  "unload-does-not-wait": test("tests/faults/marks.test.ts", "L6"),
  "waiting-rows-left-out": test("tests/db/compaction.test.ts", "P1 L5"),
};

const run = (cwd: string, [command = "", ...args]: string[]) =>
  spawnSync(command === "node" ? process.execPath : command, args, {
    cwd,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" },
  });

/** The tree as it is, changed or not, without what git ignores. */
function copyTree(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "tandem-sabotage-"));
  const files = run(root, ["git", "ls-files", "--cached", "--others", "--exclude-standard"]).stdout.trim().split("\n");
  for (const file of files) cpSync(path.join(root, file), path.join(copy, file));
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

function isFound(name: string, { command, says }: Trial): boolean {
  const copy = copyTree();
  try {
    const patched = run(copy, ["git", "apply", path.join(root, "tests", "faults", "sabotage", `${name}.patch`)]);
    if (patched.status !== 0) throw new Error(`${name}.patch does not fit the tree any more:\n${patched.stderr}`);
    const { status, stdout, stderr } = run(copy, command);
    const said = (stdout + stderr).split("\n").filter((line) => says.test(line));
    const found = status !== 0 && said.length > 0;
    console.log(
      `${name}: ${found ? "found" : "NOT FOUND"} by ${command.join(" ")}\n  ${found ? said[0]?.trim() : (stdout + stderr).slice(-2_000)}`,
    );
    return found;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(trials);
const missed = names.filter((name) => {
  const trial = trials[name];
  if (!trial) throw new Error(`There is no sabotage called ${name}.`);
  return !isFound(name, trial);
});
process.exit(missed.length > 0 ? 1 : 0);
