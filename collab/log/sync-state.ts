/**
 * What of a connection's edits may be called saved (L3, L4), as one state:
 *
 *     joining ──SyncStep2──▶ syncing ──applied whole──▶ synced
 *                             ▲   │                        │
 *                   SyncStep2 │   └──not taken──┐          │ an edit is not taken
 *                             │                 ▼          ▼
 *                             └────────────────── refused
 *
 * Hocuspocus takes one frame of a connection after the other. One that carries edits goes through these, in this order:
 *   1. `beforeSync` (`UpdateRules`) refuses it or lets it through; a SyncStep2 makes the state "syncing"
 *   2. Yjs applies it
 *   3. `update` of the document (`Marks`) puts what was new into the log's queue
 *   4. `afterAllTransactions` of it (`Marks`) refuses what waits for something else; "syncing" becomes "synced"
 *   5. `onStateless` (`Marks`) takes the mark that the page has sent behind it
 */
import type { Connection } from "@hocuspocus/server";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { send } from "../connection.ts";

export type SyncState =
  /** No SyncStep2 has come yet: what is refused now is in there again, and the page may hold more than it has sent. */
  | "joining"
  /** A SyncStep2 is being checked or applied: it carries everything that this page has and the document lacked. */
  | "syncing"
  /** Everything that it has sent was applied: marks are answered as soon as that is committed. */
  | "synced"
  /** Something was not taken. The page was told, and its next SyncStep2 carries everything again. */
  | "refused";

const states = new WeakMap<Connection, SyncState>();

/** Where a connection is in its exchange of states with the node. */
export const syncStateOf = (connection: Connection): SyncState => states.get(connection) ?? "joining";

/** A SyncStep2 has come: it will be applied whole, or refused. */
export function beginSync(connection: Connection): void {
  states.set(connection, "syncing");
}

/** A whole SyncStep2 was applied: what was refused before is in it, or the page has let it go. */
export function endSync(connection: Connection): void {
  states.set(connection, "synced");
}

/** An update was not taken: its page is told, unless it will send all of it in its first SyncStep2. */
export function refuse(connection: Connection, reason: UpdateRefusal): void {
  if (syncStateOf(connection) === "joining") return;
  states.set(connection, "refused");
  send(connection, { type: "refused", reason });
}
