import { type Kysely, sql } from "kysely";

/** Indexes to find what is purged, and what Postgres has to look up when a user or a session is deleted. */
export async function up(db: Kysely<never>) {
  await sql`
    create index code_sessions_deleted on code_sessions (deleted_at) where deleted_at is not null;
    create index code_sessions_any_owner on code_sessions (owner_id);
    create index chat_messages_user on chat_messages (user_id);
    create index invites_creator on invites (created_by);
    create index findings_claimer on findings (claimed_by) where claimed_by is not null;
    create index users_guests on users (created_at) where github_id is null;
    -- All reviews by a model in an hour.
    create index reviews_of_models on reviews (created_at desc) where source = 'model';
  `.execute(db);
}
