import type * as Y from "yjs";
import { anchoredRange, type Finding, findFile } from "../../../collab/protocol.ts";

/** Where a finding's lines are now, and whether they are still what was reviewed. */
export type Whereabouts = { state: "same" | "changed"; startLine: number; endLine: number } | { state: "gone" };

const gone: Whereabouts = { state: "gone" };

/**
 * Follows findings through the edits of a document. The lines are those on which the anchored characters stand; a finding
 * is `changed` while they read otherwise than when they were reviewed, and `gone` while nothing of them is left.
 */
export function followFindings(ydoc: Y.Doc, findings: Pick<Finding, "id" | "fileId" | "anchor" | "quote">[]): Map<string, Whereabouts> {
  const texts = new Map<string, string>();
  return new Map(
    findings.map(({ id, fileId, anchor, quote }) => {
      const file = findFile(ydoc, fileId);
      const range = file && anchoredRange(ydoc, file.text, anchor);
      if (!range) return [id, gone];
      const text = texts.get(fileId) ?? file.text.toString();
      texts.set(fileId, text);
      return [id, whereIs(text, range, quote)];
    }),
  );
}

function whereIs(text: string, range: { start: number; end: number }, quote: string): Whereabouts {
  if (!text.slice(range.start, range.end).trim()) return gone;
  const start = range.start === 0 ? 0 : text.lastIndexOf("\n", range.start - 1) + 1;
  const lineEnd = text.indexOf("\n", range.end);
  const lines = text.slice(start, lineEnd < 0 ? undefined : lineEnd);
  const startLine = countLines(text, start);
  return { state: lines === quote ? "same" : "changed", startLine, endLine: startLine + countLines(lines, lines.length) - 1 };
}

/** The number of the line that the offset is on. */
function countLines(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
