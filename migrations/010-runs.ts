import { type Kysely, sql } from "kysely";

/**
 * Runs of code, which people's own browsers do: what they say of them, and whether viewers may run. What a run writes
 * is one row a batch while it is under way, and one value of the run afterwards.
 */
export async function up(db: Kysely<never>) {
  await sql`
    alter table code_sessions add column viewers_run boolean not null default false;

    create table runs (
      id uuid primary key,
      session_id uuid not null references code_sessions on delete cascade,
      user_id uuid not null references users on delete cascade,
      kind text not null check (kind in ('run', 'tests')),
      runner text not null,
      file_id text not null,
      path text not null,
      code_hash text not null,
      state text not null default 'running'
        check (state in ('running', 'waiting', 'done', 'failed', 'stopped', 'lost')),
      exit_code integer,
      took_ms integer,
      batches integer not null default 0,
      output_chars integer not null default 0,
      output bytea,
      created_at timestamptz not null default clock_timestamp(),
      seen_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz
    );
    create index runs_session on runs (session_id, created_at desc);
    create index runs_user on runs (user_id);
    create index runs_under_way on runs (seen_at) where state in ('running', 'waiting');

    create table run_outputs (
      run_id uuid not null references runs on delete cascade,
      session_id uuid not null,
      n integer not null,
      chars integer not null,
      pieces bytea not null,
      primary key (run_id, n)
    );
    -- Both are compressed already.
    alter table runs alter column output set storage external;
    alter table run_outputs alter column pieces set storage external;

    -- Names each field: notify_tandem makes JSON of the whole row, and these hold what a program wrote.
    create function notify_tandem_run() returns trigger language plpgsql as $$
    begin
      perform pg_notify('tandem', json_build_object(
        'table', tg_table_name, 'op', lower(tg_op), 'sessionId', new.session_id, 'userId', new.user_id, 'id', new.id
      )::text);
      return null;
    end $$;
    create function notify_tandem_run_output() returns trigger language plpgsql as $$
    begin
      perform pg_notify('tandem', json_build_object(
        'table', tg_table_name, 'op', lower(tg_op), 'sessionId', new.session_id, 'id', new.run_id, 'n', new.n
      )::text);
      return null;
    end $$;

    create trigger runs_bus after insert on runs
      for each row execute function notify_tandem_run();
    -- A sign of life and each batch move the other columns.
    create trigger runs_changed_bus after update on runs
      for each row when ((old.user_id, old.state) is distinct from (new.user_id, new.state))
      execute function notify_tandem_run();
    create trigger run_outputs_bus after insert on run_outputs
      for each row execute function notify_tandem_run_output();

    drop trigger code_sessions_bus on code_sessions;
    create trigger code_sessions_bus after update on code_sessions
      for each row when (
        (old.owner_id, old.title, old.language, old.visibility, old.link_role, old.viewers_run, old.deleted_at)
        is distinct from
        (new.owner_id, new.title, new.language, new.visibility, new.link_role, new.viewers_run, new.deleted_at)
      ) execute function notify_tandem();
  `.execute(db);
}
