import * as Y from "yjs";

/**
 * Applies updates (Yjs V1), in whatever order, to a document in one transaction. Throws at the first that does not
 * decode.
 */
export function applyAll(ydoc: Y.Doc, updates: Iterable<Uint8Array>): void {
  ydoc.transact(() => {
    for (const update of updates) Y.applyUpdate(ydoc, update);
    applyWaiting(ydoc);
  });
}

/**
 * Yjs notes one clock per client that waiting updates wait for. Where a client's updates have a gap, it is the clock of
 * the gap, even if another update waits for an earlier one: these would wait for ever although all that they need is
 * there. Merged into one update they do not.
 */
function applyWaiting(ydoc: Y.Doc) {
  const { store } = ydoc;
  for (let bytes = Infinity; store.pendingStructs && store.pendingStructs.update.byteLength < bytes;) {
    const { update } = store.pendingStructs;
    bytes = update.byteLength;
    store.pendingStructs = null;
    Y.applyUpdateV2(ydoc, update);
  }
}
