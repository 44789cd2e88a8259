import { plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What is wrong with a name for a file, for whoever gave it. */
export const fileNameWords = translatable("fileNames", {
  /** By the codes of protocol/layout.ts. */
  problems: {
    empty: "A file needs a name.",
    invisible: "A name may have no invisible characters.",
    drive: "A name may have no drive and no backslash. Folders are written as in src/main.ts.",
    parts: "A name may contain folders, as in src/main.ts, but no empty, . or .. parts.",
    reserved: "This name is reserved.",
    longPart: "A part of this name is too long for most file systems.",
  },
  long: (most: number) => plural(most, { other: `A name has at most ${most} characters.` }),

  taken: (path: string) => `There is a file called ${path} already.`,
  nearlyTaken: (other: string) => `There is ${other} already. Many computers take the two names for one.`,
  isFolder: (path: string, other: string) => `${path} is a folder here: ${other} is in it.`,
  isFile: (other: string) => `${other} is a file here, so there can be no folder of this name.`,
});
