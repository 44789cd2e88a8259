import type { ReactNode } from "react";
import { plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The dialog with the files that a session has lost. */
export const deletedFilesWords = translatable("deletedFiles", {
  title: "Deleted files",
  description: "Files that were deleted here, or have lost their text.",
  notRead: "The history could not be read. It is still kept; please try again.",
  tryAgain: "Try again",
  looking: "Looking through the history…",
  none: "Nothing was deleted here.",
  notWhole:
    "This session's history is too long to look through all of it. What was deleted lately may be missing here.",
  bringAllBack: (count: number) => plural(count, { other: `Bring all ${count} back` }),
  isBack: (path: string) => `${path} is back`,
  areBack: (count: number) => plural(count, { other: `${count} files are back` }),
  states: {
    deleted: (when: ReactNode, by: string | null) => (
      <>
        Deleted {when}
        {by !== null && ` by ${by}`}
      </>
    ),
    emptied: (when: ReactNode, by: string | null) => (
      <>
        Emptied {when}
        {by !== null && ` by ${by}`}
      </>
    ),
  },
  preview: "Preview",
  previewOf: (path: string) => `Preview ${path}`,
  hide: "Hide",
  bringBack: "Bring back",
  bringBackOf: (path: string) => `Bring back ${path}`,
  textOf: (path: string) => `Text of ${path}`,
});
