import { formatList, formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The session's files: their tabs and their tree, what is done with them, and what comes of it. */
export const filesWords = translatable("files", {
  files: "Files",
  width: "Width of the files",
  openFiles: "Open files",
  fileActions: "File actions",
  addFile: "Add a file",
  closeByDelete: "Close (Delete)",
  name: "File name",
  namePlaceholder: "name.ts",
  /** Read out behind a file's name. */
  peopleHere: (names: string[]) => `, here: ${formatList(names, "unit")}`,
  names: (names: string[]) => formatList(names, "unit"),

  actions: {
    goTo: "Go to a file",
    showTree: "Show the files",
    hideTree: "Hide the files",
    newFile: "New file",
    rename: "Rename this file",
    download: "Download this file",
    print: "Print this file",
    downloadAll: "Download all as ZIP",
    closeTab: "Close this tab",
    upload: "Upload files",
    uploadFolder: "Upload a folder",
    deletedFiles: "Deleted files",
    delete: "Delete this file",
  },
  /** What else people type when they look for an action. */
  alsoCalled: {
    goTo: "quick open find switch",
    tree: "tree sidebar explorer folders",
    newFile: "add create",
    rename: "move name",
    download: "save as export",
    print: "paper pdf",
    downloadAll: "export archive save",
    upload: "add import",
    uploadFolder: "add import directory",
    deletedFiles: "restore bring back trash history",
    delete: "remove",
  },
  /** Of one row of the tree: a file or a folder. */
  treeActions: {
    open: "Open",
    newFile: "New file here",
    upload: "Upload files here",
    uploadFolder: "Upload a folder here",
    rename: "Rename or move",
    download: "Download",
    delete: "Delete",
  },

  isNow: (before: string, after: string) => `${before} is now ${after}`,
  deleted: (path: string) => `${path} deleted`,
  folderDeleted: (folder: string, count: number) =>
    plural(count, { one: `${folder} with ${count} file deleted`, other: `${folder} with ${count} files deleted` }),
  emptyDeleted: (count: number) => plural(count, { other: `${formatNumber(count)} empty files deleted` }),
  isFull: (most: number) => plural(most, { other: `A session holds at most ${most} files. Delete one first.` }),
  isLast: "A session has at least one file. Add another one first.",
  tooMany: {
    sentence: (count: number, most: number) =>
      `This session has ${formatNumber(count)} files; it should have at most ${most}, and no more can be added.`,
    deleteEmpty: (count: number) =>
      plural(count, { one: "Delete the empty one", other: `Delete the ${formatNumber(count)} empty ones` }),
  },

  /** The open file, when somebody else has deleted it. */
  gone: {
    deleted: (path: string) => `${path} was deleted.`,
    deletedBy: (path: string, name: string) => `${path} was deleted by ${name}.`,
    mayBringBack: "Nothing of it is lost. Bringing it back brings it back for everybody.",
    mayNot: "Somebody who may edit can bring it back.",
    openAnother: "Open another file",
    bringBack: "Bring it back",
  },

  /** What a document holds that is not a file. */
  unsound: {
    sentence: (count: number, named: string[]) => {
      const names = formatList(named);
      return plural(count, {
        one: `One thing in this session is not a file, and takes up room: ${names}.`,
        other: `${formatNumber(count)} things in this session are not files, and take up room: ${names}.`,
      });
    },
    named: (name: string) => `“${name}”`,
    namedIn: (name: string, path: string) => `“${name}” of ${path}`,
    namedInFile: (name: string) => `“${name}” of a file`,
    more: (count: number) => plural(count, { other: `${formatNumber(count)} more` }),
    remove: "Remove",
  },

  /** Names that files get in a ZIP: items of a list, and the sentence around it. */
  zip: {
    sentence: (renamed: string[]) => `So that the ZIP unpacks everywhere, ${formatList(renamed)}.`,
    renamed: (path: string, name: string) => `${path} is ${name}`,
    more: (count: number) =>
      plural(count, { one: `${count} more has another name`, other: `${count} more have other names` }),
  },

  uploads: {
    dropHere: "Drop files or folders to add them to this session",
    dropInto: (folder: string) => `Drop files or folders to add them to ${folder}`,
    mayNot: "You can only view this session, so nothing was uploaded.",
    stillLoading: "The editor is still loading. Please drop the files again in a moment.",
    brokeOff: "The upload broke off. What is in the tabs is there; please try the rest again.",
  },
});
