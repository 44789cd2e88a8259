import { useEffect, useState, useSyncExternalStore } from "react";
import { listFiles, filesOf } from "../../../../protocol/layout.ts";
import type { Role } from "../../../../protocol/entities.ts";
import { Collab } from "./collab.client.ts";
import { type CollabState, initialState } from "./collab-state.ts";
import type { Peer } from "./peers.client.ts";

const nothing = () => () => {};
const nobody: Peer[] = [];

/** Opens the document while the page is shown: the only place that does. Undefined until the page runs in a browser. */
export function useCollab(options: {
  sessionId: string;
  userId: string;
  guestIds: string[];
  url: string;
  lineage: string;
  role: Role;
}): Collab | undefined {
  const { sessionId, userId, guestIds, url, lineage, role } = options;
  const [collab, setCollab] = useState<Collab>();
  useEffect(() => {
    const opened = new Collab({
      sessionId,
      userId,
      guestIds,
      url: url || location.origin.replace(/^http/, "ws"),
      lineage,
      role,
    });
    setCollab(opened);
    return () => {
      setCollab(undefined);
      opened.leave();
    };
    // The role that the loader knew is where it starts, as are the ids; later ones arrive as events.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [sessionId, userId, url, lineage]);
  return collab;
}

export function useCollabState(collab: Collab | undefined, role: Role): CollabState {
  const [initial] = useState(() => initialState(role));
  return useSyncExternalStore(
    collab?.subscribe ?? nothing,
    () => collab?.state ?? initial,
    () => initial,
  );
}

/** The other connections, as they are now. */
export const usePeers = (collab: Collab | undefined): Peer[] =>
  useSyncExternalStore(
    collab?.onPeers ?? nothing,
    () => collab?.peers ?? nobody,
    () => nobody,
  );

export type FileEntry = {
  id: string;
  path: string;
  language: string;
  /** The path, with a number where two are equal. */ label: string;
};

/** The document's files without their texts: changes of a text are not news here. */
export function useFiles(collab: Collab | undefined, initial: FileEntry[]): FileEntry[] {
  const [files, setFiles] = useState(initial);
  const ready = useCollabState(collab, "viewer").ready;
  useEffect(() => {
    if (!collab || !ready) return;
    const read = () => setFiles(toEntries(listFiles(collab.ydoc)));
    const onChange = (events: { target: unknown; path: unknown[] }[]) => {
      if (events.some(({ path }) => path.length < 2)) read();
    };
    const map = filesOf(collab.ydoc);
    read();
    map.observeDeep(onChange);
    return () => map.unobserveDeep(onChange);
  }, [collab, ready]);
  return files;
}

export function toEntries(files: { id: string; path: string; language: string }[]): FileEntry[] {
  const taken = new Set(files.map(({ path }) => path));
  const last = new Map<string, number>();
  return files.map(({ id, path, language }) => {
    let nth = (last.get(path) ?? 0) + 1;
    while (nth > 1 && taken.has(`${path} (${nth})`)) nth++;
    last.set(path, nth);
    const label = nth > 1 ? `${path} (${nth})` : path;
    return { id, path, language, label };
  });
}
