import { type ReactNode, useCallback, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { toast } from "../../../ui/toast.ts";
import { peopleWords } from "../../../words/people.ts";
import { useIsPhone, usePanel } from "../layout-context.tsx";
import { Observable } from "../observable.ts";
import type { PersonHere } from "../people/people-context.tsx";
import { createRequiredContext } from "../required-context.ts";
import type { CursorInfo } from "./cursor-info.client.ts";
import type { EditorPane } from "./editor-pane.client.ts";
import type { FollowEnd } from "./following.client.ts";

type Value = {
  pane: EditorPane | undefined;
  setPane: (pane: EditorPane | undefined) => void;
  /** Changes with each key: kept out of React's state, so that only the components that use it are rendered. */
  cursor: Observable<CursorInfo | undefined>;
};
const [PaneProvider, usePaneValue] = createRequiredContext<Value>("EditorProvider");

type Following = {
  followed: PersonHere | undefined;
  /** Goes to somebody's caret; doing so twice in a row follows them. */
  goTo: (person: PersonHere) => void;
  jumpTo: (person: PersonHere) => void;
  follow: (person: PersonHere) => void;
  stop: () => void;
  /** For the editor, which knows why nobody is followed any more. */
  endFollowing: (how: FollowEnd) => void;
};
const [FollowingProvider, useFollowingValue] = createRequiredContext<Following>("EditorProvider");

/** Knows the editor, the caret in it and who is followed. */
export function EditorProvider({ children }: { children: ReactNode }) {
  const [pane, setPane] = useState<EditorPane>();
  const [cursor] = useState(() => new Observable<CursorInfo | undefined>(undefined));
  const value = useMemo(() => ({ pane, setPane, cursor }), [pane, cursor]);
  const following = useFollowed(pane);
  return (
    <PaneProvider value={value}>
      <FollowingProvider value={following}>{children}</FollowingProvider>
    </PaneProvider>
  );
}

/** The Monaco editor of the page; undefined until it is there. */
export const usePane = (): EditorPane | undefined => usePaneValue().pane;

/** For the editor itself, to announce that it is there and where its caret is. */
export function useEditorIsHere() {
  const { setPane, cursor } = usePaneValue();
  return { setPane, setCursor: (info: CursorInfo) => cursor.set(info) };
}

/**
 * A part of what is known of the caret. The component is rendered again only when that part changes: `select` picks a
 * field, or makes a string, a number or a boolean.
 *
 * @example
 * const line = useCursor((cursor) => cursor?.line);
 */
export function useCursor<Selected>(select: (cursor: CursorInfo | undefined) => Selected): Selected {
  const { cursor } = usePaneValue();
  return useSyncExternalStore(
    cursor.subscribe,
    () => select(cursor.value),
    () => select(undefined),
  );
}

/** The lines of the first selection, where it is not empty. */
export function useSelectedLines(): CursorInfo["selected"] {
  const startLine = useCursor((cursor) => cursor?.selected?.startLine);
  const endLine = useCursor((cursor) => cursor?.selected?.endLine);
  return startLine === undefined || endLine === undefined ? undefined : { startLine, endLine };
}

/** Who is followed, and how to go to somebody's caret. */
export const useFollowing = (): Following => useFollowingValue();

function useFollowed(pane: EditorPane | undefined): Following {
  const [followed, setFollowed] = useState<PersonHere>();
  const lastGoneTo = useRef<string>(undefined);
  const { setPanel } = usePanel();
  const isPhone = useIsPhone();
  const move = useCallback(
    (person: PersonHere, follows: boolean) => {
      if (!pane) return;
      if (isPhone) setPanel(undefined);
      lastGoneTo.current = person.id;
      if (!follows) return pane.following.jumpTo(person.id);
      setFollowed(person);
      pane.following.follow(person.id);
    },
    [pane, isPhone, setPanel],
  );
  const goTo = useCallback((person: PersonHere) => move(person, lastGoneTo.current === person.id), [move]);
  const jumpTo = useCallback((person: PersonHere) => move(person, false), [move]);
  const follow = useCallback((person: PersonHere) => move(person, true), [move]);
  const stop = useCallback(() => pane?.following.stop(), [pane]);
  const endFollowing = useCallback(
    (how: FollowEnd) => {
      if (how === "left" && followed) toast(peopleWords.left(followed.name));
      setFollowed(undefined);
    },
    [followed],
  );
  return useMemo(
    () => ({ followed, goTo, jumpTo, follow, stop, endFollowing }),
    [followed, goTo, jumpTo, follow, stop, endFollowing],
  );
}
