import { sql } from "kysely";
import type { Anchor, Finding, FindingState, Severity } from "../protocol/entities.ts";
import type { Database } from "./client.ts";
import { shownName } from "./shown-name.ts";

export type NewFinding = {
  severity: Severity;
  title: string;
  message: string;
  /** Lines from 1, inclusive, with the text that they have. */
  startLine: number;
  endLine: number;
  quote: string;
  /** The text that should be there instead, without a final line end; null where there is none to offer. */
  replacement: string | null;
  anchor: Anchor;
};

const select = (db: Database) =>
  db
    .selectFrom("findings")
    .leftJoin("users", "users.id", "claimed_by")
    .selectAll("findings")
    .select(shownName("findings.session_id").as("shown"));
type Row = Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>;

const toFinding = (row: Row): Finding => ({
  id: row.id,
  reviewId: row.review_id,
  fileId: row.file_id,
  severity: row.severity,
  title: row.title,
  message: row.message,
  startLine: row.start_line,
  endLine: row.end_line,
  quote: row.quote,
  replacement: row.replacement,
  anchor: row.anchor,
  state: row.state,
  claimedBy: row.shown,
});

/** Adds a finding to a running review. Undefined when that has been cancelled meanwhile. */
export async function addFinding(
  db: Database,
  review: { id: string; sessionId: string; fileId: string },
  finding: NewFinding,
): Promise<Finding | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into findings (review_id, session_id, file_id, severity, title, message, start_line, end_line, quote, replacement, anchor)
    select id, session_id, ${review.fileId}, ${finding.severity}, ${finding.title}, ${finding.message}, ${finding.startLine}::int, ${finding.endLine}::int,
      ${finding.quote}, ${finding.replacement}, ${JSON.stringify(finding.anchor)}::jsonb
    from reviews where id = ${review.id} and session_id = ${review.sessionId} and state = 'running'
    returning id
  `.execute(db);
  const [added] = rows;
  return added && findFinding(db, review.sessionId, added.id);
}

/**
 * Takes a finding of an earlier review into one that found it again, with its new text and place. What was dismissed
 * stays so; one whose fix had been applied before the review began, and taken back, is open again. Undefined when the
 * review does not run any more, or the fix was applied meanwhile: the review has not seen that.
 */
export async function repeatFinding(
  db: Database,
  review: { id: string; sessionId: string },
  id: string,
  finding: NewFinding,
): Promise<Finding | undefined> {
  const { rows } = await sql<{ id: string }>`
    with running as (
      -- Locked, so that one that fails or is cancelled in this moment gives this back, too.
      select id, created_at from reviews where id = ${review.id} and state = 'running' for share
    )
    update findings set review_id = running.id,
      earlier_review_id = case when findings.review_id = running.id then earlier_review_id else findings.review_id end,
      severity = ${finding.severity}, title = ${finding.title}, message = ${finding.message},
      start_line = ${finding.startLine}, end_line = ${finding.endLine}, quote = ${finding.quote}, replacement = ${finding.replacement},
      anchor = ${JSON.stringify(finding.anchor)}::jsonb,
      state = case when findings.state = 'applied' then 'open' else findings.state end,
      claimed_by = case when findings.state = 'applied' then null else claimed_by end,
      claimed_at = case when findings.state = 'applied' then null else claimed_at end
    from running
    where findings.id = ${id} and findings.session_id = ${review.sessionId}
      and (findings.state <> 'applied' or claimed_at < running.created_at)
    returning findings.id
  `.execute(db);
  const [repeated] = rows;
  return repeated && findFinding(db, review.sessionId, repeated.id);
}

/**
 * Gives what a review had taken over back to the review that had it before: called when it fails or is cancelled, in
 * the same transaction. What it newly found stays its own. The others keep its words and places, since those are newer.
 */
export async function giveBackFindings(db: Database, reviewId: string): Promise<void> {
  await db
    .updateTable("findings")
    .set((eb) => ({ review_id: eb.fn.coalesce("earlier_review_id", "review_id"), earlier_review_id: null }))
    .where("review_id", "=", reviewId)
    .where("earlier_review_id", "is not", null)
    .execute();
}

/** One finding of a session, with the name of the person who applied or dismissed it. */
export async function findFinding(db: Database, sessionId: string, id: string): Promise<Finding | undefined> {
  const row = await select(db).where("findings.id", "=", id).where("session_id", "=", sessionId).executeTakeFirst();
  return row && toFinding(row);
}

/** The findings of some reviews, in the order in which they were found. */
export async function listFindings(db: Database, reviewIds: string[]): Promise<Finding[]> {
  if (reviewIds.length === 0) return [];
  const rows = await select(db)
    .where("review_id", "in", reviewIds)
    .orderBy("findings.created_at")
    .orderBy("findings.id")
    .execute();
  return rows.map(toFinding);
}

/** All findings about one file of a session. */
export async function listFindingsOfFile(db: Database, sessionId: string, fileId: string): Promise<Finding[]> {
  const rows = await select(db)
    .where("session_id", "=", sessionId)
    .where("file_id", "=", fileId)
    .orderBy("findings.created_at", "desc")
    .limit(500)
    .execute();
  return rows.map(toFinding);
}

/**
 * Moves a finding from open to applied or dismissed, or back to open: only one of several who try at once succeeds, so
 * that a fix is applied once. False when its state does not allow that, or when it does not belong to this session.
 */
export async function moveFinding(
  db: Database,
  { sessionId, id, userId, to }: { sessionId: string; id: string; userId: string; to: FindingState },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("findings")
    .set({
      state: to,
      ...(to === "open"
        ? { claimed_by: null, claimed_at: null }
        : { claimed_by: userId, claimed_at: sql<Date>`clock_timestamp()` }),
    })
    .where("id", "=", id)
    .where("session_id", "=", sessionId)
    .where("state", to === "open" ? "!=" : "=", "open")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
