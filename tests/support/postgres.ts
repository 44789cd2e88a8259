import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../../start/embedded-postgres.ts";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

/**
 * A Postgres of its own in a fresh temporary folder; `stop()` also removes the folder.
 * It does not wait for the disk by default: only what survives a power cut would differ.
 */
export async function startPostgres({ fsync = false }: { fsync?: boolean } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-test-"));
  // Made for root alone, it would keep out the user that Postgres runs as.
  chmodSync(folder, 0o711);
  const settings = { max_connections: "600", fsync: fsync ? "on" : "off" };
  let server = await startEmbeddedPostgres(folder, { settings, port: await freePort() });
  const { dataFolder, connectionString } = server;
  return {
    connectionString,
    dataFolder,
    /**
     * Ends it as `pg_ctl -m immediate` does, and starts it on the same data; resolves with its new connection string.
     */
    async crash(): Promise<string> {
      const pid = Number(readFileSync(path.join(dataFolder, "postmaster.pid"), "utf8").split("\n")[0]);
      process.kill(pid, "SIGQUIT");
      await until(() => !isAlive(pid));
      server = await startEmbeddedPostgres(folder, { settings, port: await freePort() });
      return server.connectionString;
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
