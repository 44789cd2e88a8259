/**
 * From a live document into the log (L1), and the answers to marks (L3, L4). Attached to the document itself, never to
 * a hook chain that another extension can break. An update that waits for another one fires no `update` event and
 * Hocuspocus acknowledges it: it is taken out again at once and its sender told, so that no document ever waits.
 */
import {
  type afterLoadDocumentPayload,
  type beforeUnloadDocumentPayload,
  type Connection,
  type Document,
  type Extension,
} from "@hocuspocus/server";
import type * as Y from "yjs";
import { type ConnectionContext, connectionOf, contextOf, send } from "../connection.ts";
import { clientEventSchema, parseEvent } from "../../protocol/events.ts";
import { MAX_EVENT_CHARS } from "../../protocol/limits.ts";
import type { Persistence } from "../document/persistence.ts";
import type { RedisSync } from "../nodes/redis-sync.ts";
import { endSync, refuse, syncStateOf } from "./sync-state.ts";
import type { UpdateLog } from "./update-log.ts";

export class Marks implements Extension<ConnectionContext> {
  extensionName = "marks";
  /** Before every other extension: Redis' own hook begins to apply other nodes' edits. */
  priority = 1_000;
  private readonly options: {
    updateLog: UpdateLog;
    persistence: Persistence;
    redisSync: RedisSync | undefined;
  };

  /** The last mark of each connection that was not answered. */
  private readonly marks = new WeakMap<Connection, number>();
  /**
   * Connections whose marks are answered when the event loop turns: the answer to the last mark covers all before it.
   */
  private readonly marked = new Set<Connection>();

  constructor(options: Marks["options"]) {
    this.options = options;
  }

  async afterLoadDocument({ document, documentName }: afterLoadDocumentPayload) {
    const { updateLog, persistence } = this.options;
    const lineage = persistence.lineageOf(documentName) ?? "";
    document.on("update", (update: Uint8Array, origin: unknown) => {
      const connection = connectionOf(origin);
      updateLog.append({
        sessionId: documentName,
        lineage,
        authorId: connection && contextOf(connection).user.id,
        relayed: !connection,
        update,
      });
    });
    // After `update`: what a SyncStep2 brought must be in the queue before a mark is answered.
    document.on("afterAllTransactions", (_: Y.Doc, [first]: Y.Transaction[]) =>
      this.afterTransactions(document, connectionOf(first?.origin)),
    );
  }

  /** Takes an event of a page, as UTF-8; returns false where it is not a mark. */
  take(connection: Connection, payload: Uint8Array): boolean {
    if (payload.byteLength > MAX_EVENT_CHARS) return false;
    const event = parseEvent(clientEventSchema, Buffer.from(payload).toString());
    if (event?.type !== "mark") return false;
    this.marks.set(connection, event.n);
    if (this.marked.size === 0) setImmediate(() => this.answerMarked());
    this.marked.add(connection);
    return true;
  }

  private answerMarked() {
    const marked = [...this.marked];
    this.marked.clear();
    for (const connection of marked) this.answer(connection);
  }

  /** L6: a document that is loaded again must find everything that it had. */
  async beforeUnloadDocument({ documentName }: beforeUnloadDocumentPayload) {
    await this.options.updateLog.drained(documentName);
  }

  async afterUnloadDocument({ documentName }: { documentName: string }) {
    this.options.updateLog.forget(documentName);
  }

  /** Runs in the same call as the update: nothing of another connection can come between. */
  private afterTransactions(document: Document, connection: Connection | undefined) {
    const isWaiting = document.store.pendingStructs !== null || document.store.pendingDs !== null;
    if (isWaiting) {
      document.store.pendingStructs = null;
      document.store.pendingDs = null;
    }
    if (!connection) {
      // Another node's update builds on something that did not get here.
      if (isWaiting) this.options.redisSync?.resync(document.name);
      return;
    }
    if (isWaiting) return refuse(connection, "incomplete");
    if (syncStateOf(connection) !== "syncing") return;
    endSync(connection);
    this.answer(connection);
  }

  /** Answers the last mark of a connection once all that came before it is committed, or keeps it for later. */
  answer(connection: Connection): void {
    const mark = this.marks.get(connection);
    if (mark === undefined || syncStateOf(connection) !== "synced") return;
    this.marks.delete(connection);
    const { document } = connection;
    this.options.updateLog.whenWritten(document.name, (isStored) => {
      if (isStored && document.hasConnection(connection)) send(connection, { type: "durable", n: mark });
    });
  }
}
