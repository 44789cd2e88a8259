import { Download, FilePlus, FolderUp, Pencil, SquareArrowOutUpRight, Trash2, Upload } from "lucide-react";
import { useRef } from "react";
import { ContextMenu, type ContextMenuControl, MenuItem } from "../../../ui/menu.tsx";
import { filesWords } from "../../../words/files.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { useFiles, useShowFile } from "./files-context.tsx";
import { useNaming } from "./naming-context.tsx";
import { folderOfRow, type Row } from "./tree-row-folder.ts";
import { useUploads } from "./uploads-context.tsx";

type Props = {
  menu: ContextMenuControl;
  row: Row | undefined;
  onRename: (row: Row) => void;
  onRemove: (row: Row) => void;
};

/** What can be done with a row of the tree: by the right mouse button, the menu key, or a long touch. */
export function TreeMenu({ menu, row, onRename, onRemove }: Props) {
  const collab = useCollab();
  const mayEdit = useMayEditNow();
  const { length } = useFiles();
  const showFile = useShowFile();
  const { setNaming } = useNaming();
  const { chooseFiles, chooseFolder } = useUploads();
  const naming = useRef<() => void>();
  if (!row) return null;
  const words = filesWords.treeActions;
  const folder = folderOfRow(row);
  const file = row.kind === "file" ? row.file : undefined;
  return (
    <ContextMenu
      menu={menu}
      aria-label={row.name}
      // A field for a name can take the focus only when the menu no longer holds it.
      onCloseAutoFocus={(event) => {
        if (!naming.current) return;
        event.preventDefault();
        naming.current();
        naming.current = undefined;
      }}
    >
      {file && (
        <MenuItem icon={SquareArrowOutUpRight} onSelect={() => showFile(file.id)}>
          {words.open}
        </MenuItem>
      )}
      {mayEdit && (
        <>
          <MenuItem
            icon={FilePlus}
            onSelect={() => (naming.current = () => setNaming({ newIn: folder, where: "tree" }))}
          >
            {words.newFile}
          </MenuItem>
          <MenuItem icon={Upload} onSelect={() => chooseFiles(folder)}>
            {words.upload}
          </MenuItem>
          <MenuItem icon={FolderUp} onSelect={() => chooseFolder(folder)} className="max-md:hidden">
            {words.uploadFolder}
          </MenuItem>
          <MenuItem icon={Pencil} onSelect={() => (naming.current = () => onRename(row))}>
            {words.rename}
          </MenuItem>
        </>
      )}
      {file && collab && (
        <MenuItem icon={Download} onSelect={() => collab.tools.downloadFile(collab.ydoc, file.id)}>
          {words.download}
        </MenuItem>
      )}
      {mayEdit && (
        <MenuItem icon={Trash2} danger disabled={length < 2} onSelect={() => onRemove(row)}>
          {words.delete}
        </MenuItem>
      )}
    </ContextMenu>
  );
}
