import type * as Y from "yjs";

/**
 * Follows a document's transactions. What it returns is true while an edit of somebody else is being applied. The
 * transaction is kept, and not a flag: observers that read an event's delta open local transactions inside of it.
 */
export function followRemoteTransactions(ydoc: Y.Doc): () => boolean {
  let remote: Y.Transaction | undefined;
  ydoc.on("beforeTransaction", (transaction) => {
    if (!transaction.local) remote = transaction;
  });
  ydoc.on("afterTransaction", (transaction) => {
    if (transaction === remote) remote = undefined;
  });
  return () => remote !== undefined;
}
