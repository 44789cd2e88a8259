import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Collab } from "../connection/collab.client.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { useFiles, usePathOf } from "../files/files-context.tsx";
import { QueryField, toggles } from "./query-field.tsx";
import { ReplaceField } from "./replace-field.tsx";
import { type ResultRow, resultRows } from "./result-rows.ts";
import { ResultTree } from "./result-tree.tsx";
import { useSearchFields } from "./search-context.tsx";
import { SearchHead } from "./search-head.tsx";
import { summaryOf } from "./search-sentences.ts";
import type { FileResults } from "./search-texts.ts";
import { useAnnounced } from "./use-announced.ts";
import { useLiveSearch } from "./use-live-search.ts";
import { useReplace } from "./use-replace.ts";
import { useShownResult } from "./use-shown-result.ts";

const nothing: FileResults[] = [];

/** The search in all files: its fields, what is found, and what replaces it. */
export function SearchPanel({ collab: { ydoc } }: { collab: Collab }) {
  const { fields, change, asked } = useSearchFields();
  const mayEdit = useMayEditNow();
  const isReplacing = fields.isReplacing && mayEdit;
  const { live, state } = useLiveSearch(ydoc, fields, isReplacing);
  const { files = nothing, problem } = state;
  const replace = useReplace(ydoc, live);
  const fileCount = useFiles().length;
  const findPath = usePathOf();
  const pathOf = useMemo(() => (fileId: string) => findPath(fileId) ?? "", [findPath]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => resultRows(files, pathOf, closed), [files, pathOf, closed]);
  const counts = useMemo(() => new Map(files.map(({ fileId, count }) => [fileId, count])), [files]);
  const { current, setCurrent, shown, show, step } = useShownResult(ydoc, live, rows);
  const summary = summaryOf(state, fields.text, fileCount);
  useAnnounced(summary, fields.text);

  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  function onKeyDown(event: KeyboardEvent) {
    const pressed = toggles.find(({ keys }) => isAltLetter(event, keys.slice(-1)));
    if (!pressed) return;
    event.preventDefault();
    change({ [pressed.field]: !fields[pressed.field] });
  }
  const onReplace = (row: ResultRow) =>
    void replace(row.kind === "folder" ? { fileId: row.path } : { fileId: row.file.fileId, result: row.file.result });

  return (
    <div className="flex min-h-0 grow flex-col" onKeyDown={onKeyDown}>
      <div className="grid gap-2 px-3 pt-3 pb-1">
        <QueryField
          ref={field}
          fields={fields}
          onChange={change}
          problem={problem}
          onStep={step}
          onDown={() => document.querySelector<HTMLElement>("#side-panel [role=treeitem][tabindex='0']")?.focus()}
        />
        {isReplacing && (
          <ReplaceField fields={fields} onChange={change} files={files} onReplaceAll={() => void replace({})} />
        )}
      </div>
      <SearchHead
        summary={summary}
        isReplacing={mayEdit ? isReplacing : undefined}
        onReplacing={(wanted) => change({ isReplacing: wanted })}
        areClosed={files.length > 1 ? files.every(({ fileId }) => closed.has(fileId)) : undefined}
        onClosed={(areClosed) => setClosed(new Set(areClosed ? files.map(({ fileId }) => fileId) : []))}
      />
      {rows.length > 0 && (
        <ResultTree
          rows={rows}
          pathOf={pathOf}
          countOf={(fileId) => counts.get(fileId) ?? 0}
          current={current}
          shown={shown}
          setCurrent={setCurrent}
          setClosed={(fileId, isClosed) =>
            setClosed(new Set(isClosed ? [...closed, fileId] : [...closed].filter((other) => other !== fileId)))
          }
          onShow={show}
          onReplace={isReplacing ? onReplace : undefined}
        />
      )}
    </div>
  );
}

/** By the letter, or by its place where Alt makes another sign of it, as on a Mac. */
const isAltLetter = ({ altKey, ctrlKey, metaKey, shiftKey, key, code }: KeyboardEvent, letter: string) =>
  altKey &&
  !ctrlKey &&
  !metaKey &&
  !shiftKey &&
  (key.toUpperCase() === letter || (!/^[a-z]$/i.test(key) && code === `Key${letter}`));
