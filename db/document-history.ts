import { sql } from "kysely";
import type { Database } from "./client.ts";
import { RELAYED_SECONDS } from "./document-updates.ts";

export type HistoryRow = {
  /** Yjs V1. */
  update: Uint8Array;
  /** Null for another node's edit, and where the account is gone. */
  author: { id: string; name: string } | null;
  createdAt: Date;
};

/**
 * What was written in a session, the oldest first: its history, followed by what is logged and not yet in the snapshot.
 * An edit without an author is placed later than its time, so that the row with its author comes first. At most
 * `maxRows` rows and `maxBytes` bytes are read, from the beginning on; `isWhole` is false where there is more.
 */
export async function readHistory(
  db: Database,
  sessionId: string,
  { maxRows, maxBytes }: { maxRows: number; maxBytes: number },
): Promise<{ rows: HistoryRow[]; isWhole: boolean }> {
  const { rows } = await sql<{
    update: Buffer;
    author_id: string | null;
    name: string | null;
    created_at: Date;
    total: string;
  }>`
    with written as (
      select update, author_id, created_at, sequence from document_history where session_id = ${sessionId}
      union all
      select update, author_id, created_at, sequence from document_updates where session_id = ${sessionId} and set_aside_at is null
    ), numbered as (
      select written.*, count(*) over () as total, row_number() over in_order as nth, sum(octet_length(update)) over in_order as bytes
      from written
      window in_order as (
        order by created_at + case when author_id is null then make_interval(secs => ${RELAYED_SECONDS}) else interval '0' end, sequence
        rows unbounded preceding
      )
    )
    select update, author_id, users.name, numbered.created_at, total
    from numbered left join users on users.id = author_id
    where nth <= ${maxRows} and bytes <= ${maxBytes}
    order by nth`.execute(db);
  return {
    rows: rows.map(({ update, author_id: id, name, created_at: createdAt }) => ({
      update,
      author: id && name !== null ? { id, name } : null,
      createdAt,
    })),
    isWhole: rows.length === Number(rows[0]?.total ?? -1),
  };
}
