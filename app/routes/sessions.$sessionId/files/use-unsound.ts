import { useEffect, useState } from "react";
import type * as Y from "yjs";
import type { Unsound } from "../../../../protocol/layout.ts";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { usePathOf } from "./files-context.tsx";
import type { UnsoundThings } from "./unsound-line.tsx";

const nothing: Unsound[] = [];

/** What the document holds that is no part of its layout, as it is now, and what removes it. */
export function useUnsound(): UnsoundThings {
  const collab = useCollab();
  const ready = useIsReady();
  const mayEdit = useMayEdit();
  const pathOf = usePathOf();
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (!collab || !ready) return;
    const { ydoc, tools } = collab;
    const read = () => setFound((known) => keep(known, tools.listUnsound(ydoc)));
    const files = tools.filesOf(ydoc);
    // Most changes by far are typing, which changes nothing here.
    const afterTransaction = ({ changed }: Y.Transaction) => {
      for (const type of changed.keys()) if (!type._item || type.parent === files) return read();
    };
    read();
    ydoc.on("afterTransaction", afterTransaction);
    return () => ydoc.off("afterTransaction", afterTransaction);
  }, [collab, ready]);
  const remove = mayEdit && collab ? () => collab.tools.removeUnsound(collab.ydoc) : undefined;
  return { things: found, pathOf, remove };
}

const keep = (known: Unsound[], found: Unsound[]) => (JSON.stringify(known) === JSON.stringify(found) ? known : found);
