import { freePort } from "./free-port.ts";
import { createDatabase, type TestDatabase } from "./database.ts";
import { AUTH_SECRET } from "./person.ts";
import { prepareProcess } from "./process.ts";

export type Web = TestDatabase & { origin: string };

/**
 * A web process behind a proxy (`TRUST_PROXY=1`), without a collab node, over a fresh database; `prepare` fills it
 * before the process starts. It stops when it goes out of scope.
 */
export async function startWebAlone(
  env: Record<string, string> = {},
  prepare?: (database: TestDatabase) => Promise<void>,
): Promise<Web> {
  const database = await createDatabase();
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const own = {
    DATABASE_URL: database.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: origin,
    HOST: "127.0.0.1",
    PORT: port,
    LOG_LEVEL: "warn",
    TRUST_PROXY: "1",
    COLLAB_NODES: "127.0.0.1:1",
  };
  const web = prepareProcess(
    "app/server/server.ts",
    { PATH: process.env.PATH, NODE_ENV: "production", ...own, ...env },
    origin,
  );
  async function dispose() {
    await web.stop();
    await database[Symbol.asyncDispose]();
  }
  try {
    await prepare?.(database);
    await web.restart();
  } catch (error) {
    await dispose();
    throw error;
  }
  return { ...database, origin, [Symbol.asyncDispose]: dispose };
}
