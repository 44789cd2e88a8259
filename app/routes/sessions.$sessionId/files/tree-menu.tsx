import { Download, FilePlus, FolderUp, Pencil, SquareArrowOutUpRight, Trash2, Upload } from "lucide-react";
import { ContextMenu } from "radix-ui";
import { type ReactNode, useRef } from "react";
import type { LucideIcon } from "lucide-react";
import { menuClass, menuContainer, menuItemClass } from "../../../ui/menu.tsx";
import { filesWords } from "../../../words/files.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { useFiles, useShowFile } from "./files-context.tsx";
import { useNaming } from "./naming-context.tsx";
import { folderOfRow, type Row } from "./tree-row-folder.ts";
import { useUploads } from "./uploads-context.tsx";

type Props = { row: Row | undefined; onRename: (row: Row) => void; onRemove: (row: Row) => void };

/** What can be done with a row of the tree: by the right mouse button, the menu key, or a long touch. */
export function TreeMenu({ row, onRename, onRemove }: Props) {
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
    <ContextMenu.Portal container={menuContainer()}>
      <ContextMenu.Content
        className={menuClass}
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
          <Item icon={SquareArrowOutUpRight} onSelect={() => showFile(file.id)}>
            {words.open}
          </Item>
        )}
        {mayEdit && (
          <>
            <Item icon={FilePlus} onSelect={() => (naming.current = () => setNaming({ newIn: folder, where: "tree" }))}>
              {words.newFile}
            </Item>
            <Item icon={Upload} onSelect={() => chooseFiles(folder)}>
              {words.upload}
            </Item>
            <Item icon={FolderUp} onSelect={() => chooseFolder(folder)} className="max-md:hidden">
              {words.uploadFolder}
            </Item>
            <Item icon={Pencil} onSelect={() => (naming.current = () => onRename(row))}>
              {words.rename}
            </Item>
          </>
        )}
        {file && collab && (
          <Item icon={Download} onSelect={() => collab.tools.downloadFile(collab.ydoc, file.id)}>
            {words.download}
          </Item>
        )}
        {mayEdit && (
          <Item icon={Trash2} danger disabled={length < 2} onSelect={() => onRemove(row)}>
            {words.delete}
          </Item>
        )}
      </ContextMenu.Content>
    </ContextMenu.Portal>
  );
}

type ItemProps = {
  icon: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  className?: string;
  onSelect: () => void;
  children: ReactNode;
};

function Item({ icon: Icon, danger, disabled, className, onSelect, children }: ItemProps) {
  return (
    <ContextMenu.Item disabled={disabled} onSelect={onSelect} className={menuItemClass({ danger, className })}>
      <Icon size={15} aria-hidden="true" />
      {children}
    </ContextMenu.Item>
  );
}
