import { ChevronRight } from "lucide-react";
import type { CSSProperties, DragEventHandler } from "react";
import { filesWords } from "../../../words/files.ts";
import type { PersonHere } from "../people/people-context.tsx";
import { type Row, folderOfRow } from "./tree-row-folder.ts";

type Props = {
  id: string;
  row: Row;
  isActive: boolean;
  isFocusable: boolean;
  isHeldOver: boolean;
  /** Whose caret is in the file. */
  people: PersonHere[] | undefined;
  onOpen: () => void;
  onFocus: () => void;
  onDragStart: DragEventHandler | undefined;
};

/** A folder or a file, with the people whose caret is in it. */
export function TreeRowView({
  id,
  row,
  isActive,
  isFocusable,
  isHeldOver,
  people,
  onOpen,
  onFocus,
  onDragStart,
}: Props) {
  const isFolder = row.kind === "folder";
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-selected={isActive}
      {...(isFolder && { "aria-expanded": row.isOpen })}
      tabIndex={isFocusable ? 0 : -1}
      title={row.path}
      data-folder={folderOfRow(row)}
      draggable={onDragStart !== undefined}
      onDragStart={onDragStart}
      onClick={onOpen}
      onFocus={onFocus}
      style={{ "--level": row.level } as CSSProperties}
      className={`flex h-7 cursor-default items-center gap-1 pe-2 ps-[calc(var(--level)*12px-4px)] select-none focus-visible:-outline-offset-2 max-md:h-11 ${
        isActive ? "bg-ink-3 text-ink-10" : "text-ink-8 hover:bg-ink-2 hover:text-ink-10"
      } ${isHeldOver ? "bg-accent-tint" : ""}`}
    >
      {isFolder ? (
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={`shrink-0 ${row.isOpen ? "rotate-90" : "rtl:-scale-x-100"}`}
        />
      ) : (
        <span className="w-3.5 shrink-0" />
      )}
      <bdi translate="no" className="min-w-0 grow truncate rtl:text-right">
        {row.name}
      </bdi>
      {people && <People people={people} />}
    </div>
  );
}

const MAX_DOTS = 3;

function People({ people }: { people: PersonHere[] }) {
  const names = people.map(({ name }) => name);
  return (
    <span title={filesWords.names(names)} className="flex shrink-0 gap-0.5">
      <span className="sr-only">{filesWords.peopleHere(names)}</span>
      {people.slice(0, MAX_DOTS).map(({ id, color }) => (
        <span
          key={id}
          aria-hidden="true"
          className="size-2 rounded-full forced-color-adjust-none"
          style={{ background: color }}
        />
      ))}
    </span>
  );
}
