/**
 * Whether notifications arrive: one is sent the way all of them go, through the pool, and awaited on the connection
 * that listens. A pooler that hands a connection to somebody else after each transaction keeps LISTEN without an error,
 * and brings nothing.
 */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type pg from "pg";
import type { Database } from "../db/client.ts";

/** A notification of a healthy Postgres takes a few milliseconds; this allows for a node that is busy. */
const ANSWER_MS = 4_000;

/**
 * Sends a notification through `db` and resolves with whether `client` receives it, within four seconds of its commit.
 * Nothing else may be asked on `client` meanwhile: behind a pooler the answer to a query may happen to bring it along.
 * Rejects when `db` does not answer, or `client` is lost.
 */
export async function receivesOwnNotification(client: pg.Client, db: Database): Promise<boolean> {
  // A channel of its own: other nodes have no use for it.
  const channel = `tandem_${randomUUID().replaceAll("-", "")}`;
  await client.query(`listen ${channel}`);
  let onNotification: (notification: pg.Notification) => void = () => {};
  let onLost = () => {};
  const received = new Promise<true>(
    (resolve) => (onNotification = ({ channel: from }) => from === channel && resolve(true)),
  );
  const lost = new Promise<never>(
    (_, reject) => (onLost = () => reject(new Error("The connection that listens was lost."))),
  );
  // Awaited below; until then a rejection has no handler.
  lost.catch(() => {});
  client.on("notification", onNotification).on("end", onLost).on("error", onLost);
  try {
    await Promise.race([sql`select pg_notify(${channel}, '')`.execute(db), lost]);
    if (!(await Promise.race([received, lost, silence()]))) return false;
    await client.query(`unlisten ${channel}`);
    return true;
  } finally {
    client.off("notification", onNotification).off("end", onLost).off("error", onLost);
  }
}

/**
 * After a long turn of the event loop the timer is due before input that has arrived meanwhile was read: that must be
 * read first.
 */
const silence = () =>
  new Promise<false>((resolve) =>
    setTimeout(() => setImmediate(() => setImmediate(() => resolve(false))), ANSWER_MS).unref(),
  );
