import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../../db/embedded.ts";

/** A Postgres of its own in a fresh temporary folder, for one run of tests; `stop()` also removes the folder. */
export async function startPostgres(): Promise<{ connectionString: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-tests-"));
  // As root, Postgres runs as another user, who has to get into this folder.
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder, { settings: { max_connections: "300" } });
  return {
    connectionString: postgres.connectionString,
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
