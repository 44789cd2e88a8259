/** Where a connection stands with its edits: whether what it has sent may be called saved (L3, L4). */
import type { Connection } from "@hocuspocus/server";
import type { ConnectionContext } from "../door/authenticate.ts";
import { isDamaged } from "../document/damaged.ts";
import { mayEdit } from "../../protocol/entities.ts";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { send } from "../send.ts";

export type SyncState = {
  /** A SyncStep2 is being applied: it carries everything that this connection has and the document had not. */
  isSyncing: boolean;
  /** One has been, whole. */
  hasSynced: boolean;
  /** Something of it was not taken since. */
  refused: UpdateRefusal | undefined;
  /** The last mark that was not answered. */
  mark: number | undefined;
};

const syncStates = new WeakMap<Connection, SyncState>();

export function syncStateOf(connection: Connection): SyncState {
  let sync = syncStates.get(connection);
  if (!sync)
    syncStates.set(connection, (sync = { isSyncing: false, hasSynced: false, refused: undefined, mark: undefined }));
  return sync;
}

/** Notes that an update was not taken, and tells its page; what comes before the first SyncStep2 is in there again. */
export function refuse(connection: Connection, reason: UpdateRefusal): void {
  const sync = syncStateOf(connection);
  sync.refused = reason;
  if (sync.hasSynced || sync.isSyncing) send(connection, { type: "refused", reason });
  sync.isSyncing = false;
}

/** A whole SyncStep2 was applied: what was refused before is in it, or the page has let it go. */
export function caughtUp(sync: SyncState): void {
  sync.isSyncing = false;
  sync.hasSynced = true;
  sync.refused = undefined;
}

/**
 * Whether updates of this connection are refused: by its role, by the document's state, or because its access is over.
 */
export function isReadOnly(connection: Connection): boolean {
  const { role, isOver } = connection.context as ConnectionContext;
  return !mayEdit(role) || isOver === true || isDamaged(connection.document);
}
