import { type Kysely, sql } from "kysely";
import { nameSkeleton } from "../db/names.ts";
import { titleKeys } from "../db/title-keys.ts";

const BATCH = 1_000;
const NOTHING = "00000000-0000-0000-0000-000000000000";

/**
 * Columns for what the owner decided about a participant and by which invite they came, so that an older invite gives
 * nothing back; for telling people of the same name apart; and for finding and sorting titles, on which no two servers'
 * locales would agree.
 */
export async function up(db: Kysely<never>) {
  await sql`
    alter table participants
      add column invite_id uuid references invites on delete set null,
      add column role_set_at timestamptz,
      add column left_at timestamptz;
    create index participants_invite on participants (invite_id) where invite_id is not null;

    alter table users add column name_skeleton text, add column named_at timestamptz not null default now();
    update users set named_at = created_at;
    create index users_skeleton on users (name_skeleton);

    alter table code_sessions add column title_search text, add column title_sort text;

    -- A name is shown to everybody who is in a session with its owner.
    create trigger users_named_bus after update on users
      for each row when ((old.name, old.name_skeleton) is distinct from (new.name, new.name_skeleton)) execute function notify_tandem();
  `.execute(db);
  await inBatches(db, "users", "name", (name) => ({ name_skeleton: nameSkeleton(name) }));
  await inBatches(db, "code_sessions", "title", (title) => titleKeys(title));
}

/** Fills columns of a table from one of its texts, without holding more than a batch in memory. */
async function inBatches(
  db: Kysely<never>,
  table: "users" | "code_sessions",
  text: "name" | "title",
  columns: (text: string) => Record<string, string>,
) {
  for (let after = NOTHING; ;) {
    const { rows } = await sql<{ id: string; text: string }>`
      select id, ${sql.ref(text)} as text from ${sql.table(table)} where id > ${after} order by id limit ${BATCH}
    `.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    const filled = rows.map((row) => ({ id: row.id, ...columns(row.text) }));
    const names = Object.keys(filled[0] ?? {}).filter((name) => name !== "id");
    await sql`
      update ${sql.table(table)} as kept set ${sql.join(names.map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`))}
      from jsonb_to_recordset(${JSON.stringify(filled)}::jsonb) as given (id uuid, ${sql.join(names.map((name) => sql`${sql.ref(name)} text`))})
      where kept.id = given.id
    `.execute(db);
    after = last.id;
  }
}
