import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { toast } from "../../../ui/toast.ts";
import { understandingWords } from "../../../words/understanding.tsx";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useOptions } from "../editor/use-options.ts";
import { useActiveFile } from "../files/files-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { createRequiredContext } from "../required-context.ts";
import { isUnderstandable } from "./is-understandable.ts";
import type { Renaming, Understanding, UnderstandingState } from "./understanding.client.ts";

/** Not with what a page loads once it has come to rest: most of it is of no use to whoever writes plain text. */
const load = () => import("./understanding.client.ts");
const initial: UnderstandingState = { problems: [], shown: undefined, ended: [] };
const nothing = () => () => {};

type Value = {
  understanding: Understanding | undefined;
  /** Whether code is looked at on this page at all. */
  isOn: boolean;
  /** A name that is about to be changed. */
  renaming: Renaming | undefined;
  setRenaming: (renaming: Renaming | undefined) => void;
};
const [Provider, useValue] = createRequiredContext<Value>("UnderstandingProvider");

/** Knows what is understood of the code. It begins with the first file whose language something understands. */
export function UnderstandingProvider({ children }: { children: ReactNode }) {
  const collab = useCollab();
  const isReady = useIsReady();
  const pane = usePane();
  const language = useActiveFile()?.language;
  const isPhone = useIsPhone();
  const { understandOnPhone } = useOptions();
  const isOn = !isPhone || understandOnPhone;
  const [understanding, setUnderstanding] = useState<Understanding>();
  const [renaming, setRenaming] = useState<Renaming>();
  const mayEdit = useMayEditNow();
  const mayWrite = useRef(mayEdit);
  useEffect(() => {
    mayWrite.current = mayEdit;
  });
  const isWanted = isOn && isReady && language !== undefined && isUnderstandable(language);
  /** Once it has begun, files of other languages do not end it. */
  const [hasBegun, setHasBegun] = useState(false);
  useEffect(() => {
    if (isWanted) setHasBegun(true);
  }, [isWanted]);

  useEffect(() => {
    if (!pane || !collab || !isOn || !hasBegun) return;
    let opened: Understanding | undefined;
    let isOver = false;
    // Without it everything else works: it is tried again with the next page.
    load().then(
      (module) => {
        if (isOver) return;
        opened = new module.Understanding({
          pane,
          collab,
          mayWrite: () => mayWrite.current,
          onStale: () => toast(understandingWords.stale),
        });
        setUnderstanding(opened);
      },
      () => {},
    );
    return () => {
      isOver = true;
      setUnderstanding(undefined);
      opened?.dispose();
    };
  }, [pane, collab, isOn, hasBegun]);
  useEffect(() => understanding?.show(language), [understanding, language]);

  const value = useMemo(() => ({ understanding, isOn, renaming, setRenaming }), [understanding, isOn, renaming]);
  return <Provider value={value}>{children}</Provider>;
}

/** What understands the code; undefined until it has begun. */
export const useUnderstanding = (): Value => useValue();

/**
 * A part of what is understood. The component is rendered again only when that part changes: `select` picks a field, or
 * makes a string, a number or a boolean.
 *
 * @example
 * const count = useUnderstood(({ problems }) => problems.length);
 */
export function useUnderstood<Selected>(select: (state: UnderstandingState) => Selected): Selected {
  const { understanding } = useValue();
  return useSyncExternalStore(
    understanding?.subscribe ?? nothing,
    () => select(understanding?.value ?? initial),
    () => select(initial),
  );
}
