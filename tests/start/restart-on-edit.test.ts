import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startsAgain } from "../../start/restart-on-edit.ts";
import { root } from "../support/process.ts";

/** What a process that is started with `entry` reads of our sources: what it imports, and its threads. */
function sourcesOf(entry: string): string[] {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file) || !existsSync(path.join(root, file))) return;
    found.add(file);
    const source = readFileSync(path.join(root, file), "utf8").replace(/^import type [^;]*;/gm, "");
    for (const [, specifier = ""] of source.matchAll(/(?:\bfrom |\bimport |\bimport\(|new URL\()"(\.[^"]+\.ts)"/g))
      add(path.join(path.dirname(file), specifier));
  };
  add(entry);
  return [...found].sort();
}

test.each([
  ["web", "app/server/server.ts", "app/review/lint-worker.ts"],
  ["collab", "collab/server.ts", "collab/log/merge-worker.ts"],
] as const)("in development an edit of anything that %s reads from source starts it again", (name, entry, thread) => {
  const sources = sourcesOf(entry);
  expect(sources).toContain(thread);
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.filter((file) => !startsAgain(name, file))).toEqual([]);
});

test("an edit of what Vite bundles starts nothing again", () => {
  for (const file of ["app/root.tsx", "app/app.css", "app/routes/sessions.$sessionId/workspace.tsx", "app/ui/mark.tsx"])
    for (const name of ["web", "collab"] as const) expect(startsAgain(name, file), `${name} ${file}`).toBe(false);
});
