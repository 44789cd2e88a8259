/** What pages send as an update, read as strictly as Yjs will apply it. */
import * as Y from "yjs";

export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;

const EMPTY_UPDATE_BYTES = 2;

/**
 * Decodes an update in Yjs' encoding V1. Throws for bytes that are not an update, and for what can be read although Yjs
 * never writes it: V2, which reads as an empty update with bytes left over, and deletions of nothing, at which Yjs
 * throws after it has applied everything before them.
 */
export function decodeUpdate(bytes: Uint8Array): DecodedUpdate {
  const decoded = Y.decodeUpdate(bytes);
  if (decoded.structs.length === 0 && decoded.ds.clients.size === 0 && bytes.length > EMPTY_UPDATE_BYTES)
    throw new Error("Not an update in V1.");
  for (const ranges of decoded.ds.clients.values())
    if (ranges.some(({ len }) => len === 0)) throw new Error("A deletion of nothing.");
  return decoded;
}
