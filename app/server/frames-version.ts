/** Which frames these are in which people's code runs: what a browser has kept of others is of no use to a page. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

const PARTS = [
  "../runner/frame.js",
  "../runner/preview/frame.js",
  "caged-page.ts",
  "runner-page.ts",
  "preview-page.ts",
];

export function framesVersion(): string {
  const hash = createHash("sha256");
  for (const part of PARTS) hash.update(readFileSync(path.join(import.meta.dirname, part)));
  return hash.digest("hex").slice(0, 16);
}
