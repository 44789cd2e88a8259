/** How large each live document is: whether it has room for more, and when its people are told that little is left. */
import type { Connection, Document } from "@hocuspocus/server";
import * as Y from "yjs";
import { MAX_DOCUMENT_BYTES, NEARLY_FULL_BYTES } from "../../protocol/limits.ts";
import { broadcast, send } from "../connection.ts";

/** Between two measurements of a document: measuring encodes all of it. */
const MEASURE_PAUSE_MS = 5_000;

/** `bytes` is the measured size plus all updates since, so it includes what has been deleted since. */
type Size = { bytes: number; measuredAt: number; isNearlyFull: boolean; timer?: NodeJS.Timeout };

export class DocumentSizes {
  private readonly sizes = new WeakMap<Document, Size>();

  /** Counts from now on what a document takes; `bytes` is what Postgres holds of it. */
  follow(document: Document, bytes: number): void {
    const size: Size = { bytes, measuredAt: 0, isNearlyFull: bytes > NEARLY_FULL_BYTES };
    this.sizes.set(document, size);
    document.on("update", (update: Uint8Array, _origin: unknown, _ydoc: Y.Doc, { deleteSet }: Y.Transaction) => {
      size.bytes += update.byteLength;
      if (size.isNearlyFull ? deleteSet.clients.size > 0 : size.bytes > NEARLY_FULL_BYTES)
        this.measureSoon(document, size);
    });
  }

  /** Whether a document has no room for this many more bytes. */
  isFull(document: Document, bytes: number): boolean {
    const size = this.sizes.get(document);
    if (!size || size.bytes + bytes <= MAX_DOCUMENT_BYTES) return false;
    if (Date.now() - size.measuredAt > MEASURE_PAUSE_MS) this.measure(document, size);
    return size.bytes + bytes > MAX_DOCUMENT_BYTES;
  }

  /** Says to a new connection that its document is nearly full, where it is. */
  greet(connection: Connection): void {
    const size = this.sizes.get(connection.document);
    if (size?.isNearlyFull) send(connection, { type: "nearly-full", bytes: size.bytes });
  }

  private measureSoon(document: Document, size: Size) {
    const wait = Math.max(0, size.measuredAt + MEASURE_PAUSE_MS - Date.now());
    size.timer ??= setTimeout(() => {
      size.timer = undefined;
      if (!document.isDestroyed) this.measure(document, size);
    }, wait).unref();
  }

  private measure(document: Document, size: Size) {
    size.measuredAt = Date.now();
    size.bytes = Y.encodeStateAsUpdate(document).byteLength;
    const wasNearlyFull = size.isNearlyFull;
    size.isNearlyFull = size.bytes > NEARLY_FULL_BYTES;
    if (size.isNearlyFull !== wasNearlyFull) broadcast(document, { type: "nearly-full", bytes: size.bytes });
  }
}
