/** Runs, as the pages of those who run code say them. Whoever writes to a run under way locks its row first. */
import { type ExpressionBuilder, sql, type Transaction } from "kysely";
import { MAX_KEPT_RUNS, MAX_OUTPUT_CHARS, RUN_SILENCE_MS } from "../protocol/limits.ts";
import { isUnderWay, type Piece, type Run, type Runner, type RunState, runStates } from "../protocol/runs.ts";
import type { Database } from "./client.ts";
import { countChars, cutMiddle, HALF_KEPT_CHARS, packPieces, unpackJson, unpackPieces } from "./run-output.ts";
import type { Schema } from "./schema.ts";
import { shownName } from "./shown-name.ts";

/** In one session; of one person as many, in a page each. */
export const MAX_RUNS_UNDER_WAY = 20;
export const MAX_OWN_RUNS_UNDER_WAY = 3;
/** A batch may be small, and costs a row: a page sends one each 100 ms at first, and one a second later. */
const MAX_BATCHES = 20_000;
const SILENT_PER_BATCH = 20;

const underWay = runStates.filter(isUnderWay);
const isSilent = sql<boolean>`seen_at < clock_timestamp() - make_interval(secs => ${RUN_SILENCE_MS / 1_000})`;
const now = sql<Date>`clock_timestamp()`;

