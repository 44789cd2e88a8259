import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { isPressed } from "../../../commands/key-combination.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { treeKeys } from "../files/tree-keys.ts";
import { REPLACE_KEYS, ResultRowView } from "./result-row.tsx";
import { keyOf, type ResultRow } from "./result-rows.ts";

/** Rows are drawn as they come near: the first ones, and more with each look further down. */
const STEP_ROWS = 60;
const NEAR_PX = 800;

type Props = {
  rows: ResultRow[];
  pathOf: (fileId: string) => string;
  countOf: (fileId: string) => number;
  /** The row that Tab leads to, and the one whose place the editor shows, by their keys. */
  current: string | undefined;
  shown: string | undefined;
  setCurrent: (key: string) => void;
  setClosed: (fileId: string, isClosed: boolean) => void;
  /** `goesOn`: what is typed next is meant for the file. */
  onShow: (row: ResultRow, goesOn: boolean) => void;
  /** Undefined where nothing can be replaced. */
  onReplace: ((row: ResultRow) => void) | undefined;
};

/** What was found, by file, as a tree: one row that Tab leads to, and the keys lead on from there. */
export function ResultTree(props: Props) {
  const { rows, pathOf, countOf, current, shown, setCurrent, setClosed, onShow, onReplace } = props;
  const [drawn, setDrawn] = useState(STEP_ROWS);
  const visible = rows.slice(0, drawn);
  const lastAt = useRef(0);
  const known = visible.findIndex((row) => keyOf(row) === current);
  const at = known >= 0 ? known : Math.min(lastAt.current, visible.length - 1);
  const tree = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    lastAt.current = Math.max(0, at);
    // The row that had the focus is not found any more: its neighbour takes it.
    if (!hadFocus.current || document.activeElement !== document.body) return;
    tree.current?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']")?.focus();
  }, [at, rows]);

  function focusRow(row: ResultRow | undefined) {
    if (!row) return;
    flushSync(() => {
      setCurrent(keyOf(row));
      if (visible.indexOf(row) > drawn - STEP_ROWS / 3) setDrawn(drawn + STEP_ROWS);
    });
    document.getElementById(`result-${keyOf(row)}`)?.focus();
  }
  function open(row: ResultRow, goesOn: boolean) {
    setCurrent(keyOf(row));
    if (row.kind === "folder") setClosed(row.path, row.isOpen);
    else onShow(row, goesOn);
  }
  const onTreeKey = treeKeys({ rows: visible, at, focusRow, open, setClosed });
  function onKeyDown(event: KeyboardEvent) {
    const row = visible[at];
    if (!row || !onReplace || !isPressed(REPLACE_KEYS, event.nativeEvent)) return onTreeKey(event);
    event.preventDefault();
    onReplace(row);
  }
  const rowOf = ({ target }: SyntheticEvent) => {
    const id = (target as Element).closest("[role=treeitem]")?.id;
    return visible.find((row) => `result-${keyOf(row)}` === id);
  };
  function onClick(event: MouseEvent) {
    const row = rowOf(event);
    if (!row) return;
    if ((event.target as Element).closest("[data-replaces]")) onReplace?.(row);
    else open(row, false);
  }
  function onDoubleClick(event: MouseEvent) {
    const row = rowOf(event);
    if (row?.kind === "file" && !(event.target as Element).closest("[data-replaces]")) open(row, true);
  }
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={searchPanelWords.results}
      data-own-keys={onReplace && REPLACE_KEYS}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onFocus={(event) => {
        hadFocus.current = true;
        const row = rowOf(event);
        if (row) setCurrent(keyOf(row));
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget) hadFocus.current = false;
      }}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        if (drawn < rows.length && scrollTop + clientHeight > scrollHeight - NEAR_PX) setDrawn(drawn + STEP_ROWS);
      }}
      className="min-h-0 grow scroll-pt-8 overflow-y-auto overscroll-contain pb-2 max-md:scroll-pt-11"
    >
      {visible.map((row, nth) => {
        const fileId = row.kind === "folder" ? row.path : row.file.fileId;
        return (
          <ResultRowView
            key={keyOf(row)}
            row={row}
            path={pathOf(fileId)}
            count={countOf(fileId)}
            isFocusable={nth === at}
            isShown={keyOf(row) === shown}
            mayReplace={onReplace !== undefined}
          />
        );
      })}
    </div>
  );
}
