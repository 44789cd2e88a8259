/** Where a connection stands with its edits: whether what it has sent may be called saved (L3, L4). */
import type { Connection } from "@hocuspocus/server";
import type { ConnectionContext } from "../door/authenticate.ts";
import { isDamaged } from "../document/damaged.ts";
import { mayEdit } from "../../protocol/entities.ts";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { send } from "../send.ts";

export type Standing = {
  /** A SyncStep2 is being applied: it carries everything that this connection has and the document had not. */
  isSyncing: boolean;
  /** One has been, whole. */
  hasSynced: boolean;
  /** Something of it was not taken since. */
  refused: UpdateRefusal | undefined;
  /** The last mark that was not answered. */
  mark: number | undefined;
};

const standings = new WeakMap<Connection, Standing>();

export function standingOf(connection: Connection): Standing {
  let standing = standings.get(connection);
  if (!standing)
    standings.set(connection, (standing = { isSyncing: false, hasSynced: false, refused: undefined, mark: undefined }));
  return standing;
}

/** Notes that an update was not taken, and tells its page; what comes before the first SyncStep2 is in there again. */
export function refuse(connection: Connection, reason: UpdateRefusal): void {
  const standing = standingOf(connection);
  standing.refused = reason;
  if (standing.hasSynced || standing.isSyncing) send(connection, { type: "refused", reason });
  standing.isSyncing = false;
}

/** A whole SyncStep2 was applied: what was refused before is in it, or the page has let it go. */
export function caughtUp(standing: Standing): void {
  standing.isSyncing = false;
  standing.hasSynced = true;
  standing.refused = undefined;
}

/**
 * Whether updates of this connection are refused: by its role, by the document's state, or because its access is over.
 */
export function isReadOnly(connection: Connection): boolean {
  const { role, isOver } = connection.context as ConnectionContext;
  return !mayEdit(role) || isOver === true || isDamaged(connection.document);
}
