import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useIsReady } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { FileMenu } from "./file-menu.tsx";
import { FileNameField } from "./file-name-field.tsx";
import { useActiveFile, useFiles, useShowFile } from "./files-context.tsx";
import { TabButton } from "./tab-button.tsx";
import { useFileActions } from "./use-file-actions.ts";

/** The files of the session: the open one, and the way to the others and to new ones. */
export function FileTabs() {
  const files = useFiles();
  const active = useActiveFile()?.id;
  const isReady = useIsReady();
  const mayEdit = useMayEdit() && isReady;
  const onSelect = useShowFile();
  const actions = useFileActions();
  const pane = usePane();
  const isPhone = useIsPhone();
  /** What was done here is done: the next key is meant for the text. */
  const onLeave = () => isPhone || pane?.focus();
  const [wantedNaming, setNaming] = useState<{ id?: string } | undefined>();
  // Somebody who may not edit any more is not asked for a name either.
  const naming = mayEdit ? wantedNaming : undefined;

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = files.findIndex(({ id }) => id === active);
    const next = step && files[(at + step + files.length) % files.length];
    if (!next || naming) return;
    onSelect(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  }

  return (
    <div className="flex h-9 shrink-0 items-stretch border-b border-ink-3 bg-ink-1 max-md:h-11">
      <div
        className="scrollbar-none flex min-w-0 overflow-x-auto"
        role="tablist"
        aria-label="Files"
        onKeyDown={onKeyDown}
      >
        {files.map((file) =>
          naming?.id === file.id ? (
            <FileNameField
              key={file.id}
              initial={file.path}
              others={files.filter(({ id }) => id !== file.id)}
              onCancel={() => setNaming(undefined)}
              onLeave={onLeave}
              onName={(path) => {
                actions.rename(file.id, path);
                setNaming(undefined);
              }}
            />
          ) : (
            <button
              key={file.id}
              id={`tab-${file.id}`}
              type="button"
              role="tab"
              aria-selected={file.id === active}
              aria-controls="code"
              tabIndex={file.id === (active ?? files[0]?.id) ? 0 : -1}
              title={file.path}
              onClick={({ detail }) => {
                onSelect(file.id);
                // Only with the mouse: with keys one goes on to the next tab.
                if (detail > 0) onLeave();
              }}
              onDoubleClick={() => mayEdit && setNaming({ id: file.id })}
              className={`max-w-60 shrink-0 truncate border-r border-ink-3 px-3.5 text-sm focus-visible:-outline-offset-2 ${
                file.id === active
                  ? "bg-ink-0 text-ink-10 shadow-[inset_0_2px_0_var(--accent)]"
                  : "text-ink-7 hover:text-ink-10"
              }`}
            >
              {file.label}
            </button>
          ),
        )}
      </div>
      {naming && !naming.id && (
        <FileNameField
          initial=""
          others={files}
          onCancel={() => setNaming(undefined)}
          onLeave={onLeave}
          onName={(path) => {
            actions.add(path);
            setNaming(undefined);
          }}
        />
      )}
      {mayEdit && (
        <TabButton label="Add a file" onClick={() => setNaming({})}>
          <Plus size={16} />
        </TabButton>
      )}
      <FileMenu isNaming={naming !== undefined} onRename={(id) => setNaming({ id })} />
    </div>
  );
}
