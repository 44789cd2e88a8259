import { ChevronRight, Replace } from "lucide-react";
import { memo } from "react";
import { keyLabel } from "../../../commands/key-combination.ts";
import { commonWords } from "../../../words/common.ts";
import { formatNumber } from "../../../words/formats.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { folderOf } from "../files/tree-rows.ts";
import { ResultLine } from "./result-line.tsx";
import { keyOf, type ResultRow } from "./result-rows.ts";

/** Replaces what the row that has the focus stands for. */
export const REPLACE_KEYS = "Mod+Enter";

type Props = {
  row: ResultRow;
  /** The file's path, and how much was found in it. */
  path: string;
  count: number;
  isFocusable: boolean;
  isShown: boolean;
  mayReplace: boolean;
};

/** A file, or a line that was found in it. The tree acts on what is pressed, so that equal rows are not drawn anew. */
export const ResultRowView = memo(function ResultRowView(props: Props) {
  const { row, path, count, isFocusable, isShown, mayReplace } = props;
  const isFile = row.kind === "folder";
  const label = isFile ? searchPanelWords.replaceInFile : searchPanelWords.replace;
  return (
    <div
      id={`result-${keyOf(row)}`}
      role="treeitem"
      aria-level={row.level}
      aria-selected={isShown}
      {...(isFile && { "aria-expanded": row.isOpen })}
      tabIndex={isFocusable ? 0 : -1}
      className={`group flex h-7 cursor-default items-center gap-1.5 pe-3 select-none focus-visible:-outline-offset-2 max-md:h-11 ${
        isFile ? "sticky top-0 z-10 bg-ink-0 ps-2" : "ps-7"
      } ${isShown ? "bg-ink-3 text-ink-10" : "text-ink-8 hover:bg-ink-2 hover:text-ink-10"}`}
    >
      {isFile ? (
        <>
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={`shrink-0 ${row.isOpen ? "rotate-90" : "rtl:-scale-x-100"}`}
          />
          <bdi translate="no" title={path} className="max-w-[70%] shrink-0 truncate text-ink-10">
            {row.name}
          </bdi>
          <bdi translate="no" title={path} className="min-w-0 grow truncate text-xs text-ink-7 rtl:text-right">
            {folderOf(path)}
          </bdi>
        </>
      ) : (
        <>
          <ResultLine {...row.file.result} />
          <span
            aria-hidden="true"
            className={`shrink-0 text-2xs text-ink-7 tabular-nums ${mayReplace ? "md:group-hover:hidden md:group-focus:hidden" : ""}`}
          >
            {row.file.result.line}
          </span>
        </>
      )}
      {mayReplace && (
        <button
          type="button"
          // A tree has one stop for Tab: keys replace by a combination.
          tabIndex={-1}
          data-replaces=""
          aria-label={label}
          title={commonWords.withKeys(label, keyLabel(REPLACE_KEYS))}
          className="flex size-6 shrink-0 items-center justify-center rounded text-ink-7 group-hover:flex group-focus:flex hover:bg-ink-3 hover:text-ink-10 max-md:-me-2 max-md:size-11 md:hidden"
        >
          <Replace size={14} aria-hidden="true" />
        </button>
      )}
      {isFile && (
        <span className="min-w-4.5 shrink-0 rounded-full bg-ink-2 px-1.5 text-center text-2xs leading-4.5 text-ink-9 tabular-nums">
          {formatNumber(count)}
        </span>
      )}
    </div>
  );
});
