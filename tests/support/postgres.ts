import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../db/embedded.ts";

export type TestPostgres = Pick<EmbeddedPostgres, "connectionString" | "dataFolder" | "stop">;

/**
 * A Postgres of its own in a fresh temporary folder; `stop()` also removes the folder.
 * It does not wait for the disk unless told: only what survives a power cut would differ.
 */
export async function startPostgres({ fsync = false }: { fsync?: boolean } = {}): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-test-"));
  // Made for root alone, it would keep out the user that Postgres runs as.
  chmodSync(folder, 0o711);
  const settings = { max_connections: "300", fsync: fsync ? "on" : "off" };
  const { connectionString, dataFolder, stop } = await startEmbeddedPostgres(folder, { settings });
  return {
    connectionString,
    dataFolder,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
