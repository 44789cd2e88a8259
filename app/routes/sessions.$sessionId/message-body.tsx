import { Fragment } from "react";

const fence = /```[\w+#-]*\n?([\s\S]*?)```/g;
const link = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;
const inlineCode = /`([^`\n]+)`/g;

/** A message as text, with code fences, `code` and http links; everything else is shown as it was typed. */
export function MessageBody({ body }: { body: string }) {
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
              <Inline text={text.replace(/^\n|\n$/g, "")} />
            </p>
          )
        ),
      )}
    </>
  );
}

function Inline({ text }: { text: string }) {
  return split(text, inlineCode).map(({ text: piece, match }, index) =>
    match ? (
      <code key={index} className="rounded bg-ink-2 px-1 font-mono text-xs">
        {match[1]}
      </code>
    ) : (
      <Fragment key={index}>
        {split(piece, link).map(({ text: plain, match: url }, at) =>
          url ? (
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
