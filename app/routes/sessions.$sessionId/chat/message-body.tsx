import { ScanSearch } from "lucide-react";
import { useMemo } from "react";
import { findingIn } from "./finding-link.ts";
import { type Inline, readMessage } from "./message-text.ts";

type Props = { body: string; onFinding: (findingId: string) => void };

/** A message as text, with fenced code, `code` and http links; each line in the direction of its own script. */
export function MessageBody({ body, onFinding }: Props) {
  const blocks = useMemo(() => readMessage(body), [body]);
  return blocks.map((block, index) =>
    block.kind === "code" ? (
      <figure key={index} className="my-1 overflow-hidden rounded border border-ink-3 bg-ink-1">
        {block.info && (
          <figcaption className="truncate border-b border-ink-3 px-2 py-0.5 text-xs text-ink-7" title={block.info}>
            {block.info}
          </figcaption>
        )}
        <pre
          dir="ltr"
          tabIndex={0}
          className="overflow-x-auto p-2 font-mono text-xs leading-4.5 focus-visible:-outline-offset-2"
        >
          {block.text}
        </pre>
      </figure>
    ) : (
      <p key={index} dir="auto" className="break-words whitespace-pre-wrap [unicode-bidi:plaintext]">
        {block.inlines.map((inline, at) => (
          <Piece key={at} inline={inline} onFinding={onFinding} />
        ))}
      </p>
    ),
  );
}

function Piece({ inline: { kind, text }, onFinding }: { inline: Inline; onFinding: Props["onFinding"] }) {
  if (kind === "plain") return text;
  if (kind === "code") {
    return (
      <code dir="ltr" className="rounded bg-ink-2 px-1 font-mono text-xs">
        {text}
      </code>
    );
  }
  const findingId = findingIn(text);
  if (findingId) {
    return (
      <button
        type="button"
        onClick={() => onFinding(findingId)}
        className="inline-flex items-center gap-1 rounded px-1 align-bottom text-accent-strong underline hover:bg-ink-2"
      >
        <ScanSearch size={13} aria-hidden="true" /> Show in the code
      </button>
    );
  }
  return (
    <a dir="ltr" href={text} target="_blank" rel="noopener noreferrer" className="text-accent-strong underline">
      {text}
    </a>
  );
}
