import { ScanSearch } from "lucide-react";
import { useMemo } from "react";
import { InlineCode } from "../../../ui/inline-code.tsx";
import { chatWords } from "../../../words/chat.ts";
import { useSession } from "../settings-context.tsx";
import { CodeBlock } from "./code-block.tsx";
import { isEditRequestLink } from "./edit-request.ts";
import { findingIn } from "./finding-link.ts";
import { LineChip } from "./line-chip.tsx";
import { ownLinesIn } from "./line-link.ts";
import { MentionMark } from "./mention-mark.tsx";
import { type Inline, readMessage } from "./message-text.ts";

type Props = { body: string; onFinding?: (findingId: string) => void };

/** A message as text, with code, mentions, chips for lines and links; each line in the direction of its own script. */
export function MessageBody({ body, onFinding }: Props) {
  const blocks = useMemo(() => readMessage(body), [body]);
  return blocks.map((block, index) =>
    block.kind === "code" ? (
      <CodeBlock key={index} text={block.text} info={block.info} />
    ) : (
      <p key={index} dir="auto" translate="no" className="break-words whitespace-pre-wrap [unicode-bidi:plaintext]">
        {block.inlines.map((inline, at) => (
          <Piece key={at} inline={inline} onFinding={onFinding} />
        ))}
      </p>
    ),
  );
}

function Piece({ inline, onFinding }: { inline: Inline; onFinding: Props["onFinding"] }) {
  const { kind, text } = inline;
  if (inline.kind === "mention") return <MentionMark userId={inline.userId} name={text} />;
  if (kind === "plain") return text;
  if (kind === "code") return <InlineCode text={text} />;
  const findingId = findingIn(text);
  if (findingId) {
    return (
      <button
        type="button"
        translate="yes"
        onClick={() => onFinding?.(findingId)}
        className="inline-flex items-center gap-1 rounded px-1 align-bottom text-ink-10 underline hover:bg-ink-2"
      >
        <ScanSearch size={13} aria-hidden="true" /> {chatWords.message.showInCode}
      </button>
    );
  }
  return <LinkPiece address={text} />;
}

/** Lines of this session are a chip, what says that somebody asks to edit it is not shown, whatever else is a link. */
function LinkPiece({ address }: { address: string }) {
  const sessionId = useSession().id;
  if (isEditRequestLink(address, sessionId)) return null;
  const lines = ownLinesIn(address, sessionId);
  if (lines) return <LineChip link={lines} />;
  return (
    <a dir="ltr" href={address} target="_blank" rel="noopener noreferrer" className="text-ink-10 underline">
      {address}
    </a>
  );
}
