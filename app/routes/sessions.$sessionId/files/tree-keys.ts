import type { KeyboardEvent } from "react";
import { readingKey } from "./reading-keys.ts";
import type { TreeRow } from "./tree-rows.ts";

type Options<Row> = {
  rows: Row[];
  /** The row that has the focus. */
  at: number;
  focusRow: (row: Row | undefined) => void;
  /** Opens a file, or opens and closes a folder; `goesOn`: what is typed next is meant for the file. */
  open: (row: Row, goesOn: boolean) => void;
  setClosed: (folder: string, isClosed: boolean) => void;
  rename?: (row: Row) => void;
  remove?: (row: Row) => void;
};

/** The keys of a tree, as people know them from their editors and from ARIA's pattern. */
export function treeKeys<File extends { id: string }>(options: Options<TreeRow<File>>) {
  const { rows, at, focusRow, open, setClosed, rename, remove } = options;
  return (event: KeyboardEvent) => {
    const row = rows[at];
    const isInField = event.target instanceof HTMLInputElement;
    if (!row || isInField || event.ctrlKey || event.metaKey || event.altKey) return;
    const parent = () => rows.slice(0, at).findLast(({ level }) => level < row.level);
    const keys: Record<string, (() => void) | undefined> = {
      ArrowDown: () => focusRow(rows[at + 1]),
      ArrowUp: () => focusRow(rows[at - 1]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight() {
        if (row.kind !== "folder") return;
        if (row.isOpen) focusRow(rows[at + 1]);
        else setClosed(row.path, false);
      },
      ArrowLeft() {
        if (row.kind === "folder" && row.isOpen) setClosed(row.path, true);
        else focusRow(parent());
      },
      Enter: () => open(row, true),
      " ": () => open(row, false),
      F2: rename && (() => rename(row)),
      Delete: remove && (() => remove(row)),
    };
    const act =
      keys[readingKey(event.key)] ??
      (event.key.length === 1 ? () => focusRow(byLetter(rows, at, event.key)) : undefined);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

/** The next row whose name begins with the letter. */
function byLetter<Row extends { name: string }>(rows: Row[], at: number, letter: string): Row | undefined {
  const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  return after.find(({ name }) => name.toLowerCase().startsWith(letter.toLowerCase()));
}
