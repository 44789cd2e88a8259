import { type Kysely, sql } from "kysely";

/** Columns for what a failed review gives back, and for the number of remarks about code that is not there. */
export async function up(db: Kysely<never>) {
  await sql`
    alter table reviews add column unplaced integer not null default 0;
    alter table findings add column earlier_review_id uuid references reviews on delete set null;
    -- So that a review that fails, or is deleted, does not look through all findings.
    create index findings_earlier_review on findings (earlier_review_id) where earlier_review_id is not null;
  `.execute(db);
}
