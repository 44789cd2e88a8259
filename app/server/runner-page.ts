/** The frame in which programs run, in workers (app/runner/frame.js). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { cagedPage } from "./caged-page.ts";

const script = readFileSync(path.join(import.meta.dirname, "..", "runner", "frame.js"), "utf8");
const hash = createHash("sha256").update(script).digest("base64");

export const runnerPage = cagedPage({
  script,
  policy: [
    // Without allow-same-origin: whatever the page says that frames this one.
    "sandbox allow-scripts",
    // Workers are made of texts, and WebAssembly and people's code are evaluated: here that is the purpose.
    `script-src 'sha256-${hash}' blob: 'unsafe-eval'`,
    "worker-src blob:",
  ],
});
