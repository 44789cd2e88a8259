import { CompiledQuery, Kysely, type LogEvent, PostgresDialect } from "kysely";
import pg from "pg";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;

export type DatabaseOptions = {
  connectionString: string;
  /** Most connections at once, 10 by default. */
  poolSize?: number;
  /** How long one query may take; 0 is for ever, for migrations. 8,000 ms by default. */
  queryTimeoutMs?: number;
  /** A pooler is in between, which may give each transaction another connection: nothing is prepared by name. */
  isPooled?: boolean;
  /** Called with each query and its time in milliseconds (`LOG=sql`). */
  onQuery?: (query: { sql: string; ms: number; failed: boolean }) => void;
  /** Called when a connection breaks; the pool opens another by itself. */
  onLost?: (error: Error) => void;
};

type Opened = Pick<DatabaseOptions, "isPooled" | "onQuery"> & { pool: pg.Pool };

const opened = new WeakMap<Database, Opened>();

/** Connections of a database's pool: how many are open, how many of them idle, and how many queries wait for one. */
export function poolCounts(db: Database): { total: number; idle: number; waiting: number } {
  const { totalCount = 0, idleCount = 0, waitingCount = 0 } = opened.get(db)?.pool ?? {};
  return { total: totalCount, idle: idleCount, waiting: waitingCount };
}

/** pg's message for that error, which has no code. */
const QUERY_TIMED_OUT = "Query read timeout";

/**
 * A connection on which a query got no answer in time is given up: pg would hand it out again, and every query after it
 * would wait behind the one that is stuck, for as long as the dead connection looks open.
 */
class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => Promise<unknown>;
    this.query = ((...args: unknown[]) => {
      const answer = query(...args);
      answer?.catch?.((error: unknown) => {
        if (error instanceof Error && error.message === QUERY_TIMED_OUT) this.connection.stream.destroy();
      });
      return answer;
    }) as typeof this.query;
  }
}

/**
 * Opens the process' one pool. `await database.destroy()` closes it. Nothing connects until the first query; an
 * unreachable server makes queries reject within 5 s, one that no longer answers within `queryTimeoutMs`. `isPassing`
 * is true for both.
 */
export function openDatabase({
  connectionString,
  poolSize = 10,
  queryTimeoutMs = 8_000,
  isPooled,
  onQuery,
  onLost,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    Client: ImpatientClient,
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    query_timeout: queryTimeoutMs,
    maxLifetimeSeconds: 600,
    application_name: "tandem",
  });
  // Without a listener Node ends the process when a connection breaks: the pool listens only to those that are idle.
  pool.on("connect", (client) => client.on("error", (error) => onLost?.(error)));
  pool.on("error", () => {});
  const database = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(onQuery && {
      log: (event: LogEvent) =>
        onQuery({ sql: event.query.sql, ms: event.queryDurationMillis, failed: event.level === "error" }),
    }),
  });
  opened.set(database, { pool, isPooled, onQuery });
  return database;
}

/**
 * Runs a statement past Kysely, prepared once a connection, and returns how many rows it has changed: for what runs so
 * often that compiling and parsing it count. `name` is one for each `text`. Of `values` pg sends a Buffer in Postgres'
 * binary format, and everything else as text. A connection on which it fails is given up. In a transaction it is a
 * statement like any other.
 */
export async function runPrepared(
  db: Database,
  { name, text }: { name: string; text: string },
  values: (string | Buffer)[],
): Promise<number> {
  const found = opened.get(db);
  if (!found) return Number((await db.executeQuery(CompiledQuery.raw(text, values))).numAffectedRows ?? 0);
  const { pool, isPooled, onQuery } = found;
  const startedAt = performance.now();
  let failed = true;
  try {
    const { rowCount } = await pool.query({ name: isPooled ? undefined : name, text, values });
    failed = false;
    return rowCount ?? 0;
  } finally {
    onQuery?.({ sql: text, ms: performance.now() - startedAt, failed });
  }
}

/** True for failures that a later try may overcome: connection lost, server starting or stopping, time-out. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    /^(08|53|57P|40)/.test(code) ||
    /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code) ||
    /terminat|timeout|Connection ended|connect/i.test(error.message)
  );
}
