import { type Kysely, sql } from "kysely";

/**
 * Which user a guest has become: a page that was opened as the guest goes on as the user, with what was typed there.
 */
export async function up(db: Kysely<never>) {
  await sql`
    create table adopted_guests (
      guest_id uuid primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null default clock_timestamp()
    );
    create index adopted_guests_user on adopted_guests (user_id, created_at desc);
  `.execute(db);
}
