import { ScanSearch } from "lucide-react";
import { Fragment } from "react";
import { findingIn } from "./finding-link.ts";

const fence = /```[\w+#-]*\n?([\s\S]*?)```/g;
const link = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;
const inlineCode = /`([^`\n]+)`/g;

/** A message as text, with code fences, `code` and http links; everything else is shown as it was typed. */
export function MessageBody({ body, onFinding }: { body: string; onFinding: (findingId: string) => void }) {
  return (
    <>
      {split(body, fence).map(({ text, match }, index) =>
        match ? (
          <pre key={index} tabIndex={0} className="my-1 overflow-x-auto rounded border border-ink-3 bg-ink-1 p-2 font-mono text-xs leading-[18px]">
            {match[1]?.replace(/\n$/, "")}
          </pre>
        ) : (
          text.trim() && (
            <p key={index} className="break-words whitespace-pre-wrap">
              <Inline text={text.replace(/^\n|\n$/g, "")} onFinding={onFinding} />
            </p>
          )
        ),
      )}
    </>
  );
}

function Inline({ text, onFinding }: { text: string; onFinding: (findingId: string) => void }) {
  return split(text, inlineCode).map(({ text: piece, match }, index) =>
    match ? (
      <code key={index} className="rounded bg-ink-2 px-1 font-mono text-xs">
        {match[1]}
      </code>
    ) : (
      <Fragment key={index}>
        {split(piece, link).map(({ text: plain, match: url }, at) =>
          url && findingIn(url[0]) ? (
            <button
              key={at}
              type="button"
              onClick={() => onFinding(findingIn(url[0]) ?? "")}
              className="inline-flex items-center gap-1 rounded px-1 align-bottom text-accent-strong underline hover:bg-ink-2"
            >
              <ScanSearch size={13} aria-hidden="true" /> Show in the code
            </button>
          ) : url ? (
            <a key={at} href={url[0]} target="_blank" rel="noopener noreferrer" className="text-accent-strong underline">
              {url[0]}
            </a>
          ) : (
            plain
          ),
        )}
      </Fragment>
    ),
  );
}

type Piece = { text: string; match?: RegExpMatchArray };

function split(text: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: match[0], match });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}
