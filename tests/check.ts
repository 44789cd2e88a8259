/** For each commit: types, lint, layout and the tests that start nothing. It keeps caches, so it is quick. */
import { step } from "./support/step.ts";

const CACHE = "node_modules/.cache";

const steps = await Promise.all([
  step("Unit tests", "npx", ["vitest", "run", "--project", "unit", "--reporter=dot"]),
  step("Types", "npx", ["tsc", "--incremental", "--tsBuildInfoFile", `${CACHE}/tsc.json`]),
  step("Lint", "npx", ["eslint", "--cache", "--cache-location", `${CACHE}/eslint/`, "."]),
  step("Directions of imports", "npm", ["run", "--silent", "lint:imports"]),
  step("Leftovers", "npx", ["knip", "--no-progress"]),
  step("Layout", "npx", ["prettier", "--check", "--cache", "--log-level", "warn", "."]),
]);
const failed = steps.filter(({ ok }) => !ok).map(({ name }) => name);
console.log(failed.length > 0 ? `\nFailed: ${failed.join(", ")}` : "\nAll good.");
process.exit(failed.length > 0 ? 1 : 0);
