import { type Kysely, sql } from "kysely";

/**
 * The log of edits, and the history that compaction moves it to. A document is its snapshot and the rows of its log,
 * in any order; the history is never loaded, and holds each edit once, with its author and time.
 */
export async function up(db: Kysely<never>) {
  await sql`
    create table document_updates (
      id bigint generated always as identity primary key,
      session_id uuid not null references documents on delete cascade,
      node_id uuid not null,
      sequence bigint not null,
      author_id uuid references users on delete set null,
      relayed boolean not null default false,
      update bytea not null,
      created_at timestamptz not null default clock_timestamp(),
      set_aside_at timestamptz,
      unique (node_id, sequence)
    );
    create index document_updates_session on document_updates (session_id, id) where set_aside_at is null;
    alter table document_updates alter column update set storage external;

    create table document_history (
      session_id uuid not null references documents on delete cascade,
      node_id uuid not null,
      sequence bigint not null,
      author_id uuid references users on delete set null,
      update bytea not null,
      created_at timestamptz not null,
      primary key (node_id, sequence)
    );
    create index document_history_session on document_history (session_id, created_at, sequence);
    create index document_history_author on document_history (author_id);
    alter table document_history alter column update set storage external;

    -- Documents that are older than the log: what they held is the first row of their history.
    insert into document_history (session_id, node_id, sequence, author_id, update, created_at)
      select documents.session_id, documents.session_id, 0, owner_id, snapshot, documents.updated_at
      from documents join code_sessions on code_sessions.id = documents.session_id;
  `.execute(db);
}
