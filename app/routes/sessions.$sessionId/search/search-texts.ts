import type { TextEdit } from "../files/text-edits.ts";
import { expandReplacement } from "./expand-replacement.ts";
import { findMatches, type Match } from "./find-matches.ts";
import { type Excerpt, excerptOf } from "./line-excerpt.ts";
import { type Pattern, type Query, toPattern } from "./query.ts";

/** So many results are listed; all of them are counted, and replaced. */
export const MAX_LISTED = 2_000;
/** More are not replaced at once: each is an edit that every page takes in. */
export const MAX_REPLACED = 10_000;

/** One match as it is listed: its offsets in the text (UTF-16), its line from 1, and what would take its place. */
export type Result = { start: number; end: number; line: number; excerpt: Excerpt; replaced?: string };
export type FileResults = { fileId: string; count: number; results: Result[] };

export type Wanted = {
  query: Query;
  /** What takes the place of matches; undefined where nothing is to be replaced. */
  replacement: string | undefined;
  /** The files to search, in the order in which they are listed. */
  fileIds: string[];
};
type Texts = ReadonlyMap<string, string>;

/** What there is to list: of all files that have a match, in their order. */
export function listResults(texts: Texts, wanted: Wanted): FileResults[] {
  let left = MAX_LISTED;
  return inEach(texts, wanted, (fileId, text, pattern) => {
    const results: Result[] = [];
    let count = 0;
    for (const match of findMatches(text, pattern)) {
      count++;
      if (left === 0) continue;
      left--;
      const { start, end, line } = match;
      const replaced = replacementOf(match, wanted);
      const excerpt = excerptOf(text, match, replaced !== undefined);
      results.push({ start, end, line, excerpt, ...(replaced !== undefined && { replaced }) });
    }
    return count > 0 ? { fileId, count, results } : undefined;
  });
}

/**
 * The edits that replace all matches, file by file, but for those that would change nothing; more than `MAX_REPLACED`
 * are not gathered.
 */
export function gatherEdits(
  texts: Texts,
  wanted: Wanted,
): { edits: [fileId: string, TextEdit[]][]; isTooMany: boolean } {
  let left = MAX_REPLACED;
  const edits = inEach(texts, wanted, (fileId, text, pattern): [string, TextEdit[]] | undefined => {
    const those: TextEdit[] = [];
    for (const match of findMatches(text, pattern)) {
      const replaced = replacementOf(match, wanted);
      if (replaced === undefined || replaced === match.found[0]) continue;
      if (--left < 0) break;
      those.push({ start: match.start, end: match.end, text: replaced });
    }
    return those.length > 0 ? [fileId, those] : undefined;
  });
  return { edits, isTooMany: left < 0 };
}

function inEach<Found>(
  texts: Texts,
  { query, fileIds }: Wanted,
  find: (fileId: string, text: string, pattern: Pattern) => Found | undefined,
): Found[] {
  const pattern = toPattern(query);
  if ("problem" in pattern || query.text === "") return [];
  return fileIds.map((fileId) => find(fileId, texts.get(fileId) ?? "", pattern)).filter((found) => found !== undefined);
}

function replacementOf({ found }: Match, { query, replacement }: Wanted): string | undefined {
  return replacement !== undefined && query.isRegExp ? expandReplacement(replacement, found) : replacement;
}
