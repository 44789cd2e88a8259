import { Download, FolderUp, History, MoreHorizontal, Pencil, Trash2, Upload } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useRef } from "react";
import { MenuItem, menuClass } from "../../../ui/menu.tsx";
import { useIsReady } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { useActiveFile, useFiles } from "./files-context.tsx";
import { TabButton } from "./tab-button.tsx";
import { useDownloads } from "./use-downloads.ts";
import { useFileActions } from "./use-file-actions.ts";
import { useUploads } from "./use-uploads.tsx";

type Props = {
  /** A name is being typed, which keeps the focus. */
  isNaming: boolean;
  onRename: (fileId: string) => void;
};

/** What can be done with the open file, and with all of them. */
export function FileMenu({ isNaming, onRename }: Props) {
  const files = useFiles();
  const active = useActiveFile()?.id;
  const isReady = useIsReady();
  const mayEdit = useMayEdit() && isReady;
  const actions = useFileActions();
  const { downloadThis } = useDownloads();
  const { upload, layer } = useUploads();
  const deleted = useDialog("deleted-files");
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  return (
    <>
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
            onCloseAutoFocus={(event) => isNaming && event.preventDefault()}
          >
            {mayEdit && active && (
              <MenuItem icon={Pencil} onSelect={() => onRename(active)}>
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
    </>
  );
}
