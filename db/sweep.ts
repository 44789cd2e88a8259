/**
 * Removes for good what nobody can reach any more. Each batch is one transaction, short and under a lock that only one
 * process holds, so any number of processes may sweep and any of them may die. What somebody else has locked waits for
 * the next time: nobody ever waits for a sweep.
 */
import { sql, type Transaction } from "kysely";
import type { Database } from "./client.ts";
import type { Schema } from "./schema.ts";
import { RESTORE_DAYS } from "./sessions.ts";

/**
 * How long an invite that was revoked or has expired is kept, so that its owner and those who used it still see what it
 * was.
 */
const INVITE_GRACE_DAYS = 30;
/** An invite that was used up has no such time: its days are counted from when it was made. */
const SPENT_INVITE_DAYS = 90;
/** Long past `MESSAGE_RESTORE_MS`; and a retry of a message that was deleted meanwhile does not bring it back. */
const DELETED_MESSAGE_HOURS = 1;
/** Guests are made and used within moments; a day is far from any of them. */
const GUEST_GRACE_DAYS = 1;

/** Any number that no other lock of ours has. */
const SWEEP_LOCK = 7_215_002;

export type Swept = { sessions: number; messages: number; signIns: number; invites: number; guests: number };

type Batch = {
  /** Rows of the kind that are gone now. */
  removed: number;
  /** More may be due. */
  more: boolean;
};

/** The most rows of one batch of each kind; small enough to be done long before a query times out. */
const SESSIONS_PER_BATCH = 20;
const ROWS_PER_BATCH = 2_000;
const GUESTS_PER_BATCH = 200;

/**
 * Removes all that is due, batch by batch. Stops early when another process sweeps, or at `signal`; what is left is
 * for the next time. Returns how many rows of each kind are gone. Throws what Postgres says; what was done before
 * stays done.
 */
export async function sweep(db: Database, signal?: AbortSignal): Promise<Swept> {
  const swept: Swept = { sessions: 0, messages: 0, signIns: 0, invites: 0, guests: 0 };
  const kinds: Record<keyof Swept, typeof sweepSessions> = {
    sessions: sweepSessions,
    messages: sweepMessages,
    signIns: sweepSignIns,
    invites: sweepInvites,
    guests: sweepGuests,
  };
  for (const kind of Object.keys(kinds) as (keyof Swept)[]) {
    for (let more = true; more && !signal?.aborted;) {
      const batch = await inTurn(db, kinds[kind]);
      if (!batch) return swept;
      swept[kind] += batch.removed;
      more = batch.more;
    }
  }
  return swept;
}

/**
 * Undefined when another process has the lock. The lock belongs to the transaction, so that a pooler cannot mix it up.
 */
async function inTurn(db: Database, work: (trx: Transaction<Schema>) => Promise<Batch>): Promise<Batch | undefined> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${SWEEP_LOCK}) as mine`.execute(trx);
    return rows[0]?.mine ? work(trx) : undefined;
  });
}

/**
 * Sessions that nobody can take back any more: first what they hold, in batches of rows, since some hold hundreds of
 * thousands; then the sessions themselves. A collab node that still has one open is notified by the bus, and what it
 * would log is refused as gone.
 */
async function sweepSessions(trx: Transaction<Schema>): Promise<Batch> {
  const due = await trx
    .selectFrom("code_sessions")
    .innerJoin("documents", "documents.session_id", "code_sessions.id")
    .select("id")
    .where("deleted_at", "<", sql<Date>`now() - make_interval(days => ${RESTORE_DAYS})`)
    .orderBy("deleted_at")
    .limit(SESSIONS_PER_BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return { removed: 0, more: false };
  let left = ROWS_PER_BATCH;
  for (const table of [
    "document_history",
    "document_updates",
    "findings",
    "reviews",
    "runs",
    "chat_messages",
    "participants",
    "invites",
  ] as const) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where session_id = any(${ids}::uuid[]) limit ${left}
      ))`.execute(trx);
    left -= Number(numAffectedRows);
    if (left <= 0) return { removed: 0, more: true };
  }
  await trx.deleteFrom("code_sessions").where("id", "in", ids).execute();
  return { removed: ids.length, more: ids.length === SESSIONS_PER_BATCH };
}

const sweepMessages = (trx: Transaction<Schema>) =>
  removeDue(
    sql`delete from chat_messages where id in (
      select id from chat_messages where deleted_at < now() - make_interval(hours => ${DELETED_MESSAGE_HOURS})
      limit ${ROWS_PER_BATCH} for update skip locked
    )`,
    ROWS_PER_BATCH,
    trx,
  );

const sweepSignIns = (trx: Transaction<Schema>) =>
  removeDue(
    sql`delete from sign_ins where id_hash in (
      select id_hash from sign_ins where expires_at < now() limit ${ROWS_PER_BATCH} for update skip locked
    )`,
    ROWS_PER_BATCH,
    trx,
  );

const sweepInvites = (trx: Transaction<Schema>) =>
  removeDue(
    sql`delete from invites where id in (
      select id from invites
      where revoked_at < now() - make_interval(days => ${INVITE_GRACE_DAYS})
        or expires_at < now() - make_interval(days => ${INVITE_GRACE_DAYS})
        or (uses >= max_uses and created_at < now() - make_interval(days => ${SPENT_INVITE_DAYS}))
      limit ${ROWS_PER_BATCH} for update skip locked
    )`,
    ROWS_PER_BATCH,
    trx,
  );

/**
 * Guests as whom nobody can come back, since they have no sign-in, and of whom nothing is left that others see: no
 * session, role, message, review, run, edit or claim.
 */
const sweepGuests = (trx: Transaction<Schema>) =>
  removeDue(
    sql`delete from users where id in (
      select id from users
      where github_id is null and created_at < now() - make_interval(days => ${GUEST_GRACE_DAYS})
        and not exists (select from sign_ins where user_id = users.id)
        and not exists (select from code_sessions where owner_id = users.id)
        and not exists (select from participants where user_id = users.id)
        and not exists (select from chat_messages where user_id = users.id)
        and not exists (select from invites where created_by = users.id)
        and not exists (
          select from reviews
          where user_id = users.id and (session_id is not null or created_at > now() - interval '1 day')
        )
        and not exists (select from runs where user_id = users.id)
        and not exists (select from findings where claimed_by = users.id)
        and not exists (select from document_history where author_id = users.id)
        and not exists (select from document_updates where author_id = users.id)
        and not exists (select from presence where user_id = users.id)
      limit ${GUESTS_PER_BATCH} for update skip locked
    )`,
    GUESTS_PER_BATCH,
    trx,
  );

async function removeDue(statement: ReturnType<typeof sql>, most: number, trx: Transaction<Schema>): Promise<Batch> {
  const { numAffectedRows = 0n } = await statement.execute(trx);
  return { removed: Number(numAffectedRows), more: Number(numAffectedRows) >= most };
}
