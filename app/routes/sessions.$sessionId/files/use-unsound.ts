import { useEffect, useState } from "react";
import type * as Y from "yjs";
import { filesOf, listUnsound, type Unsound } from "../../../../protocol/layout.ts";
import type { Collab } from "../connection/collab.client.ts";

const nothing: Unsound[] = [];

/** What the document holds that is no part of its layout, as it is now. */
export function useUnsound(collab: Collab | undefined, ready: boolean): Unsound[] {
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (!collab || !ready) return;
    const { ydoc } = collab;
    const read = () => setFound((known) => keep(known, listUnsound(ydoc)));
    const files = filesOf(ydoc);
    // Of typing, which is the most by far, nothing here depends.
    const afterTransaction = ({ changed }: Y.Transaction) => {
      for (const type of changed.keys()) if (!type._item || type.parent === files) return read();
    };
    read();
    ydoc.on("afterTransaction", afterTransaction);
    return () => ydoc.off("afterTransaction", afterTransaction);
  }, [collab, ready]);
  return found;
}

const keep = (known: Unsound[], found: Unsound[]) => (JSON.stringify(known) === JSON.stringify(found) ? known : found);
