import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";
import { useContextMenu } from "../../../ui/menu.tsx";
import { filesWords } from "../../../words/files.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { type PersonHere, usePeopleHere } from "../people/people-context.tsx";
import { useActiveFile, useFiles, useShowFile } from "./files-context.tsx";
import { NameField } from "./name-field.tsx";
import { useNaming } from "./naming-context.tsx";
import { TreeMenu } from "./tree-menu.tsx";
import { TreeRowView } from "./tree-row.tsx";
import type { Row } from "./tree-row-folder.ts";
import { treeRows } from "./tree-rows.ts";
import { useClosedFolders } from "./use-closed-folders.ts";
import { useFileActions } from "./use-file-actions.ts";
import { useFileTree } from "./use-file-tree.ts";
import { treeKeys } from "./tree-keys.ts";

/** Marks what is dragged as a part of the tree, by its type. */
const DRAGGED = "application/x-tandem-path";

/** The tree itself, with one row that Tab leads to; the keys lead on from there. */
export function Tree() {
  const files = useFiles();
  const active = useActiveFile();
  const mayEdit = useMayEditNow();
  const showFile = useShowFile();
  const { isNarrow, setIsShown } = useFileTree();
  const isPhone = useIsPhone();
  const pane = usePane();
  const actions = useFileActions();
  const { naming, setNaming } = useNaming();
  const { closed, setClosed } = useClosedFolders();
  const rows = useMemo(() => treeRows(files, closed), [files, closed]);
  const here = usePeopleHere();
  const peopleIn = useMemo(() => {
    const found = new Map<string, PersonHere[]>();
    for (const person of here) if (person.file) found.set(person.file, [...(found.get(person.file) ?? []), person]);
    return found;
  }, [here]);
  const [current, setCurrent] = useState<string>();
  const [held, setHeld] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const menu = useContextMenu();
  const keyOf = (row: Row) => (row.kind === "folder" ? `${row.path}/` : row.file.id);
  const at = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === (current ?? active?.id)),
  );
  const named = naming?.where === "tree" ? naming : undefined;
  useEffect(() => {
    document.getElementById(`tree-${active?.id}`)?.scrollIntoView({ block: "nearest" });
  }, [active?.id, rows.length]);

  function focusRow(row: Row | undefined) {
    if (!row) return;
    setCurrent(keyOf(row));
    document.getElementById(`tree-${keyOf(row)}`)?.focus();
  }
  function open(row: Row, goesOn: boolean) {
    setCurrent(keyOf(row));
    if (row.kind === "folder") return setClosed(row.path, row.isOpen);
    showFile(row.file.id);
    if (isNarrow) setIsShown(false);
    if (goesOn && !isPhone) pane?.focus();
  }
  const rename = (row: Row) =>
    setNaming(row.kind === "folder" ? { folder: row.path, where: "tree" } : { fileId: row.file.id, where: "tree" });
  const remove = (row: Row) => {
    const next = rows[at + 1] ?? rows[at - 1];
    if (row.kind === "folder") actions.removeFolder(row.path);
    else actions.remove(row.file.id);
    focusRow(next);
  };
  const onKeyDown = treeKeys({ rows, at, focusRow, open, setClosed, ...(mayEdit && { rename, remove }) });

  function onDragOver(event: DragEvent) {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    setHeld(targetFolder(event));
  }
  function onDrop(event: DragEvent) {
    setHeld(undefined);
    const path = event.dataTransfer.getData(DRAGGED);
    if (!path) return;
    event.preventDefault();
    actions.move(path, targetFolder(event));
  }
  return (
    <>
      <div
        ref={list}
        role="tree"
        aria-label={filesWords.files}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          const row = rows.find(
            (each) => `tree-${keyOf(each)}` === (event.target as Element).closest("[role=treeitem]")?.id,
          );
          if (row) setCurrent(keyOf(row));
          if (rows.length > 0) menu.onContextMenu(event);
        }}
        {...menu.touches}
        onDragOver={onDragOver}
        onDragLeave={() => setHeld(undefined)}
        onDrop={onDrop}
        className={`min-h-0 grow overflow-y-auto py-1 ${held === "" ? "shadow-[inset_0_0_0_2px_var(--accent)]" : ""}`}
      >
        {named && "newIn" in named && (
          <div role="none" className="h-7 px-2 max-md:h-11">
            <NameField naming={named} className="w-full" />
          </div>
        )}
        {rows.map((row, nth) =>
          named && isNamed(named, row) ? (
            <div key={keyOf(row)} role="none" className="h-7 px-2 max-md:h-11">
              <NameField naming={named} className="w-full" />
            </div>
          ) : (
            <TreeRowView
              key={keyOf(row)}
              id={`tree-${keyOf(row)}`}
              row={row}
              isActive={row.kind === "file" && row.file.id === active?.id}
              isFocusable={nth === at}
              isHeldOver={held !== undefined && held !== "" && row.kind === "folder" && row.path === held}
              people={row.kind === "file" ? peopleIn.get(row.file.id) : undefined}
              onOpen={() => open(row, true)}
              onFocus={() => setCurrent(keyOf(row))}
              onDragStart={
                mayEdit
                  ? ({ dataTransfer }) => {
                      dataTransfer.setData(DRAGGED, row.path);
                      dataTransfer.effectAllowed = "move";
                    }
                  : undefined
              }
            />
          ),
        )}
      </div>
      <TreeMenu menu={menu} row={rows[at]} onRename={rename} onRemove={remove} />
    </>
  );
}

function isNamed(naming: object, row: Row): boolean {
  if (row.kind === "folder") return "folder" in naming && naming.folder === row.path;
  return "fileId" in naming && naming.fileId === row.file.id;
}

/** Where something that is dropped comes: into the folder, or beside the file. */
const targetFolder = ({ target }: DragEvent) =>
  (target as Element).closest<HTMLElement>("[data-folder]")?.dataset.folder ?? "";
