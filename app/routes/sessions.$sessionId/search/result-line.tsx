import type { Result } from "./search-texts.ts";

/** A line with the match in it marked, or struck through with what would take its place beside it. */
export function ResultLine({ excerpt: { before, match, after }, replaced, line }: Result) {
  return (
    <span dir="auto" className="min-w-0 grow truncate font-mono text-xs whitespace-pre">
      <span className="sr-only">Line {line}: </span>
      {before}
      {replaced === undefined ? (
        <mark className="rounded-xs bg-accent-tint text-ink-10">{match}</mark>
      ) : (
        <>
          <del className="bg-red-tint text-red">{match}</del>
          <span className="sr-only">{replaced === "" ? ", deleted, " : ", becomes "}</span>
          <ins className="bg-green-tint text-green no-underline">{shown(replaced)}</ins>
        </>
      )}
      {after}
    </span>
  );
}

const MAX_SHOWN_CHARS = 250;
const shown = (text: string) => text.slice(0, MAX_SHOWN_CHARS).replaceAll("\n", "↵");
