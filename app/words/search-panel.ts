import { formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The panel of the search in all files. */
export const searchPanelWords = translatable("searchPanel", {
  find: "Find",
  findByExpression: "Find by regular expression",
  toggles: {
    isCaseSensitive: "Match case",
    isWholeWord: "Whole word",
    isRegExp: "Regular expression",
  },
  /** `reason`: what the browser says of it. */
  badExpression: (reason: string) => `This regular expression cannot be read: ${reason}.`,

  replace: "Replace",
  replaceInFile: "Replace all in this file",
  replaceWith: "Replace with",
  replaceWithGroups: "Replace with, $1 is the first group",
  replaceAll: "Replace all",
  replaceAllOf: (results: number, files: number) => `Replace all: ${resultsIn(results, files)}`,
  replaced: (results: number, files: number) => `Replaced ${resultsIn(results, files)}.`,
  undone: (results: number, files: number) => `Undone: ${resultsIn(results, files)} as before.`,

  results: "Results",
  openAll: "Open all files",
  closeAll: "Close all files",
  /** Read out before, in the middle of and behind a line of code. */
  line: (line: number) => `Line ${line}: `,
  isDeleted: ", deleted, ",
  becomes: ", becomes ",

  summary: {
    tooSlow: "This search takes too long, so it was stopped. Look for something simpler.",
    notLoaded: "The search could not be loaded. Check your connection.",
    willSearch: (files: number) =>
      plural(files, { one: "Searches the file as you type.", other: `Searches all ${files} files as you type.` }),
    searching: "Searching…",
    nothing: "No results.",
    found: (results: number, files: number) => `${resultsIn(results, files)}.`,
    foundMore: (results: number, files: number, listed: number) =>
      `${resultsIn(results, files)}. The first ${formatNumber(listed)} are listed.`,
  },

  /** Why nothing was replaced. */
  refusals: {
    "too-slow": "This search takes too long, so nothing was replaced.",
    "not-loaded": "The search could not be loaded, so nothing was replaced. Check your connection.",
    ended: "The search was stopped, so nothing was replaced. Please try again.",
    changing: "Others are changing these files right now, so nothing was replaced. Please try again.",
    gone: "Nothing was replaced: somebody has changed this place, or it reads like that already.",
    same: "Nothing was replaced: all results read like that already.",
  },
  tooMany: (most: number) =>
    `At most ${formatNumber(most)} results are replaced at once, so nothing was. Look for something narrower.`,
  /** Also of what else is written into many files at once. */
  noRoom: (megabytes: number) =>
    `Nothing was changed: the session would be larger than the ${megabytes} MB that it can hold.`,
  stillLoading: "The editor is still loading. Please try again in a moment.",

  next: "Next result",
  previous: "Previous result",
  /** What else people type when they look for a command. */
  alsoCalled: {
    step: "search match found",
  },
});

/** `12 results in 3 files`: a part of sentences. */
function resultsIn(results: number, files: number): string {
  const many = plural(results, { one: `${formatNumber(results)} result`, other: `${formatNumber(results)} results` });
  return plural(files, {
    one: `${many} in ${formatNumber(files)} file`,
    other: `${many} in ${formatNumber(files)} files`,
  });
}
