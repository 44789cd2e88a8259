import { useEffect, useState } from "react";
import type { Finding } from "../../../../protocol/entities.ts";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import type { Whereabouts } from "./follow-finding.ts";

/** Monaco moves the marks with each key; correcting them after this long is soon enough. */
const PAUSE_MS = 80;

const nowhere: ReadonlyMap<string, Whereabouts> = new Map();

/** Where the findings are now, followed through everybody's edits. */
export function useWhereabouts(findings: Finding[]): ReadonlyMap<string, Whereabouts> {
  const collab = useCollab();
  const ready = useIsReady();
  const [known, setKnown] = useState(nowhere);
  const key = findings.map(({ id, quote }) => id + quote).join();
  useEffect(() => {
    if (!collab || !ready || findings.length === 0) return setKnown(nowhere);
    const { ydoc, tools } = collab;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      const found = tools.followFindings(ydoc, findings);
      setKnown((before) => (isSame(before, found) ? before : found));
    };
    const later = () => (timer ??= setTimeout(read, PAUSE_MS));
    read();
    const files = tools.filesOf(ydoc);
    files.observeDeep(later);
    return () => {
      clearTimeout(timer);
      files.unobserveDeep(later);
    };
    // The list is made anew with each rendering; what matters of it is in the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [collab, ready, key]);
  return known;
}

const isSame = (a: ReadonlyMap<string, Whereabouts>, b: ReadonlyMap<string, Whereabouts>) =>
  JSON.stringify([...a]) === JSON.stringify([...b]);
