/** What a session's page has read out comes through one region (`announcer.tsx`). */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/root.ts";

const page = path.join(root, "app/routes/sessions.$sessionId");

test("the session's page has one live region, and alerts only where somebody types on meanwhile", () => {
  const found = globSync("**/*.{ts,tsx}", { cwd: page }).flatMap((file) =>
    [
      ...readFileSync(path.join(page, file), "utf8").matchAll(
        /aria-live\S*|\brole=(?:"(?:alert|log|status|timer|marquee)"|\{[^}]*\b(?:alert|status)\b[^}]*\})|<output\b/g,
      ),
    ].map(([what]) => `${file}: ${what}`),
  );
  expect(found.toSorted()).toEqual([
    'announcer.tsx: aria-live="polite"',
    'announcer.tsx: role="status"',
    // The announcer reads out what others write, each message once.
    'chat/message-log.tsx: aria-live="off"',
    'chat/message-log.tsx: role="log"',
    'files/file-gone.tsx: role="alert"',
    'files/file-name-field.tsx: role="alert"',
    'panel-boundary.tsx: role="alert"',
    // The announcer says how a run ended, and who is asked for input.
    'running/run-output.tsx: aria-live="off"',
    'running/run-output.tsx: role="log"',
    'search/query-field.tsx: role="alert"',
  ]);
});
