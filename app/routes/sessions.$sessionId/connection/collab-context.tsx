import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { later } from "../../../ui/later.ts";
import { usePageData } from "../page-data.ts";
import { createRequiredContext } from "../required-context.ts";
import type { Collab } from "./collab.client.ts";
import { type CollabState, initialState } from "./collab-state.ts";
import type { Peer } from "./peers.ts";

const nothing = () => () => {};
const nobody: Peer[] = [];

/**
 * The page is shown without the connection and Yjs, which would be a fifth of its first scripts. They come beside the
 * editor, as soon as those run.
 */
const script = later(() => import("./collab.client.ts"));
if (typeof document !== "undefined") script.load().catch(() => {});
/** From a time that it could not be loaded to the next; the page meanwhile says that connecting takes longer. */
const LOAD_AGAIN_MS = 3_000;

type Value = { collab: Collab | undefined; initial: CollabState; reconnect: () => void };
const [Provider, useValue] = createRequiredContext<Value>("CollabProvider");

/** Opens the document while the page is shown: the only place that does. */
export function CollabProvider({ children }: { children: ReactNode }) {
  const { session, user, guestIds, collabUrl, lineage } = usePageData();
  const [collab, setCollab] = useState<Collab>();
  const [initial] = useState(() => initialState(session.role));
  const [attempt, setAttempt] = useState(0);
  const loadAgain = useCallback(() => setAttempt((times) => times + 1), []);
  useEffect(() => {
    let opened: Collab | undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    script.load().then(
      (module) => {
        if (isOver) return;
        opened = new module.Collab({
          sessionId: session.id,
          userId: user.id,
          guestIds,
          url: collabUrl || location.origin.replace(/^http/, "ws"),
          lineage,
          role: session.role,
        });
        setCollab(opened);
      },
      () => {
        if (!isOver) timer = setTimeout(loadAgain, LOAD_AGAIN_MS);
      },
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
      setCollab(undefined);
      opened?.leave();
    };
    // It starts with the role and the ids that the loader knew; later ones arrive as events.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [session.id, user.id, collabUrl, lineage, attempt]);
  const reconnect = collab?.reconnectNow ?? loadAgain;
  const value = useMemo(() => ({ collab, initial, reconnect }), [collab, initial, reconnect]);
  return <Provider value={value}>{children}</Provider>;
}

/** The page's connection to the document; undefined until the page runs in a browser and has loaded it. */
export const useCollab = (): Collab | undefined => useValue().collab;

/** What tries at once what would be tried again in a moment. */
export const useReconnect = (): (() => void) => useValue().reconnect;

/**
 * A part of the connection's state. The component is rendered again only when that part changes: `select` picks a
 * field, or makes a string, a number or a boolean.
 *
 * @example
 * const isOpen = useCollabState(({ connection }) => connection === "open");
 */
export function useCollabState<Selected>(select: (state: CollabState) => Selected): Selected {
  const { collab, initial } = useValue();
  return useSyncExternalStore(
    collab?.subscribe ?? nothing,
    () => select(collab?.state ?? initial),
    () => select(initial),
  );
}

/** Whether the document has been complete once, so that it can be read and written. */
export const useIsReady = (): boolean => useCollabState(({ ready }) => ready);

/** The other connections, as they are now: rendered again at each move of a caret. */
export function usePeers(): Peer[] {
  const collab = useCollab();
  return useSyncExternalStore(
    collab?.onPeers ?? nothing,
    () => collab?.peers ?? nobody,
    () => nobody,
  );
}

/**
 * Calls `handle` with each of the server's events. It should be the same function from one rendering to the next, by
 * `useCallback`.
 *
 * @example
 * useServerEvents(useCallback((event) => event.type === "refetch" && void refetch(), [refetch]));
 */
export function useServerEvents(handle: (event: ServerEvent) => void) {
  const collab = useCollab();
  useEffect(() => collab?.onEvent(handle), [collab, handle]);
}
