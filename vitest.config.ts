import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { resolvePackages } from "./start/language-packages.ts";
import { importsOf } from "./tests/support/imports-of.ts";

/** What waits for a minute, or for many starts, begins at once, and the short ones pass beside it. */
const LONG = [
  "app/contract",
  "app/review/failing",
  "start/start",
  "start/problems",
  "faults/faults",
  "collab/cluster",
  "collab/cost",
  "collab/drain",
  "collab/floods",
  "collab/redis-paused",
  "collab/rolling",
  "collab/traces",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.includes(name));
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

/** Whatever of the tests' own starts something that runs beside them. */
const STARTS = /^tests\/support\/(process|processes|postgres|redis|pgbouncer|database|tandem)\.ts$/;
const files = globSync("tests/**/*.test.ts", { exclude: (name) => name === "e2e" });
const startsNothing = (file: string) => !importsOf(file).some((each) => STARTS.test(each));

export default defineConfig({
  plugins: [resolvePackages(import.meta.dirname)],
  test: {
    // Time-outs end hangs and nothing else: the machine may be busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Most of the time they wait for processes.
    maxWorkers: Math.min(2 * availableParallelism(), 8),
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "unit", include: files.filter(startsNothing) } },
      {
        extends: true,
        test: {
          name: "integration",
          include: files.filter((file) => !startsNothing(file)),
          globalSetup: "tests/support/one-postgres.ts",
        },
      },
    ],
  },
});
