import { readMentions } from "./mention.ts";
import { findCode } from "./plain-parts.ts";

/**
 * How a message is read: fenced code, `code` between backticks, mentions and http links; everything else is shown as it
 * was typed. Everything that was written is somewhere in the result, except for the fences and backticks that mark
 * code, and a line end beside them.
 */
export type Inline =
  { kind: "plain" | "code" | "link"; text: string } | { kind: "mention"; text: string; userId: string };
export type Block =
  | { kind: "text"; inlines: Inline[] }
  | { kind: "code"; text: string; /** What stands behind the fence, such as a language. */ info: string };

export function readMessage(body: string): Block[] {
  const blocks: Block[] = [];
  let inlines: Inline[] = [];
  /** Ends the text before a block of code; the line end that parts the two is part of neither. */
  function endText() {
    const last = inlines.at(-1);
    if (last?.kind === "plain") last.text = last.text.replace(/\n$/, "");
    if (inlines.some(({ kind, text }) => kind !== "plain" || text.trim() !== ""))
      blocks.push({ kind: "text", inlines });
    inlines = [];
  }
  let at = 0;
  while (at < body.length) {
    const found = findCode(body, at);
    const plain = body.slice(at, found?.start ?? body.length);
    inlines.push(
      ...readPlain(blocks.at(-1)?.kind === "code" && inlines.length === 0 ? plain.replace(/^\n/, "") : plain),
    );
    if (!found) break;
    at = found.end;
    if (found.isInline) inlines.push({ kind: "code", text: found.text });
    else {
      endText();
      blocks.push({ kind: "code", text: found.text, info: found.info });
    }
  }
  endText();
  return blocks;
}

/** Up to a space, a quote or bracket that no address has, or the full-width marks that end a sentence without one. */
const address = /\bhttps?:\/\/[^\s<>"`\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+/gi;
const trailing = /[.,;:!?'*_~…’”»)\]}]/;
const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

const readPlain = (text: string): Inline[] =>
  readMentions(text).flatMap((part) =>
    typeof part === "string" ? readLinks(part) : [{ kind: "mention", text: part.name, userId: part.userId }],
  );

function readLinks(text: string): Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const url = withoutTrail(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > end) pieces.push({ kind: "plain", text: text.slice(end, match.index) });
    pieces.push({ kind: "link", text: url });
    end = match.index + url.length;
  }
  if (end < text.length) pieces.push({ kind: "plain", text: text.slice(end) });
  return pieces;
}

/** An address without the punctuation of the sentence around it; a bracket that it opened itself stays. */
function withoutTrail(url: string): string {
  const open: Record<string, number> = {};
  for (const character of url) open[character] = (open[character] ?? 0) + 1;
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    const opener = pairs[last];
    if (!trailing.test(last) || (opener && (open[last] ?? 0) <= (open[opener] ?? 0))) break;
    open[last] = (open[last] ?? 0) - 1;
  }
  return url.slice(0, end);
}
