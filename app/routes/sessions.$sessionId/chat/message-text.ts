/**
 * How a message is read: fenced code, `code` between backticks, and http links; everything else is shown as it was
 * typed. Everything that was written is somewhere in the result, except for the fences and backticks that mark code,
 * and a line end beside them.
 */
export type Inline = { kind: "plain" | "code" | "link"; text: string };
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
      ...readLinks(blocks.at(-1)?.kind === "code" && inlines.length === 0 ? plain.replace(/^\n/, "") : plain),
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

type Code = { start: number; end: number; text: string; info: string; isInline: boolean };

/** A fence at the start of a line, or backticks anywhere. */
const opening = /^ {0,3}(`{3,}|~{3,})|`+/gm;

/**
 * The first code from `from` on. An opening mark without a closing one is text, unless it is a fence with code below
 * it.
 */
function findCode(body: string, from: number): Code | undefined {
  opening.lastIndex = from;
  for (let match = opening.exec(body); match; match = opening.exec(body)) {
    const marks = match[1] ?? match[0];
    const start = match.index;
    const inside = start + match[0].length;
    const found =
      (match[1] && readFence(body, start, inside, marks)) ||
      (marks.startsWith("`") && readSpan(body, inside - marks.length, inside, marks));
    if (found) return found;
    opening.lastIndex = inside;
  }
  return undefined;
}

/** Lines between two fences: the second stands on a line of its own, or ends the code as people write it in a hurry. */
function readFence(body: string, start: number, inside: number, marks: string): Code | undefined {
  const lineEnd = body.indexOf("\n", inside);
  if (lineEnd < 0) return;
  const info = body.slice(inside, lineEnd).trim();
  const isTilde = marks.startsWith("~");
  // A backtick behind a fence closes it on its line.
  if (!isTilde && info.includes("`")) return;
  const rest = body.slice(lineEnd);
  const mark = `${marks[0]}{${marks.length},}`;
  const close =
    new RegExp(`\\n {0,3}${mark}[ \\t]*(?=\\n|$)`).exec(rest) ?? (isTilde ? null : new RegExp(mark).exec(rest));
  if (!close && isTilde) return;
  const end = close ? lineEnd + close.index + close[0].length : body.length;
  const text = rest
    .slice(1, close ? Math.max(1, close.index) : undefined)
    .replace(/\n$/, close?.[0].startsWith("\n") ? "$&" : "");
  if (text.trim() !== "") return { start, end, text, info, isInline: false };
  return close && info ? { start, end, text: info, info: "", isInline: false } : undefined;
}

/** What stands between two equal runs of backticks. Runs of one or two do so within one line only. */
function readSpan(body: string, start: number, inside: number, marks: string): Code | undefined {
  const rest = body.slice(inside);
  const close = new RegExp(`(?<!\`)${marks}(?!\`)`).exec(rest);
  const text = close ? rest.slice(0, close.index) : "";
  if (!close || text.trim() === "") return;
  const end = inside + close.index + marks.length;
  if (!text.includes("\n"))
    return { start, end, text: text.replace(/^ (?=`)|(?<=`) $/g, ""), info: "", isInline: true };
  return marks.length < 3 ? undefined : { start, end, text: text.replace(/^\n|\n$/g, ""), info: "", isInline: false };
}

/** Up to a space, a quote or bracket that no address has, or the full-width marks that end a sentence without one. */
const address = /\bhttps?:\/\/[^\s<>"`\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+/gi;
const trailing = /[.,;:!?'*_~…’”»)\]}]/;
const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

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
