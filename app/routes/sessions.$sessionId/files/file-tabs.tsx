import { PanelLeft, Plus } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { filesWords } from "../../../words/files.ts";
import { direction } from "../../../words/locale.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { FileMenu } from "./file-menu.tsx";
import { FileTab } from "./file-tab.tsx";
import { useActiveFile, useFileTabs, useShowFile } from "./files-context.tsx";
import { NameField } from "./name-field.tsx";
import { useNaming } from "./naming-context.tsx";
import { readingKey } from "./reading-keys.ts";
import { TabButton } from "./tab-button.tsx";
import { useFileTree } from "./use-file-tree.ts";

/** Marks what is dragged as a tab of this page, by its type: what is in it cannot be read before the drop. */
const DRAGGED = "application/x-tandem-tab";

/** The files that are open, or all of them while they are a handful, and the way to new ones. */
export function FileTabs() {
  const active = useActiveFile()?.id;
  const mayEdit = useMayEditNow();
  const onSelect = useShowFile();
  const { tabs, canClose, move, close } = useFileTabs();
  const { naming, setNaming } = useNaming();
  const named = naming?.where === "tabs" ? naming : undefined;
  const tree = useFileTree();
  const list = useRef<HTMLDivElement>(null);
  const [dropAt, setDropAt] = useState<number>();
  useEffect(() => {
    document.getElementById(`tab-${active}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active, tabs]);

  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex(({ id }) => id === active);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[readingKey(event.key)];
    const shown = tabs[at];
    if (named || !shown) return;
    if (event.key === "Delete" && canClose) {
      flushSync(() => close(shown.id));
      list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
    } else if (step && event.ctrlKey && event.shiftKey) {
      flushSync(() => move(shown.id, Math.max(0, at + step)));
      document.getElementById(`tab-${shown.id}`)?.focus();
    } else if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (!next) return;
      onSelect(next.id);
      document.getElementById(`tab-${next.id}`)?.focus();
    } else return;
    event.preventDefault();
  }
  /** Before which tab something that is dragged would come. */
  function placeOf({ clientX }: DragEvent): number {
    const elements = [...(list.current?.querySelectorAll("[role=tab]") ?? [])];
    const nth = elements.findIndex((element) => {
      const { left, width } = element.getBoundingClientRect();
      const middle = left + width / 2;
      return direction() === "ltr" ? clientX < middle : clientX > middle;
    });
    return nth < 0 ? elements.length : nth;
  }
  function onDrop(event: DragEvent) {
    setDropAt(undefined);
    const id = event.dataTransfer.getData(DRAGGED);
    if (!id) return;
    event.preventDefault();
    const [from, to] = [tabs.findIndex((tab) => tab.id === id), placeOf(event)];
    move(id, to > from ? to - 1 : to);
  }

  return (
    <div className="flex h-9 shrink-0 items-stretch bg-ink-1 shadow-[inset_0_-1px_0_var(--ink-3)] max-md:h-11">
      <TabButton
        id="open-files"
        label={filesWords.files}
        aria-expanded={tree.isShown}
        onClick={() => tree.setIsShown(!tree.isShown)}
      >
        <PanelLeft size={16} />
      </TabButton>
      <div
        ref={list}
        className="scrollbar-none flex min-w-0 overflow-x-auto"
        role="tablist"
        aria-label={filesWords.openFiles}
        onKeyDown={onKeyDown}
        onWheel={({ currentTarget, deltaY }) => (currentTarget.scrollLeft += direction() === "ltr" ? deltaY : -deltaY)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(DRAGGED)) return;
          event.preventDefault();
          setDropAt(placeOf(event));
        }}
        onDragLeave={() => setDropAt(undefined)}
        onDrop={onDrop}
      >
        {tabs.map((file, nth) =>
          named && "fileId" in named && named.fileId === file.id ? (
            <NameField key={file.id} naming={named} />
          ) : (
            <FileTab
              key={file.id}
              file={file}
              isActive={file.id === active}
              isFocusable={file.id === (active ?? tabs[0]?.id)}
              dropMark={
                dropAt === nth ? "before" : dropAt === nth + 1 && nth === tabs.length - 1 ? "behind" : undefined
              }
              onClose={canClose ? () => close(file.id) : undefined}
              onRename={mayEdit ? () => setNaming({ fileId: file.id, where: "tabs" }) : undefined}
              onDragStart={({ dataTransfer }) => {
                dataTransfer.setData(DRAGGED, file.id);
                dataTransfer.effectAllowed = "move";
              }}
            />
          ),
        )}
      </div>
      {named && "newIn" in named && <NameField naming={named} />}
      {mayEdit && (
        <TabButton label={filesWords.addFile} onClick={() => setNaming({ newIn: "", where: "tabs" })}>
          <Plus size={16} />
        </TabButton>
      )}
      <FileMenu />
    </div>
  );
}
