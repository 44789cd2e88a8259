import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isPassing } from "../db/client.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { Problem, say, sentenceOf } from "./problem.ts";

const LOCK = 7_263_361;
const LOCK_NOT_AVAILABLE = "55P03";
const TRIES = 3;
const RESTART_MS = 1_000;

/**
 * The embedded Postgres of one data folder, for one Tandem at a time: a second one on the same data would stop the
 * Postgres of the first. Whoever holds an advisory lock in it is the one; the lock goes when its holder dies.
 * The lock's connection also tells when Postgres dies: it is then started again, on the same port.
 */
export async function runOwnPostgres(
  dataFolder: string,
): Promise<{ connectionString: string; publish: (address: string) => void; stop: () => Promise<void> }> {
  const folder = path.join(dataFolder, "postgres");
  const addressFile = path.join(dataFolder, "address");
  let stopping = false;
  let reviving: Promise<void> | undefined;
  let { postgres, lock } = await start();
  const { connectionString } = postgres;
  const port = Number(new URL(connectionString).port);
  rmSync(addressFile, { force: true });
  say(postgres.reused ? "Found our Postgres still running, using it." : "Started Postgres.");

  async function start(port?: number, tries = TRIES): Promise<{ postgres: EmbeddedPostgres; lock: pg.Client }> {
    const postgres = await startEmbeddedPostgres(folder, { onNote: say, port }).catch((error: unknown) => {
      throw new Problem(sentenceOf(error));
    });
    try {
      return { postgres, lock: await takeLock(postgres.connectionString) };
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)
        throw new Problem(describeOther(addressFile));
      // The Tandem to which it belonged was just stopping it.
      if (isPassing(error) && tries > 1) return start(port, tries - 1);
      throw error;
    }
  }

  function watch() {
    lock.once("end", () => {
      if (!stopping) reviving = revive();
    });
  }
  async function revive() {
    say("Postgres ended; starting it again.");
    while (!stopping) {
      try {
        ({ postgres, lock } = await start(port));
        return watch();
      } catch (error) {
        say(`Postgres did not start: ${sentenceOf(error)}`);
        await sleep(RESTART_MS);
      }
    }
  }
  watch();

  return {
    connectionString,
    publish: (address) => writeFileSync(addressFile, `${address} (process ${process.pid})`),
    async stop() {
      stopping = true;
      rmSync(addressFile, { force: true });
      await reviving;
      // The lock is released only when Postgres ends, so that nobody takes over a server that is about to stop.
      await postgres.stop();
    },
  };
}

/** Waits for a moment: the connection of a Tandem that was killed just now may not have ended yet. */
async function takeLock(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: "tandem start" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("set lock_timeout = '1s'");
    await client.query(`select pg_advisory_lock(${LOCK})`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

function describeOther(addressFile: string): string {
  let where = "";
  try {
    where = ` at ${readFileSync(addressFile, "utf8")}`;
  } catch {
    // It is about to start, too.
  }
  return `Tandem runs${where} already, with the same data: use that one, stop it first, or choose another data folder with TANDEM_DATA.`;
}
