/**
 * `npm run dev:collab`: one collab process with reload and nothing else, for several nodes by hand or beside a plain
 * `remix vite:dev`. There are no fallbacks, as with `npm run start:collab`; settings also come from `.env`.
 */
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { keepRunning } from "./keep-running.ts";
import { say, sentenceOf } from "./problem.ts";
import { restartOnEdit } from "./restart-on-edit.ts";

const root = path.resolve(import.meta.dirname, "..");
const settingsFile = path.join(root, ".env");
if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());

const collab = keepRunning("collab", "collab/server.ts", {
  cwd: root,
  env: { ...process.env, NODE_ENV: "development" },
});
try {
  await Promise.race([collab.ready, once(interrupted.signal, "abort")]);
  using _ = restartOnEdit(root, { collab });
  say(`collab listens on port ${process.env.COLLAB_PORT || 3001}. Ctrl+C stops it.`);
  if (!interrupted.signal.aborted) await once(interrupted.signal, "abort");
  await collab.stop();
  process.exit(0);
} catch (error) {
  console.error(`\n  ${sentenceOf(error)}`);
  process.exit(1);
}
