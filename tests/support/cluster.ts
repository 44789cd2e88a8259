import { freePort } from "./free-port.ts";
import type { User } from "../../db/users.ts";
import { createDatabase, type TestDatabase } from "./database.ts";
import type { Link } from "./link.ts";
import { AUTH_SECRET, newSession, type Person, type SessionWish, signUpGuest } from "./person.ts";
import { prepareProcess, type TestProcess } from "./process.ts";

export type Node = TestProcess & { origin: string };

export type Cluster = TestDatabase & {
  nodes: Node[];
  /** What a page's Origin is. */
  page: string;
  /** The settings that all processes share, for those that a test adds. */
  settings: NodeJS.ProcessEnv;
  signUp: (name: string) => Promise<Person>;
  newSession: (owner: User, wish?: SessionWish) => Promise<string>;
};

/**
 * Several collab nodes over one fresh database and, with `redis`, one Redis. `link` is the wire over which the nodes
 * (not the test) reach Postgres; `env` adds settings to all of them, `envOf` to the one of an index. Stops them when it
 * goes out of scope.
 */
export async function startCluster({
  size = 2,
  redis,
  postgres,
  link,
  page = "http://localhost:1",
  env = {},
  envOf = () => ({}),
}: {
  size?: number;
  redis?: string;
  postgres?: string;
  link?: Link;
  page?: string;
  env?: Record<string, string>;
  envOf?: (index: number) => Record<string, string>;
} = {}): Promise<Cluster> {
  const database = await createDatabase(postgres);
  const settings: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH,
    DATABASE_URL: link?.over(database.databaseUrl) ?? database.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: page,
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    ...(redis && { REDIS_URL: redis }),
    ...env,
  };
  const nodes: Node[] = [];
  for (let i = 0; i < size; i++) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    nodes.push(
      Object.assign(
        prepareProcess("collab/server.ts", { ...settings, COLLAB_PORT: String(port), ...envOf(i) }, origin),
        { origin },
      ),
    );
  }
  async function dispose() {
    await Promise.all(nodes.map((node) => node.stop()));
    await database[Symbol.asyncDispose]();
    for (const { output } of nodes)
      if (output().includes("unhandled rejection")) throw new Error(`An unhandled rejection:\n${output()}`);
  }
  try {
    await Promise.all(nodes.map((node) => node.restart()));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    ...database,
    nodes,
    page,
    settings,
    signUp: (name) => signUpGuest(database, name),
    newSession: (owner, wish) => newSession(database, owner, wish),
    [Symbol.asyncDispose]: dispose,
  };
}
