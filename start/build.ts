import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem, say } from "./problem.ts";

/** Everything that goes into the pages. */
const sources = [
  "app",
  "protocol",
  "db",
  "observe",
  "public",
  "start/codicon-font.ts",
  "start/finish-build.ts",
  "start/language-packages.ts",
  "start/runner-scripts.ts",
  "package.json",
  "package-lock.json",
  "languages/package-lock.json",
  "vite.config.ts",
  "remix.config.js",
];

/** One hash over the names and contents of all sources below `root`. */
function sourceFingerprint(root: string): string {
  const hash = createHash("sha256");
  const add = (entry: string) => {
    const full = path.join(root, entry);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) add(path.join(entry, name));
    else hash.update(`${entry}\0`).update(createHash("sha256").update(readFileSync(full)).digest());
  };
  sources.forEach(add);
  return hash.digest("hex");
}

const stampOf = (root: string) => path.join(root, "build", "fingerprint");

/** What every build does first: any edit from now on makes it stale. */
export function beginStamp(root: string) {
  mkdirSync(path.join(root, "build"), { recursive: true });
  writeFileSync(`${stampOf(root)}.begun`, sourceFingerprint(root));
}

/** What every build does last: a build that was cut short has no stamp. */
export const finishStamp = (root: string) => renameSync(`${stampOf(root)}.begun`, stampOf(root));

/** Whether the build was made from just these sources. */
export function isBuildFresh(root: string): boolean {
  return existsSync(stampOf(root)) && readFileSync(stampOf(root), "utf8") === sourceFingerprint(root);
}

/** Builds the pages unless there is a fresh build. */
export async function buildIfNeeded(root: string, signal: AbortSignal): Promise<void> {
  if (isBuildFresh(root)) return;
  say("Building the pages (once, about half a minute)…");
  const build = spawn("npm", ["run", "--silent", "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    signal,
  });
  let output = "";
  for (const stream of [build.stdout, build.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve, reject) => build.once("close", resolve).once("error", reject));
  signal.throwIfAborted();
  if (code !== 0) throw new Problem(`The pages could not be built:\n\n${output}`);
}
