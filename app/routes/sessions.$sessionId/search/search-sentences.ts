import { searchPanelWords } from "../../../words/search-panel.ts";
import type { ReplaceOutcome, SearchState } from "./live-search.ts";
import { type FileResults, MAX_LISTED, MAX_REPLACED } from "./search-texts.ts";

export const countOf = (files: FileResults[]) => files.reduce((sum, { count }) => sum + count, 0);

/** What a search has found, in a sentence; `fileCount` is how many files there are to search. */
export function summaryOf({ files, failure, isSearching }: SearchState, text: string, fileCount: number): string {
  const { summary } = searchPanelWords;
  if (failure) return failure === "too-slow" ? summary.tooSlow : summary.notLoaded;
  if (text === "") return summary.willSearch(fileCount);
  if (!files || (isSearching && files.length === 0)) return isSearching ? summary.searching : "";
  if (files.length === 0) return summary.nothing;
  const count = countOf(files);
  return count > MAX_LISTED ? summary.foundMore(count, files.length, MAX_LISTED) : summary.found(count, files.length);
}

/** Why nothing was replaced. */
export function refusalOf(why: Exclude<ReplaceOutcome, "found"> | "same"): string {
  if (why === "too-many") return searchPanelWords.tooMany(MAX_REPLACED);
  return searchPanelWords.refusals[why];
}
