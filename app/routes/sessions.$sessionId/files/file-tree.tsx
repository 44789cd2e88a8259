import { FolderUp, Plus, Search, X } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useMayEditNow } from "../connection/use-access.ts";
import { TREE_PX } from "../kept-layout.ts";
import { useWidths } from "../layout-context.tsx";
import { useOpenSearch } from "../search/search-context.tsx";
import { Splitter } from "../splitter.tsx";
import { useNaming } from "./naming-context.tsx";
import { Tree } from "./tree.tsx";
import { useUploads } from "./uploads-context.tsx";
import { useFileTree } from "./use-file-tree.ts";

/** All files of the session, at the left of the code; over it where there is no room. */
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
      aria-label="Files"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented || !isNarrow) return;
        event.preventDefault();
        close();
      }}
      style={{ "--tree": `${treePx}px` } as CSSProperties}
      className={`region relative flex w-(--tree) shrink-0 flex-col bg-ink-1 pr-px max-md:absolute max-md:inset-y-0 max-md:left-0 max-md:z-20 max-md:w-full max-md:pr-0 ${isBeside && !isNarrow ? "max-md:hidden" : ""}`}
    >
      <div className="flex h-9 shrink-0 items-center border-b border-ink-3 pr-1 pl-3 max-md:h-11">
        <h2 className="grow text-sm">Files</h2>
        <TreeButton label="Find in all files" onClick={() => openSearch()}>
          <Search size={15} />
        </TreeButton>
        {mayEdit && (
          <>
            <TreeButton label="New file" onClick={() => setNaming({ newIn: "", where: "tree" })}>
              <Plus size={15} />
            </TreeButton>
            <TreeButton label="Upload files" onClick={() => chooseFiles()}>
              <FolderUp size={15} />
            </TreeButton>
          </>
        )}
        <TreeButton label="Hide the files" onClick={close}>
          <X size={15} />
        </TreeButton>
      </div>
      <Tree />
      <Splitter
        label="Width of the files"
        side="right"
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
