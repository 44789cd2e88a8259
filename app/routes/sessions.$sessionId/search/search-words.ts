import { MAX_DOCUMENT_BYTES } from "../../../../protocol/limits.ts";
import type { ReplaceOutcome, SearchState } from "./live-search.ts";
import { type FileResults, MAX_LISTED, MAX_REPLACED } from "./search-texts.ts";

const number = (count: number) => count.toLocaleString("en");
const plural = (count: number, word: string) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

export const countOf = (files: FileResults[]) => files.reduce((sum, { count }) => sum + count, 0);

/** `12 results in 3 files` */
export const countWords = (count: number, files: number) => `${plural(count, "result")} in ${plural(files, "file")}`;

/** What a search has found, in a sentence; `fileCount` is how many files there are to search. */
export function summaryWords({ files, failure, isSearching }: SearchState, text: string, fileCount: number): string {
  if (failure === "too-slow") return "This search takes too long, so it was stopped. Look for something simpler.";
  if (failure) return "The search could not be loaded. Check your connection.";
  if (text === "")
    return fileCount === 1 ? "Searches the file as you type." : `Searches all ${fileCount} files as you type.`;
  if (!files || (isSearching && files.length === 0)) return isSearching ? "Searching…" : "";
  if (files.length === 0) return "No results.";
  const count = countOf(files);
  const limit = count > MAX_LISTED ? ` The first ${number(MAX_LISTED)} are listed.` : "";
  return `${countWords(count, files.length)}.${limit}`;
}

/** Why nothing was replaced. */
export const refusalWords: Record<Exclude<ReplaceOutcome, "found"> | "same" | "no-room", string> = {
  "too-slow": "This search takes too long, so nothing was replaced.",
  "too-many": `At most ${number(MAX_REPLACED)} results are replaced at once, so nothing was. Look for something narrower.`,
  "not-loaded": "The search could not be loaded, so nothing was replaced. Check your connection.",
  ended: "The search was stopped, so nothing was replaced. Please try again.",
  changing: "Others are changing these files right now, so nothing was replaced. Please try again.",
  gone: "Nothing was replaced: somebody has changed this place, or it reads like that already.",
  same: "Nothing was replaced: all results read like that already.",
  "no-room": `Nothing was replaced: the session would be larger than the ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB that it can hold.`,
};