const select = (db: Database) =>
  db
    .selectFrom("runs")
    .innerJoin("users", "users.id", "runs.user_id")
    .select(["runs.id", "session_id", "user_id", "kind", "runner", "file_id", "path", "code_hash", "state"])
    .select(["exit_code", "took_ms", "batches", "output_chars", "runs.created_at", "finished_at"])
    .select(shownName("runs.session_id").as("shown"));
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toRun = (row: Row): Run => ({
  id: row.id,
  sessionId: row.session_id,
  userId: row.user_id,
  userName: row.shown,
  kind: row.kind,
  runner: row.runner,
  fileId: row.file_id,
  path: row.path,
  state: row.state,
  exitCode: row.exit_code,
  tookMs: row.took_ms,
  codeHash: row.code_hash,
  outputChars: row.output_chars,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

export type NewRun = Pick<Run, "id" | "sessionId" | "userId" | "kind" | "runner" | "fileId" | "path" | "codeHash">;

/** `lost`: what ran each of those that are lost since, and counted by nobody yet. */
export type Begun = { run: Run; isNew: boolean; lost: Runner[] } | { refusal: "taken" | "too-many"; lost: Runner[] };

/**
 * Begins a run under the id that its page made up, exactly once: the same id again, by the same user in the same
 * session, returns the stored run. Silent runs of the session are lost then, and of the user's own the oldest that are
 * under way beyond `MAX_OWN_RUNS_UNDER_WAY`. The oldest that have ended are deleted beyond `MAX_KEPT_RUNS`.
 */
export async function beginRun(db: Database, run: NewRun): Promise<Begun> {
  return db.transaction().execute(async (trx): Promise<Begun> => {
    // In this order: whoever makes a guest's things a user's own locks the guest first, too.
    await trx.selectFrom("users").select("id").where("id", "=", run.userId).forKeyShare().execute();
    // So that the number of those under way holds when many begin at once.
    await trx.selectFrom("code_sessions").select("id").where("id", "=", run.sessionId).forNoKeyUpdate().execute();
    const stored = await select(trx).where("runs.id", "=", run.id).executeTakeFirst();
    if (stored) {
      const isOwn = stored.user_id === run.userId && stored.session_id === run.sessionId;
      return isOwn ? { run: toRun(stored), isNew: false, lost: [] } : { refusal: "taken", lost: [] };
    }
    const over = await trx
      .selectFrom("runs")
      .select(["id", "runner", "output_chars"])
      .where("session_id", "=", run.sessionId)
      .where("state", "in", underWay)
      .where((eb) => eb.or([eb("id", "in", tooMany(eb, run)), isSilent]))
      .orderBy("id")
      .forNoKeyUpdate()
      .execute();
    for (const each of over) await writeEnd(trx, each, "lost");
    const lost = over.map(({ runner }) => runner);
    const { others } = await trx
      .selectFrom("runs")
      .select(sql<number>`count(*)::int`.as("others"))
      .where("session_id", "=", run.sessionId)
      .where("state", "in", underWay)
      .executeTakeFirstOrThrow();
    if (others >= MAX_RUNS_UNDER_WAY) return { refusal: "too-many", lost };
    const added = await trx
      .insertInto("runs")
      .values({
        id: run.id,
        session_id: run.sessionId,
        user_id: run.userId,
        kind: run.kind,
        runner: run.runner,
        file_id: run.fileId,
        path: run.path,
        code_hash: run.codeHash,
      })
      .onConflict((oc) => oc.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!added) return { refusal: "taken", lost };
    await deleteOldest(trx, run.sessionId);
    return { run: toRun(await select(trx).where("runs.id", "=", run.id).executeTakeFirstOrThrow()), isNew: true, lost };
  });
}

/** The user's own runs in a session that end when they begin one more. */
const tooMany = (eb: ExpressionBuilder<Schema, "runs">, { sessionId, userId }: Pick<NewRun, "sessionId" | "userId">) =>
  eb
    .selectFrom("runs as own")
    .select("own.id")
    .where("own.session_id", "=", sessionId)
    .where("own.user_id", "=", userId)
    .where("own.state", "in", underWay)
    .orderBy("own.created_at", "desc")
    .offset(MAX_OWN_RUNS_UNDER_WAY - 1);

async function deleteOldest(trx: Transaction<Schema>, sessionId: string): Promise<void> {
  await trx
    .deleteFrom("runs")
    .where("session_id", "=", sessionId)
    .where("state", "not in", underWay)
    .where("id", "not in", (eb) =>
      eb
        .selectFrom("runs")
        .select("id")
        .where("session_id", "=", sessionId)
        .orderBy("created_at", "desc")
        .limit(MAX_KEPT_RUNS),
    )
    .execute();
}

type RunOf = { id: string; sessionId: string; userId: string };

/** The author's own run, locked, whatever its state. */
const lockOwn = (trx: Transaction<Schema>, { id, sessionId, userId }: RunOf) =>
  trx
    .selectFrom("runs")
    .select(["id", "runner", "state", "batches", "output_chars"])
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .where("user_id", "=", userId)
    .forNoKeyUpdate()
    .executeTakeFirst();

/**
 * Adds batch `n` to the output of the user's own run, exactly once. Returns "added", also for one that is there
 * already; "ended" where the run is not under way; "full" where it would be more than `MAX_OUTPUT_CHARS`, and the run
 * goes on; or which batch is the next, where one is missing before this.
 */
export async function addRunOutput(
  db: Database,
  run: RunOf,
  { n, pieces }: { n: number; pieces: Piece[] },
): Promise<"added" | "ended" | "full" | { next: number }> {
  const packed = await packPieces(pieces);
  const chars = countChars(pieces);
  return db.transaction().execute(async (trx) => {
    const row = await lockOwn(trx, run);
    if (!row || !isUnderWay(row.state)) return "ended";
    if (n < row.batches) return "added";
    if (n > row.batches) return { next: row.batches };
    if (n >= MAX_BATCHES || row.output_chars + chars > MAX_OUTPUT_CHARS) return "full";
    await trx
      .insertInto("run_outputs")
      .values({ run_id: run.id, session_id: run.sessionId, n, chars, pieces: packed })
      .execute();
    await trx
      .updateTable("runs")
      .set({ batches: n + 1, output_chars: row.output_chars + chars, seen_at: now })
      .where("id", "=", run.id)
      .execute();
    return "added";
  });
}

/**
 * Writes what the user's own run is doing now, or that it has ended; the same state again is a sign of life. A run
 * that has ended never changes: `isSo` is false where it is something else than `state` then. Undefined when it is not
 * there.
 */
export async function changeRun(
  db: Database,
  own: RunOf,
  { state, ...end }: { state: Exclude<RunState, "lost">; exitCode?: number | null; tookMs?: number | null },
): Promise<{ run: Run; isSo: boolean; hasEnded: boolean } | undefined> {
  return db.transaction().execute(async (trx) => {
    const row = await lockOwn(trx, own);
    if (!row) return;
    const wasUnderWay = isUnderWay(row.state);
    const hasEnded = wasUnderWay && !isUnderWay(state);
    if (hasEnded) await writeEnd(trx, row, state, end);
    else if (wasUnderWay) await trx.updateTable("runs").set({ state, seen_at: now }).where("id", "=", own.id).execute();
    const run = await findRun(trx, own.sessionId, own.id);
    return run && { run, isSo: run.state === state, hasEnded };
  });
}

/** Ends a run whose row is locked: what is kept of its output moves into the row. */
async function writeEnd(
  trx: Transaction<Schema>,
  { id, output_chars: total }: { id: string; output_chars: number },
  state: RunState,
  { exitCode = null, tookMs = null }: { exitCode?: number | null; tookMs?: number | null } = {},
): Promise<void> {
  const { rows } = await sql<{ pieces: Buffer }>`
    select pieces from (
      select n, chars, pieces, sum(chars) over (order by n) as so_far from run_outputs where run_id = ${id}
    ) batches
    where so_far - chars < ${HALF_KEPT_CHARS} or so_far > ${total - HALF_KEPT_CHARS} order by n`.execute(trx);
  const packed = Buffer.concat(rows.map(({ pieces }) => pieces));
  await trx
    .updateTable("runs")
    .set({
      state,
      exit_code: exitCode,
      took_ms: tookMs,
      finished_at: now,
      output: rows.length > 0 ? await packPieces(cutMiddle(await unpackPieces(packed), total)) : null,
    })
    .where("id", "=", id)
    .execute();
  await trx.deleteFrom("run_outputs").where("run_id", "=", id).execute();
}

/**
 * Ends runs of which nobody has said anything for `RUN_SILENCE_MS`, wherever they are. Returns what ran each of them.
 * Any number of processes may do this at once.
 */
export async function endSilentRuns(db: Database): Promise<Runner[]> {
  return db.transaction().execute(async (trx) => {
    const silent = await trx
      .selectFrom("runs")
      .select(["id", "runner", "output_chars"])
      .where("state", "in", underWay)
      .where(isSilent)
      .limit(SILENT_PER_BATCH)
      .forNoKeyUpdate()
      .skipLocked()
      .execute();
    for (const run of silent) await writeEnd(trx, run, "lost");
    return silent.map(({ runner }) => runner);
  });
}

/** The id of whoever began a run of a session; undefined where there is no such run. */
export async function findRunAuthor(
  db: Database,
  { id, sessionId }: Omit<RunOf, "userId">,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("runs")
    .select("user_id")
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row?.user_id;
}

/** One run of a session, with the name of whoever runs it as it is now. */
export async function findRun(db: Database, sessionId: string, id: string): Promise<Run | undefined> {
  const row = await select(db).where("runs.id", "=", id).where("session_id", "=", sessionId).executeTakeFirst();
  return row && toRun(row);
}

/**
 * The same with all that is there of its output, as a list of pieces in JSON, and the number of the next batch: both
 * are of one moment.
 */
export async function findRunWithOutput(
  db: Database,
  sessionId: string,
  id: string,
): Promise<{ run: Run; pieces: string; next: number } | undefined> {
  const row = await select(db)
    .select(
      sql<Buffer | null>`coalesce(
        runs.output, (select string_agg(pieces, ''::bytea order by n) from run_outputs where run_id = runs.id)
      )`.as("written"),
    )
    .where("runs.id", "=", id)
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row && { run: toRun(row), pieces: row.written ? await unpackJson(row.written) : "[]", next: row.batches };
}

/** One batch of a run under way; undefined once the run has ended. */
export async function findRunBatch(db: Database, runId: string, n: number): Promise<Piece[] | undefined> {
  const row = await db
    .selectFrom("run_outputs")
    .select("pieces")
    .where("run_id", "=", runId)
    .where("n", "=", n)
    .executeTakeFirst();
  return row && (await unpackPieces(row.pieces));
}

/** The newest `MAX_KEPT_RUNS` of a session, the newest first. */
export async function listRuns(db: Database, sessionId: string): Promise<Run[]> {
  const rows = await select(db)
    .where("session_id", "=", sessionId)
    .orderBy("runs.created_at", "desc")
    .limit(MAX_KEPT_RUNS)
    .execute();
  return rows.map(toRun);
}
