import { searchPanelWords } from "../../../words/search-panel.ts";
import type { Result } from "./search-texts.ts";

/** A line with the match in it marked, or struck through with what would take its place beside it. */
export function ResultLine({ excerpt: { before, match, after }, replaced, line }: Result) {
  return (
    <span dir="ltr" translate="no" className="min-w-0 grow truncate font-mono text-xs whitespace-pre">
      <span translate="yes" className="sr-only">
        {searchPanelWords.line(line)}
      </span>
      {before}
      {replaced === undefined ? (
        <mark className="rounded-xs bg-accent-tint text-ink-10">{match}</mark>
      ) : (
        <>
          <del className="bg-red-tint text-red">{match}</del>
          <span translate="yes" className="sr-only">
            {replaced === "" ? searchPanelWords.isDeleted : searchPanelWords.becomes}
          </span>
          <ins className="bg-green-tint text-green no-underline">{shown(replaced)}</ins>
        </>
      )}
      {after}
    </span>
  );
}

const MAX_SHOWN_CHARS = 250;
const shown = (text: string) => text.slice(0, MAX_SHOWN_CHARS).replaceAll("\n", "↵");
