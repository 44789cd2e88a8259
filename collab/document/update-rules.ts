/**
 * Which updates a document takes. Hocuspocus acknowledges an update that does not decode as if it were applied, keeps
 * an update that builds on something missing for ever, and knows no limit. Where it does object, it closes the document
 * but not the socket, and the page would go on sending into the void for half a minute.
 */
import type {
  afterLoadDocumentPayload,
  beforeSyncPayload,
  connectedPayload,
  Connection,
  Document,
  Extension,
} from "@hocuspocus/server";
import { messageYjsSyncStep1, messageYjsSyncStep2 } from "y-protocols/sync";
import * as Y from "yjs";
import type { ClientIds } from "./client-ids.ts";
import { isDamaged } from "./damaged.ts";
import { removeForeignContent } from "../../protocol/layout.ts";
import { type DecodedUpdate, decodeUpdate } from "./decode-update.ts";
import { readPlainEdit } from "./plain-edit.ts";
import { layoutRefusal } from "./layout-rules.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { mayEdit } from "../../protocol/entities.ts";
import { DocumentSizes } from "./document-sizes.ts";
import { contextOf, originOf, send } from "../connection.ts";
import { beginSync, endSync, refuse } from "../log/sync-state.ts";
import type { Marks } from "../log/marks.ts";
import type { UpdateLog } from "../log/update-log.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { Persistence } from "./persistence.ts";

/** The code with which Hocuspocus ends a connection whose message threw. */
const HOCUSPOCUS_RESET = 4205;

export class UpdateRules implements Extension {
  extensionName = "update-rules";
  private readonly options: {
    updateLog: UpdateLog;
    clientIds: ClientIds;
    persistence: Persistence;
    marks: Marks;
    metrics: Pick<CollabMetrics, "updatesRefused">;
  };
  private readonly sizes = new DocumentSizes();

  constructor(options: UpdateRules["options"]) {
    this.options = options;
  }

  async afterLoadDocument({ document, documentName }: afterLoadDocumentPayload) {
    this.sizes.follow(document, this.options.persistence.storedBytes(documentName));
    // Such content is from a time before there were rules. Now that the log listens (marks.ts), removing it is an edit
    // like any other.
    if (!isDamaged(document)) removeForeignContent(document);
  }

  async beforeSync({ type, payload, connection, document }: beforeSyncPayload) {
    if (type === messageYjsSyncStep1) return;
    // Wait first: the person's role may change meanwhile.
    if (this.options.updateLog.isFull) await this.slowDown(connection);
    if (type === messageYjsSyncStep2) beginSync(connection);
    const update = this.decode(connection, payload);
    const { structs, ds } = update;
    const hasChanges = structs.length > 0 || ds.clients.size > 0;
    connection.readOnly = isReadOnly(connection);
    if (connection.readOnly) {
      if (hasChanges && !contains(document, type, payload)) this.refuse(connection, "read-only");
      else if (type === messageYjsSyncStep2) {
        endSync(connection);
        this.options.marks.answer(connection);
      }
      return;
    }
    const refusal = this.refusalOf(connection, update, payload);
    if (refusal) this.turnDown(connection, refusal);
    // A SyncStep2 may bring what others wrote, and a node has lost.
    else if (type !== messageYjsSyncStep2)
      this.options.clientIds.claim(
        connection,
        structs.map(({ id }) => id.client),
      );
  }

  /**
   * Takes a plain edit (plain-edit.ts) of somebody who may write. Returns false, and has done nothing, for any other
   * and where it may not be taken: `beforeSync` says what becomes of it.
   */
  takePlain(connection: Connection, update: Uint8Array): boolean {
    const { document } = connection;
    if (this.options.updateLog.isFull || isReadOnly(connection)) return false;
    const edit = readPlainEdit(document, update);
    if (!edit) return false;
    const { client } = edit;
    if (client !== undefined) {
      const { clientIds } = this.options;
      if (clientIds.isForeign(connection, client) || this.sizes.isFull(document, update.byteLength)) return false;
      clientIds.claim(connection, [client]);
    }
    Y.applyUpdate(document, update, originOf(connection));
    return true;
  }

  private refusalOf(connection: Connection, update: DecodedUpdate, payload: Uint8Array): UpdateRefusal | undefined {
    const { document } = connection;
    if (this.options.clientIds.writesForOthers(connection, update.structs)) return "foreign";
    return (
      layoutRefusal(document, update) ??
      (update.structs.length > 0 && this.sizes.isFull(document, payload.byteLength) ? "too-large" : undefined)
    );
  }

  async connected({ connection }: connectedPayload) {
    connection.onClose((_document, event) => {
      if (event?.code === HOCUSPOCUS_RESET) connection.webSocket.close(CLOSE.malformed.code, "malformed");
    });
    if (isDamaged(connection.document)) send(connection, { type: "damaged" });
    this.sizes.greet(connection);
  }

  /** Keeps Hocuspocus from applying this message, too; the next one sets it anew. */
  private turnDown(connection: Connection, reason: UpdateRefusal) {
    connection.readOnly = true;
    this.refuse(connection, reason);
  }

  private refuse(connection: Connection, reason: UpdateRefusal) {
    this.options.metrics.updatesRefused.inc({ reason });
    refuse(connection, reason);
  }

  private decode(connection: Connection, payload: Uint8Array): DecodedUpdate {
    try {
      return decodeUpdate(payload);
    } catch (error) {
      this.refuse(connection, "malformed");
      throw error;
    }
  }

  /** Stops reading from a socket until the log has been written: nothing is dropped, and nothing grows (L7). */
  private async slowDown({ webSocket }: Connection) {
    const socket = webSocket as Partial<{ pause(): void; resume(): void }>;
    socket.pause?.();
    await this.options.updateLog.room();
    socket.resume?.();
  }
}

/** Somebody who may not write may still send what the document has already. */
const contains = (document: Document, type: number, update: Uint8Array) =>
  type === messageYjsSyncStep2 && Y.snapshotContainsUpdate(Y.snapshot(document), update);

/**
 * Whether updates of this connection are refused: by its role, by the document's state, or because its access is over.
 */
function isReadOnly(connection: Connection): boolean {
  const { role, isOver } = contextOf(connection);
  return !mayEdit(role) || isOver === true || isDamaged(connection.document);
}
