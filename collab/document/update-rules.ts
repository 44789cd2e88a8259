/**
 * Which updates a document takes. Hocuspocus acknowledges an update that does not decode as applied, keeps one that
 * builds on something missing for ever, and knows no limit; where it does object, it leaves the document but keeps the
 * socket, and the page would go on sending into the void for half a minute.
 */
import type {
  afterLoadDocumentPayload,
  beforeSyncPayload,
  connectedPayload,
  Connection,
  Document,
  Extension,
} from "@hocuspocus/server";
import * as Y from "yjs";
import type { ClientIds } from "./client-ids.ts";
import { isDamaged } from "./damaged.ts";
import { removeForeignContent } from "../../protocol/layout.ts";
import { type DecodedUpdate, layoutRefusal } from "./layout-rules.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { UpdateRefusal } from "../../protocol/events.ts";
import { MAX_DOCUMENT_BYTES, NEARLY_FULL_BYTES } from "../../protocol/limits.ts";
import { broadcast, send } from "../send.ts";
import { caughtUp, isReadOnly, refuse, syncStateOf } from "../log/sync-state.ts";
import type { UpdateLog } from "../log/update-log.ts";

const SYNC_STEP_1 = 0;
const SYNC_STEP_2 = 1;
const EMPTY_UPDATE_BYTES = 2;
/** The code with which Hocuspocus ends a connection whose message threw. */
const HOCUSPOCUS_RESET = 4205;
/** Measuring encodes the whole document. */
const MEASURE_PAUSE_MS = 5_000;

type Size = { bytes: number; measuredAt: number; isNearlyFull: boolean; timer?: NodeJS.Timeout };

export class UpdateRules implements Extension {
  extensionName = "update-rules";
  private readonly options: {
    updateLog: UpdateLog;
    clientIds: ClientIds;
    /** Bytes of a document as it was loaded. */
    storedBytes: (sessionId: string) => number;
    onRefused: (reason: UpdateRefusal) => void;
    /** A connection that may not write had nothing to say. */
    onCaughtUp: (connection: Connection) => void;
  };
  private readonly sizes = new WeakMap<Document, Size>();

  constructor(options: UpdateRules["options"]) {
    this.options = options;
  }

  async afterLoadDocument({ document, documentName }: afterLoadDocumentPayload) {
    const bytes = this.options.storedBytes(documentName);
    const size: Size = { bytes, measuredAt: 0, isNearlyFull: bytes > NEARLY_FULL_BYTES };
    this.sizes.set(document, size);
    document.on("update", (update: Uint8Array, _origin: unknown, _ydoc: Y.Doc, { deleteSet }: Y.Transaction) => {
      size.bytes += update.byteLength;
      if (size.isNearlyFull ? deleteSet.clients.size > 0 : size.bytes > NEARLY_FULL_BYTES)
        this.measureSoon(document, size);
    });
    // From a time before there were rules. Now that the log listens (marks.ts), it is an edit like others.
    if (!isDamaged(document)) removeForeignContent(document);
  }

  async beforeSync({ type, payload, connection, document }: beforeSyncPayload) {
    if (type === SYNC_STEP_1) return;
    // First: what its person may do can change while it waits.
    if (this.options.updateLog.isFull) await this.slowDown(connection);
    const sync = syncStateOf(connection);
    sync.isSyncing = type === SYNC_STEP_2;
    const update = this.decode(connection, payload);
    const { structs, ds } = update;
    const isNews = structs.length > 0 || ds.clients.size > 0;
    connection.readOnly = isReadOnly(connection);
    if (connection.readOnly) {
      if (isNews && !contains(document, type, payload)) this.refuse(connection, "read-only");
      else if (type === SYNC_STEP_2) {
        caughtUp(sync);
        this.options.onCaughtUp(connection);
      }
      return;
    }
    const refusal = this.refusalOf(connection, update, payload);
    if (refusal) this.turnDown(connection, refusal);
    // A SyncStep2 may bring what others wrote, and a node has lost.
    else if (type !== SYNC_STEP_2) this.options.clientIds.claim(connection, structs);
  }

