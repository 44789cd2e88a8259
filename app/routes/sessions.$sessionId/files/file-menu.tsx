import { Download, FileArchive, FolderUp, History, MoreHorizontal, Pencil, Trash2, Upload, X } from "lucide-react";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { filesWords } from "../../../words/files.ts";
import { useMayEditNow } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { useActiveFile, useFiles, useFileTabs } from "./files-context.tsx";
import { useNaming } from "./naming-context.tsx";
import { TabButton } from "./tab-button.tsx";
import { useUploads } from "./uploads-context.tsx";
import { useDownloads } from "./use-downloads.ts";
import { useFileActions } from "./use-file-actions.ts";

/** What can be done with the open file, and with all of them. */
export function FileMenu() {
  const files = useFiles();
  const active = useActiveFile()?.id;
  const mayEdit = useMayEditNow();
  const actions = useFileActions();
  const { canClose, close } = useFileTabs();
  const { downloadThis, downloadAll } = useDownloads();
  const { chooseFiles, chooseFolder } = useUploads();
  const { setNaming } = useNaming();
  const deleted = useDialog("deleted-files");
  return (
    <Menu
      align="start"
      sideOffset={4}
      // The field for the name keeps the focus.
      onCloseAutoFocus={(event) => document.activeElement instanceof HTMLInputElement && event.preventDefault()}
      trigger={
        <TabButton label={filesWords.fileActions}>
          <MoreHorizontal size={16} />
        </TabButton>
      }
    >
      {mayEdit && active && (
        <MenuItem icon={Pencil} onSelect={() => setNaming({ fileId: active, where: "tabs" })}>
          {filesWords.actions.rename}
        </MenuItem>
      )}
      {active && (
        <MenuItem icon={Download} onSelect={downloadThis}>
          {filesWords.actions.download}
        </MenuItem>
      )}
      {files.length > 1 && (
        <MenuItem icon={FileArchive} onSelect={downloadAll}>
          {filesWords.actions.downloadAll}
        </MenuItem>
      )}
      {canClose && active && (
        <MenuItem icon={X} onSelect={() => close(active)}>
          {filesWords.actions.closeTab}
        </MenuItem>
      )}
      {mayEdit && (
        <MenuItem icon={Upload} onSelect={() => chooseFiles()}>
          {filesWords.actions.upload}
        </MenuItem>
      )}
      {mayEdit && (
        <MenuItem icon={FolderUp} className="max-md:hidden" onSelect={() => chooseFolder()}>
          {filesWords.actions.uploadFolder}
        </MenuItem>
      )}
      {mayEdit && (
        <MenuItem icon={History} onSelect={() => deleted.setOpen(true)}>
          {filesWords.actions.deletedFiles}
        </MenuItem>
      )}
      {mayEdit && active && (
        <MenuItem icon={Trash2} danger disabled={files.length < 2} onSelect={() => actions.remove(active)}>
          {filesWords.actions.delete}
        </MenuItem>
      )}
    </Menu>
  );
}
