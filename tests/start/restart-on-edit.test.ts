import { expect, test } from "vitest";
import { startsAgain } from "../../start/restart-on-edit.ts";
import { importsOf } from "../support/imports-of.ts";

test.each([
  ["web", "app/server/server.ts", "app/review/lint-worker.ts"],
  ["collab", "collab/server.ts", "collab/log/merge-worker.ts"],
] as const)("in development an edit of anything that %s reads from source starts it again", (name, entry, thread) => {
  const sources = importsOf(entry);
  expect(sources).toContain(thread);
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.filter((file) => !startsAgain(name, file))).toEqual([]);
});

test("an edit of what Vite bundles starts nothing again", () => {
  for (const file of ["app/root.tsx", "app/app.css", "app/routes/sessions.$sessionId/workspace.tsx", "app/ui/logo.tsx"])
    for (const name of ["web", "collab"] as const) expect(startsAgain(name, file), `${name} ${file}`).toBe(false);
});
