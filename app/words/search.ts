import { translatable } from "./translatable.ts";

/** What opens the search in all files. */
export const searchWords = translatable("search", {
  findInAll: "Find in all files",
  replaceInAll: "Replace in all files",
  /** What else people type when they look for a command. */
  alsoCalled: {
    find: "search grep global text everywhere",
    replace: "search and replace substitute everywhere",
  },
});
