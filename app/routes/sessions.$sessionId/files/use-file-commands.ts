import { flushSync } from "react-dom";
import type { Command } from "../../../commands/command.ts";
import { useCommandLayers, useCommands } from "../../../commands/use-commands.ts";
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
    command("go", "Go to a file", "quick open find switch", () => openPalette("files"), ["Mod+P"]),
    command(
      "tree",
      tree.isShown ? "Hide the files" : "Show the files",
      "tree sidebar explorer folders",
      () => {
        flushSync(() => tree.setIsShown(!tree.isShown));
        if (tree.isShown) pane?.focus();
        else document.getElementById("files")?.focus();
      },
      ["Mod+B"],
    ),
    ...(active && isReady
      ? [
          command("download", "Download this file", "save as export", downloadThis),
          // Ctrl+P goes to a file here, as in other editors.
          command("print", "Print this file", "paper pdf", () => print()),
        ]
      : []),
    ...(isReady ? [command("zip", "Download all as ZIP", "export archive save", downloadAll)] : []),
    ...(active && canClose && tabs.length > 1 ? [command("close", "Close this tab", "", () => close(active.id))] : []),
    ...(mayEdit
      ? [
          command("new", "New file", "add create", () => setNaming({ newIn: "", where })),
          command("upload", "Upload files", "add import", () => chooseFiles()),
          command("upload-folder", "Upload a folder", "add import directory", () => chooseFolder()),
          command("deleted", "Deleted files", "restore bring back trash history", () => deleted.setOpen(true)),
        ]
      : []),
    ...(mayEdit && active
      ? [command("rename", "Rename this file", "move name", () => setNaming({ fileId: active.id, where }))]
      : []),
    ...(mayEdit && active && files.length > 1
      ? [command("delete", "Delete this file", "remove", () => actions.remove(active.id))]
      : []),
  ]);
}
