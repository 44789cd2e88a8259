import { Download, FolderUp, History, MoreHorizontal, Pencil, Plus, Trash2, Upload } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ComponentPropsWithoutRef, forwardRef, type KeyboardEvent, useRef, useState } from "react";
import { isComposing } from "../../../ui/is-composing.ts";
import { MenuItem, menuClass } from "../../../ui/menu.tsx";
import { checkName, type Named } from "./file-names.ts";
import { useIsReady } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useDialog, useIsPhone } from "../layout-context.tsx";
import { useActiveFile, useFiles, useShowFile } from "./files-context.tsx";
import { useDownloads } from "./use-downloads.ts";
import { useFileActions } from "./use-file-actions.ts";
import { useUploads } from "./use-uploads.tsx";

export function FileTabs() {
  const files = useFiles();
  const active = useActiveFile()?.id;
  const isReady = useIsReady();
  const mayEdit = useMayEdit() && isReady;
  const onSelect = useShowFile();
  const actions = useFileActions();
  const { downloadThis } = useDownloads();
  const { upload, layer } = useUploads();
  const deleted = useDialog("deleted-files");
  const pane = usePane();
  const isPhone = useIsPhone();
  /** What was done here is done: the next key is meant for the text. */
  const onLeave = () => isPhone || pane?.focus();
  const [wantedNaming, setNaming] = useState<{ id?: string } | undefined>();
  // Who may not edit any more is not asked for a name either.
  const naming = mayEdit ? wantedNaming : undefined;
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);

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
            <NameField
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
                // With the mouse, that is: with keys one goes on to the next tab.
                if (detail > 0) onLeave();
              }}
              onDoubleClick={() => mayEdit && setNaming({ id: file.id })}
              className={`max-w-60 shrink-0 truncate border-r border-ink-3 px-3.5 text-[13px] focus-visible:-outline-offset-2 ${
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
        <NameField
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
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <TabButton label="File actions">
            <MoreHorizontal size={16} />
          </TabButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className={menuClass}
            align="start"
            sideOffset={4}
            onCloseAutoFocus={(event) => naming && event.preventDefault()}
          >
            {mayEdit && active && (
              <MenuItem icon={Pencil} onSelect={() => setNaming({ id: active })}>
                Rename this file
              </MenuItem>
            )}
            {active && (
              <MenuItem icon={Download} onSelect={downloadThis}>
                Download this file
              </MenuItem>
            )}
            {mayEdit && (
              <MenuItem icon={Upload} onSelect={() => chooser.current?.click()}>
                Upload files
              </MenuItem>
            )}
            {mayEdit && (
              <MenuItem icon={FolderUp} className="max-md:hidden" onSelect={() => folderChooser.current?.click()}>
                Upload a folder
              </MenuItem>
            )}
            {mayEdit && (
              <MenuItem icon={History} onSelect={() => deleted.setOpen(true)}>
                Deleted files
              </MenuItem>
            )}
            {mayEdit && active && (
              <MenuItem icon={Trash2} danger disabled={files.length < 2} onSelect={() => actions.remove(active)}>
                Delete this file
              </MenuItem>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <FileChooser ref={chooser} label="Upload files" onFiles={upload} />
      <FileChooser ref={folderChooser} label="Upload a folder" onFiles={upload} webkitdirectory="" />
      {layer}
    </div>
  );
}

type ChooserProps = {
  label: string;
  onFiles: (files: FileList) => void;
  /** A folder is chosen instead, with all that is in it. */ webkitdirectory?: string;
};

const FileChooser = forwardRef<HTMLInputElement, ChooserProps>(function FileChooser({ label, onFiles, ...rest }, ref) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      aria-label={label}
      onChange={({ target }) => {
        if (target.files) onFiles(target.files);
        target.value = "";
      }}
      {...rest}
    />
  );
});

const TabButton = forwardRef<HTMLButtonElement, ComponentPropsWithoutRef<"button"> & { label: string }>(
  function TabButton({ label, ...rest }, ref) {
    return (
      <button
        ref={ref}
        type="button"
        aria-label={label}
        title={label}
        className="flex w-9 shrink-0 items-center justify-center text-ink-7 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:w-11"
        {...rest}
      />
    );
  },
);

type NameProps = {
  initial: string;
  others: Named[];
  onName: (path: string) => void;
  onCancel: () => void;
  onLeave: () => void;
};

/** The name of a file, typed in place: Enter takes it, Escape does not. */
function NameField({ initial, others, onName, onCancel, onLeave }: NameProps) {
  const [value, setValue] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const done = useRef(false);
  function take() {
    if (done.current) return;
    const checked = checkName(value, others);
    if (checked.problem !== undefined) return setProblem(checked.problem);
    done.current = true;
    onName(checked.path);
  }
  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (isComposing(event.nativeEvent) || (event.key !== "Enter" && event.key !== "Escape")) return;
    // The focus goes to the editor before the key has had its effect, which would be a line feed there.
    event.preventDefault();
    if (event.key === "Enter") take();
    else {
      done.current = true;
      onCancel();
    }
    if (done.current) onLeave();
  }
  return (
    <div className="relative shrink-0">
      <input
        autoFocus
        aria-label="File name"
        aria-invalid={Boolean(problem)}
        aria-describedby={problem ? "file-name-problem" : undefined}
        placeholder="name.ts"
        value={value}
        onFocus={({ target }) =>
          target.setSelectionRange(0, initial.lastIndexOf(".") > 0 ? initial.lastIndexOf(".") : initial.length)
        }
        onChange={({ target }) => {
          setValue(target.value);
          setProblem(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => !done.current && (value && value !== initial ? take() : onCancel())}
        className="h-full w-44 bg-ink-0 px-3 text-[13px] text-ink-10 shadow-[inset_0_-2px_0_var(--accent)] outline-none max-md:text-base"
      />
      {problem && (
        <p
          id="file-name-problem"
          role="alert"
          className="absolute top-full left-0 z-20 w-64 rounded-b border border-ink-3 bg-ink-0 p-2 text-[13px] text-red shadow-layer"
        >
          {problem}
        </p>
      )}
    </div>
  );
}