  private refusalOf(connection: Connection, update: DecodedUpdate, payload: Uint8Array): UpdateRefusal | undefined {
    const { document } = connection;
    if (this.options.clientIds.writesForOthers(connection, update.structs)) return "foreign";
    return (
      layoutRefusal(document, update) ??
      (update.structs.length > 0 && this.isFull(document, payload) ? "too-large" : undefined)
    );
  }

  async connected({ connection }: connectedPayload) {
    connection.onClose((_document, event) => {
      if (event?.code === HOCUSPOCUS_RESET) connection.webSocket.close(CLOSE.malformed.code, "malformed");
    });
    if (isDamaged(connection.document)) send(connection, { type: "damaged" });
    if (this.sizes.get(connection.document)?.isNearlyFull) this.tellSize(connection.document, connection);
  }

  /** Keeps Hocuspocus from applying this message, too; the next one sets it anew. */
  private turnDown(connection: Connection, reason: UpdateRefusal) {
    connection.readOnly = true;
    this.refuse(connection, reason);
  }

  private refuse(connection: Connection, reason: UpdateRefusal) {
    this.options.onRefused(reason);
    refuse(connection, reason);
  }

  private decode(connection: Connection, payload: Uint8Array): DecodedUpdate {
    try {
      const decoded = Y.decodeUpdate(payload);
      // The other encoding, V2, reads as an empty update with a rest.
      if (decoded.structs.length === 0 && decoded.ds.clients.size === 0 && payload.length > EMPTY_UPDATE_BYTES)
        throw new Error("Not an update in V1.");
      return decoded;
    } catch (error) {
      this.refuse(connection, "malformed");
      throw error;
    }
  }

  /** Whether a document has no room for an update that adds something; deleting always fits. */
  private isFull(document: Document, update: Uint8Array): boolean {
    const size = this.sizes.get(document);
    if (!size || size.bytes + update.byteLength <= MAX_DOCUMENT_BYTES) return false;
    if (Date.now() - size.measuredAt > MEASURE_PAUSE_MS) this.measure(document, size);
    return size.bytes + update.byteLength > MAX_DOCUMENT_BYTES;
  }

  private measureSoon(document: Document, size: Size) {
    const wait = Math.max(0, size.measuredAt + MEASURE_PAUSE_MS - Date.now());
    size.timer ??= setTimeout(() => {
      size.timer = undefined;
      if (!document.isDestroyed) this.measure(document, size);
    }, wait).unref();
  }

  /** What was added up counts what has been deleted since. */
  private measure(document: Document, size: Size) {
    size.measuredAt = Date.now();
    size.bytes = Y.encodeStateAsUpdate(document).byteLength;
    const wasNearlyFull = size.isNearlyFull;
    size.isNearlyFull = size.bytes > NEARLY_FULL_BYTES;
    if (size.isNearlyFull !== wasNearlyFull) this.tellSize(document);
  }

  private tellSize(document: Document, connection?: Connection) {
    const event = { type: "nearly-full", bytes: this.sizes.get(document)?.bytes ?? 0 } as const;
    if (connection) send(connection, event);
    else broadcast(document, event);
  }

  /** Stops reading from a socket until the log has been written: nothing is dropped, and nothing grows (L7). */
  private async slowDown({ webSocket }: Connection) {
    const socket = webSocket as Partial<{ pause(): void; resume(): void }>;
    socket.pause?.();
    await this.options.updateLog.room();
    socket.resume?.();
  }
}

/** Somebody who may not write may still send what is here already. */
const contains = (document: Document, type: number, update: Uint8Array) =>
  type === SYNC_STEP_2 && Y.snapshotContainsUpdate(Y.snapshot(document), update);
