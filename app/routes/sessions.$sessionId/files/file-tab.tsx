import { X } from "lucide-react";
import type { DragEventHandler } from "react";
import { filesWords } from "../../../words/files.ts";
import { useIsPhone } from "../layout-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useShowFile } from "./files-context.tsx";
import { baseName, folderOf } from "./tree-rows.ts";
import type { FileEntry } from "./use-file-list.ts";

type Props = {
  file: FileEntry;
  isActive: boolean;
  /** The one that Tab leads to; the arrows lead on from there. */
  isFocusable: boolean;
  /** Where something that is dragged would come. */
  dropMark: "before" | "behind" | undefined;
  /** Undefined where all files have tabs. */
  onClose: (() => void) | undefined;
  onRename: (() => void) | undefined;
  onDragStart: DragEventHandler;
};

const marks = {
  before: "shadow-[inset_2px_0_0_var(--accent)] rtl:shadow-[inset_-2px_0_0_var(--accent)]",
  behind: "shadow-[inset_-2px_0_0_var(--accent)] rtl:shadow-[inset_2px_0_0_var(--accent)]",
};

/** One tab: the name first, its folder in grey behind it. */
export function FileTab({ file, isActive, isFocusable, dropMark, onClose, onRename, onDragStart }: Props) {
  const onSelect = useShowFile();
  const pane = usePane();
  const isPhone = useIsPhone();
  const folder = folderOf(file.label);
  const look = isActive
    ? `bg-ink-0 text-ink-10 ${dropMark ? "" : "shadow-[inset_0_2px_0_var(--ink-10)]"}`
    : `text-ink-7 hover:text-ink-10 ${dropMark ? "" : "shadow-[inset_0_-1px_0_var(--ink-3)]"}`;
  return (
    <button
      id={`tab-${file.id}`}
      type="button"
      role="tab"
      aria-selected={isActive}
      aria-controls="code"
      tabIndex={isFocusable ? 0 : -1}
      title={file.path}
      translate="no"
      draggable
      onDragStart={onDragStart}
      onClick={({ detail }) => {
        onSelect(file.id);
        // Only with the mouse: with keys one goes on to the next tab.
        if (detail > 0 && !isPhone) pane?.focus();
      }}
      onAuxClick={({ button }) => button === 1 && onClose?.()}
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onDoubleClick={onRename}
      className={`group flex max-w-60 shrink-0 items-center gap-1.5 border-e border-ink-3 ps-3.5 text-sm focus-visible:-outline-offset-2 ${onClose ? "pe-1.5" : "pe-3.5"} ${look} ${dropMark ? marks[dropMark] : ""}`}
    >
      <bdi className="min-w-0 shrink-[1] truncate">{baseName(file.label)}</bdi>
      {folder && <bdi className="min-w-0 shrink-[9] truncate text-xs text-ink-7">{folder}</bdi>}
      {onClose && (
        // Not a button: there may be none in a tab. With the keyboard, Delete closes it.
        <span
          title={filesWords.closeByDelete}
          translate="yes"
          data-testid="close-tab"
          onClick={(event) => {
            event.stopPropagation();
            onClose();
          }}
          className={`flex size-6 shrink-0 items-center justify-center rounded hover:bg-ink-3 max-md:size-9 ${isActive ? "" : "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 pointer-coarse:opacity-100"}`}
        >
          <X size={14} aria-hidden="true" />
        </span>
      )}
    </button>
  );
}
