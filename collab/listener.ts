/**
 * The connection that listens to Postgres' notifications, and makes sure that they arrive. One that is lost is
 * replaced, and `onGap` says that something may have been missed. Behind a pooler that swallows notifications it says
 * what is wrong, and tries again.
 */
import pg from "pg";
import type { Database } from "../db/client.ts";
import type { Log } from "../observe/log.ts";
import { receivesOwnNotification } from "./round-trip.ts";

const CHANNEL = "tandem";
const CONNECT_TIMEOUT_MS = 5_000;
/** From the loss of a connection to the next try. */
const RECONNECT_MS = 500;
/** Between two checks whether a pooler still swallows everything. */
const POOLED_RETRY_MS = 3_000;
/** A connection that died without a reset is noticed by a query that does not return. */
const PROBE_MS = 5_000;

/** The problem of a node at which no notification arrives, in words for its operator. */
const POOLED =
  "Notifications sent through DATABASE_URL do not reach LISTEN: a pooler in transaction mode, such as PgBouncer, is in between, or the two URLs lead to different databases. Set DIRECT_DATABASE_URL to Postgres itself, past the pooler.";

export type ListenerOptions = {
  /** A direct, unpooled connection string: LISTEN does not survive a transaction pooler. */
  connectionString: string;
  /** The pool by which others announce things, to try whether that arrives. */
  db: Database;
  log: Log;
  onNotification: (payload: string) => void;
  /** LISTEN works again after a time in which it did not. A rejection counts as losing it once more. */
  onGap: () => Promise<void>;
};

export class Listener {
  private readonly options: ListenerOptions;
  private client: pg.Client | undefined;
  private isStopped = false;
  /** Something may have been announced while nobody listened. */
  private mayHaveMissed = false;
  private isPooled = false;
  private hasStood = false;
  private probing: NodeJS.Timeout | undefined;
  private since = Infinity;

  constructor(options: ListenerOptions) {
    this.options = options;
  }

  /** Listens and keeps at it; resolves once the first try has succeeded or failed. */
  async start(): Promise<void> {
    this.probing = setInterval(() => void this.probe(), PROBE_MS);
    await this.listen();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.probing);
    await this.client?.end().catch(() => {});
  }

  /** Since when nothing has been missed, by `performance.now()`; `Infinity` while LISTEN does not work. */
  get listeningSince(): number {
    return this.since;
  }

  /**
   * Why nothing arrives, in words for the operator; undefined once something does, and while a lost connection is
   * replaced.
   */
  get problem(): string | undefined {
    if (this.isPooled) return POOLED;
    return this.hasStood ? undefined : "not listening to Postgres yet";
  }

  private async listen(): Promise<void> {
    if (this.isStopped) return;
    const { connectionString, db, log, onNotification, onGap } = this.options;
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: PROBE_MS - 500,
      application_name: "tandem bus",
    });
    let isLost = false;
    const onLost = (err?: Error, retryMs = RECONNECT_MS) => {
      if (isLost) return;
      isLost = true;
      if (this.client === client) this.client = undefined;
      this.since = Infinity;
      this.mayHaveMissed = true;
      client.end().catch(() => {});
      if (this.isStopped) return;
      if (!this.isPooled) log.warn({ err }, "bus lost, listening again");
      setTimeout(() => void this.listen(), retryMs).unref();
    };
    client.on("error", (error) => onLost(error));
    client.on("end", () => onLost());
    client.on("notification", ({ channel, payload }) => channel === CHANNEL && onNotification(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      const since = performance.now();
      if (!(await receivesOwnNotification(client, db))) {
        if (!this.isPooled && !this.isStopped) log.error(POOLED);
        this.isPooled = true;
        return onLost(undefined, POOLED_RETRY_MS);
      }
      this.isPooled = false;
      this.hasStood = true;
      this.client = client;
      this.since = since;
      if (this.mayHaveMissed) await onGap();
      this.mayHaveMissed = false;
    } catch (error) {
      onLost(error instanceof Error ? error : undefined);
    }
  }

  private async probe() {
    const { client } = this;
    await client?.query("select 1").catch((error: unknown) => client.emit("error", error));
  }
}
