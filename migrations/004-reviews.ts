import { type Kysely, sql } from "kysely";

/** Reviews and their findings, announced on the bus like everything that the web process writes. */
export async function up(db: Kysely<never>) {
  await sql`
    create table reviews (
      id uuid primary key default gen_random_uuid(),
      session_id uuid references code_sessions on delete cascade,
      user_id uuid not null references users on delete cascade,
      source text not null check (source in ('model', 'static')),
      model text,
      file_id text,
      path text not null,
      language text not null,
      start_line integer,
      end_line integer,
      state text not null default 'running' check (state in ('running', 'done', 'failed', 'cancelled')),
      problem text,
      summary text,
      input_tokens integer not null default 0,
      output_tokens integer not null default 0,
      tokens integer not null default 0,
      cost_micros bigint,
      created_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz
    );
    create index reviews_session on reviews (session_id, created_at desc);
    create index reviews_user on reviews (user_id, created_at desc);
    -- One at a time, whichever web process asks.
    create unique index reviews_running on reviews (session_id) where state = 'running';

    create table findings (
      id uuid primary key default gen_random_uuid(),
      review_id uuid not null references reviews on delete cascade,
      session_id uuid not null references code_sessions on delete cascade,
      file_id text not null,
      severity text not null check (severity in ('error', 'warning', 'info')),
      title text not null,
      message text not null,
      start_line integer not null,
      end_line integer not null,
      quote text not null,
      replacement text,
      anchor jsonb not null,
      state text not null default 'open' check (state in ('open', 'applied', 'dismissed')),
      claimed_by uuid references users on delete set null,
      claimed_at timestamptz,
      created_at timestamptz not null default clock_timestamp()
    );
    create index findings_review on findings (review_id, created_at);
    create index findings_file on findings (session_id, file_id);

    create trigger reviews_bus after insert or update on reviews
      for each row when (new.session_id is not null) execute function notify_tandem();
    create trigger findings_bus after insert or update on findings
      for each row execute function notify_tandem();
  `.execute(db);
}
