import { type Kysely, sql } from "kysely";

/**
 * Columns for messages that their authors change or delete. What was deleted can be taken back for a moment; the sweep
 * removes it for good. A node of the version before shows it until then.
 */
export async function up(db: Kysely<never>) {
  await sql`
    alter table chat_messages add column edited_at timestamptz, add column deleted_at timestamptz;
    create index chat_messages_deleted on chat_messages (deleted_at) where deleted_at is not null;
    create trigger chat_messages_changed_bus after update on chat_messages
      for each row when ((old.body, old.deleted_at) is distinct from (new.body, new.deleted_at))
      execute function notify_tandem();
  `.execute(db);
}
