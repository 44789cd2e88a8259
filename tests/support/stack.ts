import { passSockets } from "../../start/pass-sockets.ts";
import { freePort } from "./free-port.ts";
import type { User } from "../../db/users.ts";
import { createDatabase, type TestDatabase } from "./database.ts";
import { type Link, openLink } from "./link.ts";
import { AUTH_SECRET, newSession, type Person, type SessionWish, signUpGuest } from "./person.ts";
import { prepareProcess, type TestProcess } from "./process.ts";

export type { Person } from "./person.ts";

export type Stack = TestDatabase & {
  /** The web process, as `http://localhost:port`; also what a page's Origin is. */
  origin: string;
  collabOrigin: string;
  /** The wire between browsers and the web process, where one was asked for. */
  front: Link | undefined;
  web: TestProcess;
  collab: TestProcess;
  /** Ends the collab process with a signal and starts another on the same port. */
  restartCollab: (signal: NodeJS.Signals) => Promise<void>;
  signUp: (name: string) => Promise<Person>;
  /** A session with one file, `main.ts`; anybody with the link may edit it unless told. Returns its id. */
  newSession: (owner: User, wish?: SessionWish) => Promise<string>;
};

export type StackWish = {
  web?: boolean;
  env?: Record<string, string>;
  postgres?: string;
  link?: Link;
  front?: boolean;
  handsOver?: boolean;
};

/**
 * Real web and collab processes on free ports, over a fresh database. The build must be there for `web`, which may be
 * left out where no page is opened; `postgres` is another server than the run's, `link` the wire over which both
 * processes (not the test) reach it, `env` adds settings to both. With `front` browsers reach the web process over a
 * wire, too. With `handsOver` web hands sockets over to collab, as under `npm start`; else it pipes them. Going out of
 * scope stops both, and throws when one of them has logged an unhandled rejection.
 */
export async function startStack({
  web: hasWeb = true,
  env = {},
  postgres,
  link,
  front: hasFront = false,
  handsOver = false,
}: StackWish = {}): Promise<Stack> {
  const database = await createDatabase(postgres);
  const [port, collabPort] = [await freePort(), await freePort()];
  const front = hasFront ? await openLink(`http://localhost:${port}`) : undefined;
  const { origin } = new URL(front?.url ?? `http://localhost:${port}`);
  const collabOrigin = `http://127.0.0.1:${collabPort}`;
  const settings: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    DATABASE_URL: link?.over(database.databaseUrl) ?? database.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: origin,
    HOST: "127.0.0.1",
    PORT: String(port),
    COLLAB_PORT: String(collabPort),
    LOG_LEVEL: "warn",
    ...env,
  };
  const passer = handsOver ? passSockets() : undefined;
  const collab = prepareProcess("collab/server.ts", settings, collabOrigin, passer?.toCollab);
  const web = prepareProcess("app/server/server.ts", settings, `http://127.0.0.1:${port}`, passer?.fromWeb);
  async function dispose() {
    front?.[Symbol.dispose]();
    await Promise.all([web.stop(), collab.stop()]);
    await database[Symbol.asyncDispose]();
    for (const { output } of [web, collab]) {
      if (output().includes("unhandled rejection")) throw new Error(`An unhandled rejection:\n${output()}`);
    }
  }
  try {
    await Promise.all([collab.restart(), hasWeb && web.restart()]);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    ...database,
    origin,
    collabOrigin,
    front,
    web,
    collab,
    restartCollab: (signal) => collab.restart(signal),
    signUp: (name) => signUpGuest(database, name),
    newSession: (owner, wish) => newSession(database, owner, wish),
    [Symbol.asyncDispose]: dispose,
  };
}
