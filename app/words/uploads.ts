import { formatList, formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What an upload asks, and what comes of it. */
export const uploadWords = translatable("uploads", {
  added: (count: number) =>
    plural(count, { one: `${formatNumber(count)} file added.`, other: `${formatNumber(count)} files added.` }),
  replaced: (path: string) => `${path} replaced.`,
  someReplaced: (count: number) => plural(count, { other: `${count} files replaced.` }),
  foldersLeftOut: (folders: string[]) =>
    plural(folders.length, {
      one: `${formatNumber(folders.length)} folder was left out: ${formatList(folders)}.`,
      other: `${formatNumber(folders.length)} folders were left out: ${formatList(folders)}.`,
    }),
  moreLeftOut: (count: number) =>
    plural(count, {
      one: `${formatNumber(count)} more file was left out.`,
      other: `${formatNumber(count)} more files were left out.`,
    }),
  isCut: "The rest of the folder was not read.",

  /** `why`: a sentence about its name. */
  badName: (path: string, why: string) => `${path} was left out: ${why}`,
  noName: (why: string) => `A file was left out: ${why}`,
  problems: {
    unreadable: (path: string) => `${path} could not be read.`,
    large: (path: string) => `${path} is larger than 1 MB.`,
    binary: (path: string) => `${path} is not a text file.`,
    encoding: (path: string) => `${path} is not UTF-8: save it as UTF-8.`,
  },
  noRoom: (path: string, megabytes: number) => `${path} does not fit: a session holds at most ${megabytes} MB.`,
  tooMany: (path: string, most: number) => `${path} does not fit: a session holds at most ${most} files.`,

  /** Asked when an upload finds its name taken. */
  question: {
    title: (path: string) => `${path} is in this session already`,
    description: "Replacing its text is one edit, which undo takes back.",
    forAll: (others: number) =>
      plural(others, { one: "The same for the other one", other: `The same for the other ${others}` }),
    replace: "Replace",
    keepBoth: "Keep both",
    leave: "Leave it",
  },
});
