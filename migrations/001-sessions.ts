import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>) {
  await sql`
    create table users (
      id uuid primary key default gen_random_uuid(),
      name text not null check (char_length(name) between 1 and 64),
      color text not null,
      github_id text unique,
      github_login text,
      avatar_url text,
      created_at timestamptz not null default now()
    );

    create table sign_ins (
      id_hash bytea primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    );
    create index sign_ins_user on sign_ins (user_id);
    create index sign_ins_expiry on sign_ins (expires_at);

    create table code_sessions (
      id uuid primary key default gen_random_uuid(),
      owner_id uuid not null references users on delete cascade,
      title text not null check (char_length(title) between 1 and 120),
      language text not null,
      visibility text not null check (visibility in ('private', 'link', 'public')),
      link_role text not null check (link_role in ('viewer', 'editor')),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      deleted_at timestamptz
    );
    create index code_sessions_owner on code_sessions (owner_id, updated_at desc) where deleted_at is null;
    create index code_sessions_public on code_sessions (updated_at desc) where visibility = 'public' and deleted_at is null;

    create table participants (
      session_id uuid not null references code_sessions on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null check (role in ('owner', 'editor', 'viewer')),
      via text not null check (via in ('owner', 'invite', 'link')),
      color text not null,
      joined_at timestamptz not null default now(),
      removed_at timestamptz,
      primary key (session_id, user_id)
    );
    create index participants_user on participants (user_id);

    create table invites (
      id uuid primary key default gen_random_uuid(),
      session_id uuid not null references code_sessions on delete cascade,
      token_hash bytea not null unique,
      role text not null check (role in ('viewer', 'editor')),
      created_by uuid not null references users on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      max_uses integer check (max_uses > 0),
      uses integer not null default 0,
      revoked_at timestamptz
    );
    create index invites_session on invites (session_id);

    create table documents (
      session_id uuid primary key references code_sessions on delete cascade,
      snapshot bytea not null,
      lineage uuid not null default gen_random_uuid(),
      damaged_at timestamptz,
      updated_at timestamptz not null default now()
    );
    -- Yjs bytes do not compress: do not spend time trying.
    alter table documents alter column snapshot set storage external;

    create table chat_messages (
      id uuid primary key,
      session_id uuid not null references code_sessions on delete cascade,
      user_id uuid not null references users on delete cascade,
      body text not null check (char_length(body) between 1 and 4000),
      created_at timestamptz not null default clock_timestamp()
    );
    create index chat_messages_session on chat_messages (session_id, created_at, id);

    create unlogged table presence (
      node_id uuid not null,
      session_id uuid not null references code_sessions on delete cascade,
      user_id uuid not null references users on delete cascade,
      until timestamptz not null,
      primary key (node_id, session_id, user_id)
    );
    create index presence_session on presence (session_id);
  `.execute(db);
}
