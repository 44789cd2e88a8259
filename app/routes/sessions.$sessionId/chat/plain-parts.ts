/** Where code is in a message; what stands outside of it is plain. */

export type Code = { start: number; end: number; text: string; info: string; isInline: boolean };

/** A fence at the start of a line, or backticks anywhere. */
const opening = /^ {0,3}(`{3,}|~{3,})|`+/gm;

/**
 * The first code from `from` on. An opening mark without a closing one is text, unless it is a fence with code below
 * it.
 */
export function findCode(body: string, from: number): Code | undefined {
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

/** The message with each part that is not code changed. */
export function mapPlain(body: string, change: (plain: string) => string): string {
  let result = "";
  let at = 0;
  for (let found = findCode(body, at); found; found = findCode(body, at)) {
    result += change(body.slice(at, found.start)) + body.slice(found.start, found.end);
    at = found.end;
  }
  return result + change(body.slice(at));
}

/** Whether the end of this text is inside of code that is still being written. */
export function endsInCode(text: string): boolean {
  const fences = text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return fences % 2 === 1 || (line.match(/`/g)?.length ?? 0) % 2 === 1;
}
