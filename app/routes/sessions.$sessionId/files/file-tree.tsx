import { FolderUp, Plus, Search, X } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { filesWords } from "../../../words/files.ts";
import { searchWords } from "../../../words/search.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { TREE_PX } from "../kept-layout.ts";
import { useWidths } from "../layout-context.tsx";
import { useOpenSearch } from "../search/search-context.tsx";
import { Splitter } from "../splitter.tsx";
import { useNaming } from "./naming-context.tsx";
import { Tree } from "./tree.tsx";
import { useUploads } from "./uploads-context.tsx";
import { useFileTree } from "./use-file-tree.ts";

/** All files of the session, beside the code; over it where there is no room. */
export function FileTree() {
  const { isBeside, isShown, isNarrow, setIsShown } = useFileTree();
  const { treePx, setTreePx } = useWidths();
  const mayEdit = useMayEditNow();
  const { setNaming } = useNaming();
  const { chooseFiles } = useUploads();
  const openSearch = useOpenSearch();
  if (!isShown) return null;
  const close = () => {
    setIsShown(false);
    document.getElementById("open-files")?.focus();
  };
  return (
    <aside
      id="files"
      aria-label={filesWords.files}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented || !isNarrow) return;
        event.preventDefault();
        close();
      }}
      style={{ "--tree": `${treePx}px` } as CSSProperties}
      className={`region relative flex w-(--tree) shrink-0 flex-col bg-ink-1 pe-px max-md:absolute max-md:inset-y-0 max-md:start-0 max-md:z-20 max-md:w-full max-md:pe-0 ${isBeside && !isNarrow ? "max-md:hidden" : ""}`}
    >
      <div className="flex h-9 shrink-0 items-center border-b border-ink-3 ps-3 pe-1 max-md:h-11">
        <h2 className="grow text-sm">{filesWords.files}</h2>
        <TreeButton label={searchWords.findInAll} onClick={() => openSearch()}>
          <Search size={15} />
        </TreeButton>
        {mayEdit && (
          <>
            <TreeButton label={filesWords.actions.newFile} onClick={() => setNaming({ newIn: "", where: "tree" })}>
              <Plus size={15} />
            </TreeButton>
            <TreeButton label={filesWords.actions.upload} onClick={() => chooseFiles()}>
              <FolderUp size={15} />
            </TreeButton>
          </>
        )}
        <TreeButton label={filesWords.actions.hideTree} onClick={close}>
          <X size={15} />
        </TreeButton>
      </div>
      <Tree />
      <Splitter
        label={filesWords.width}
        side="end"
        px={treePx}
        bounds={TREE_PX}
        onPx={setTreePx}
        className="max-md:hidden"
      />
    </aside>
  );
}

function TreeButton({ label, ...rest }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="flex size-7 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
      {...rest}
    />
  );
}
