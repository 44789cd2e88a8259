/**
 * Frames of Hocuspocus' protocol: the document's name, the type of the message, and for sync its step and an update
 * in V1.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";
import * as Y from "yjs";

const SYNC = 0;
const AWARENESS = 1;

/** What may wait a little: an edit of somebody else, or where people are. */
export function kindOf(frame: Uint8Array): "update" | "awareness" | "other" {
  const decoder = afterName(frame);
  if (!decoder) return "other";
  const type = decoding.readVarUint(decoder);
  if (type === AWARENESS) return "awareness";
  return type === SYNC && decoding.readVarUint(decoder) === messageYjsUpdate ? "update" : "other";
}

/** The update of a SyncStep2, which carries everything that a page has and the server has not. */
export function readSyncStep2(frame: Uint8Array): Uint8Array | undefined {
  const decoder = afterName(frame);
  if (!decoder) return;
  if (decoding.readVarUint(decoder) !== SYNC || decoding.readVarUint(decoder) !== messageYjsSyncStep2) return;
  return decoding.readVarUint8Array(decoder);
}

/** Undefined for a ping or a pong, which name no document. */
function afterName(frame: Uint8Array): decoding.Decoder | undefined {
  if (frame.byteLength === 1) return;
  const decoder = decoding.createDecoder(frame);
  decoding.readVarString(decoder);
  return decoder;
}

export function writeSyncStep2(name: string, update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, name);
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, messageYjsSyncStep2);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

/**
 * The same update without text that has been deleted: a document keeps that while undo can bring it back, so a paste
 * that was taken back would still be too large.
 */
export function withoutDeleted(ydoc: Y.Doc, update: Uint8Array): Uint8Array {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
    const { from } = Y.parseUpdateMeta(update);
    const known = Y.decodeStateVector(Y.encodeStateVector(copy));
    for (const [client, clock] of from) known.set(client, clock);
    return Y.encodeStateAsUpdate(copy, Y.encodeStateVector(known));
  } finally {
    copy.destroy();
  }
}
