import { type Kysely, sql } from "kysely";

/**
 * The bus: whatever the web process changes is announced on the channel `tandem`, with ids only. A payload is JSON:
 * {"table", "op", "sessionId"?, "userId"?, "id"?}. The listener reads the row itself.
 */
export async function up(db: Kysely<never>) {
  await sql`
    create function notify_tandem() returns trigger language plpgsql as $$
    declare
      row_json jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    begin
      perform pg_notify('tandem', jsonb_strip_nulls(jsonb_build_object(
        'table', tg_table_name,
        'op', lower(tg_op),
        'sessionId', case when tg_table_name = 'code_sessions' then row_json->>'id' else row_json->>'session_id' end,
        'userId', row_json->>'user_id',
        'id', row_json->>'id'
      ))::text);
      return null;
    end $$;

    create trigger chat_messages_bus after insert on chat_messages
      for each row execute function notify_tandem();
    create trigger participants_bus after insert or delete on participants
      for each row execute function notify_tandem();
    create trigger participants_changed_bus after update on participants
      for each row when (old.* is distinct from new.*) execute function notify_tandem();
    create trigger invites_bus after insert or update or delete on invites
      for each row execute function notify_tandem();
    create trigger sign_ins_bus after delete on sign_ins
      for each row execute function notify_tandem();
    -- updated_at moves with every stored edit and is nobody's news.
    create trigger code_sessions_bus after update on code_sessions
      for each row when (
        (old.owner_id, old.title, old.language, old.visibility, old.link_role, old.deleted_at)
        is distinct from
        (new.owner_id, new.title, new.language, new.visibility, new.link_role, new.deleted_at)
      ) execute function notify_tandem();
    create trigger code_sessions_purged_bus after delete on code_sessions
      for each row execute function notify_tandem();
  `.execute(db);
}
