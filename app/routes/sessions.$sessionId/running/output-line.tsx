import type { ReactNode } from "react";
import { runningWords } from "../../../words/running.ts";
import { ansiLook, isPlain } from "./ansi-look.ts";
import { type FilePaths, findLinks, type PlaceLink } from "./links.ts";
import { cut, lineText, type OutputLine, type Span } from "./run-log.ts";

export type Place = Pick<PlaceLink, "fileId" | "line">;

type Props = {
  line: OutputLine;
  /** The one before it is no error. */
  isFirst: boolean;
  paths: FilePaths;
  onPlace: (place: Place) => void;
};

/** A line of output, with its colours, and what it names of the session's files as buttons that go there. */
export function OutputLineView({ line, isFirst, paths, onPlace }: Props) {
  const parts = partsOf(line, paths, onPlace);
  const end = line.continues ? "" : "\n";
  if (line.kind === "err")
    return (
      <span className="block border-s-2 border-red ps-2 text-red">
        {isFirst && <span className="sr-only">{`${runningWords.isError} `}</span>}
        {parts}
        {end}
      </span>
    );
  if (line.kind === "note")
    return (
      <span className="block font-sans text-ink-7" dir="auto">
        {parts}
        {end}
      </span>
    );
  return (
    <>
      {parts}
      {end}
    </>
  );
}

/** Whether a line is nothing but its text, so that it can be drawn together with others. */
export const isJustText = (line: OutputLine, paths: FilePaths): boolean =>
  line.kind === "out" &&
  line.spans.every(({ style, isInput }) => !isInput && isPlain(style)) &&
  findLinks(lineText(line), paths).length === 0;

function partsOf(line: OutputLine, paths: FilePaths, onPlace: Props["onPlace"]): ReactNode[] {
  const text = lineText(line);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const link of findLinks(text, paths)) {
    // Two that overlap: the first is enough.
    if (link.start < at) continue;
    parts.push(...drawn(cut(line.spans, at, link.start), at));
    parts.push(
      <button
        key={`link ${link.start}`}
        type="button"
        onClick={() => onPlace(link)}
        className="inline text-start wrap-anywhere underline decoration-dotted underline-offset-2 hover:decoration-solid focus-visible:-outline-offset-2"
      >
        {drawn(cut(line.spans, link.start, link.end), link.start)}
      </button>,
    );
    at = link.end;
  }
  return [...parts, ...drawn(cut(line.spans, at, text.length), at)];
}

const drawn = (spans: Span[], from: number): ReactNode[] =>
  spans.map(({ text, style, isInput }, nth) => {
    const key = `${from} ${nth}`;
    if (isInput)
      return (
        <span key={key} className="font-semibold text-ink-10">
          <span className="sr-only">{`${runningWords.isInput} `}</span>
          {text}
        </span>
      );
    if (isPlain(style)) return text;
    return (
      <span key={key} {...ansiLook(style)}>
        {text}
      </span>
    );
  });
