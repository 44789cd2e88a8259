import type { Result } from "./search-texts.ts";

/** A line with the match in it marked, or struck through with what would take its place beside it. */
export function ResultLine({ excerpt: { before, match, after }, replaced, line }: Result) {
  return (
    <>
      <span dir="auto" className="min-w-0 grow truncate font-mono text-xs whitespace-pre">
        {before}
        {replaced === undefined ? (
          <mark className="rounded-xs bg-accent-tint text-ink-10 ring-1 ring-accent/40">{match}</mark>
        ) : (
          <>
            <del className="bg-red-tint text-red">{match}</del>
            <ins className="bg-green-tint text-green no-underline">{shown(replaced)}</ins>
          </>
        )}
        {after}
      </span>
      <span className="shrink-0 text-2xs text-ink-7 tabular-nums">{line}</span>
    </>
  );
}

/** The same for those who hear it. */
export function lineWords({ excerpt: { before, match, after }, replaced, line }: Result): string {
  const becomes = replaced === undefined ? "" : replaced === "" ? ", deleted" : `, becomes ${replaced}`;
  return `Line ${line}: ${before}${match}${after}${becomes}`;
}

const MAX_SHOWN_CHARS = 250;
const shown = (text: string) => text.slice(0, MAX_SHOWN_CHARS).replaceAll("\n", "↵");
