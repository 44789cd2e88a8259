import { flushSync } from "react-dom";
import type { Command } from "../../../commands/command.ts";
import { useCommandLayers, useCommands } from "../../../commands/use-commands.ts";
import { filesWords } from "../../../words/files.ts";
import { useIsReady } from "../connection/collab-context.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useDialog, useIsPhone } from "../layout-context.tsx";
import { useActiveFile, useFiles, useFileTabs, useShowFile } from "./files-context.tsx";
import { useNaming } from "./naming-context.tsx";
import { baseName, folderOf } from "./tree-rows.ts";
import { useUploads } from "./uploads-context.tsx";
import { useDownloads } from "./use-downloads.ts";
import { useFileActions } from "./use-file-actions.ts";
import { useFileTree } from "./use-file-tree.ts";

/** Going to a file, and what can be done with files. */
export function useFileCommands() {
  const files = useFiles();
  const active = useActiveFile();
  const showFile = useShowFile();
  const pane = usePane();
  const isPhone = useIsPhone();
  const isReady = useIsReady();
  const mayEdit = useMayEditNow();
  const tree = useFileTree();
  const { tabs, canClose, close } = useFileTabs();
  const { setNaming } = useNaming();
  const { chooseFiles, chooseFolder } = useUploads();
  const { downloadThis, downloadAll } = useDownloads();
  const deleted = useDialog("deleted-files");
  const actions = useFileActions();
  const { openPalette } = useCommandLayers();
  const { actions: labels, alsoCalled } = filesWords;
  const where = tree.isShown ? "tree" : "tabs";
  const command = (id: string, label: string, words: string, run: () => void, keys?: string[]): Command => ({
    id: `files.${id}`,
    group: "Files",
    label,
    words,
    keys,
    run,
  });

  /** Those with tabs first: one comes and goes between them. */
  const inOrder = [...tabs, ...files.filter(({ id }) => !tabs.some((tab) => tab.id === id))];
  useCommands([
    ...inOrder.map(({ id, label }): Command => ({
      id: `file:${id}`,
      group: "Files",
      label: baseName(label),
      detail: folderOf(label),
      words: label,
      run() {
        showFile(id);
        if (!isPhone) pane?.focus();
      },
    })),
    command("go", labels.goTo, alsoCalled.goTo, () => openPalette("files"), ["Mod+P"]),
    command(
      "tree",
      tree.isShown ? labels.hideTree : labels.showTree,
      alsoCalled.tree,
      () => {
        flushSync(() => tree.setIsShown(!tree.isShown));
        if (tree.isShown) pane?.focus();
        else document.getElementById("files")?.focus();
      },
      ["Mod+B"],
    ),
    ...(active && isReady
      ? [
          command("download", labels.download, alsoCalled.download, downloadThis),
          // Ctrl+P goes to a file here, as in other editors.
          command("print", labels.print, alsoCalled.print, () => print()),
        ]
      : []),
    ...(isReady ? [command("zip", labels.downloadAll, alsoCalled.downloadAll, downloadAll)] : []),
    ...(active && canClose && tabs.length > 1 ? [command("close", labels.closeTab, "", () => close(active.id))] : []),
    ...(mayEdit
      ? [
          command("new", labels.newFile, alsoCalled.newFile, () => setNaming({ newIn: "", where })),
          command("upload", labels.upload, alsoCalled.upload, () => chooseFiles()),
          command("upload-folder", labels.uploadFolder, alsoCalled.uploadFolder, () => chooseFolder()),
          command("deleted", labels.deletedFiles, alsoCalled.deletedFiles, () => deleted.setOpen(true)),
        ]
      : []),
    ...(mayEdit && active
      ? [command("rename", labels.rename, alsoCalled.rename, () => setNaming({ fileId: active.id, where }))]
      : []),
    ...(mayEdit && active && files.length > 1
      ? [command("delete", labels.delete, alsoCalled.delete, () => actions.remove(active.id))]
      : []),
  ]);
}
