import type * as Y from "yjs";
import { anchoredRange, findFile } from "../../../../protocol/layout.ts";
import type { Finding } from "../../../../protocol/entities.ts";
import { findUndone } from "./undone-text.ts";

/** Where a finding's lines are now, and whether they are still what was reviewed. */
export type Whereabouts = { state: "same" | "changed"; startLine: number; endLine: number } | { state: "gone" };

const gone: Whereabouts = { state: "gone" };

/**
 * Follows findings through the edits of a document. The lines are those that now contain the anchored characters; a
 * finding is `changed` while they read otherwise than when they were reviewed, and `gone` while nothing of them is
 * left. The result follows from the document alone, so that everybody gets the same, even after somebody's undo.
 */
export function followFindings(
  ydoc: Y.Doc,
  findings: Pick<Finding, "id" | "fileId" | "anchor" | "quote">[],
): Map<string, Whereabouts> {
  const texts = new Map<string, string>();
  return new Map(
    findings.map(({ id, fileId, anchor, quote }) => {
      const file = findFile(ydoc, fileId);
      if (!file) return [id, gone];
      const text = texts.get(fileId) ?? file.text.toString();
      texts.set(fileId, text);
      const range = anchoredRange(ydoc, file.text, anchor);
      const where = range ? whereIs(text, range, quote) : gone;
      if (where.state === "same") return [id, where];
      const undone = findUndone(ydoc, file.text, text, anchor, quote);
      return [id, undone ? whereIs(text, undone, quote) : where];
    }),
  );
}

function whereIs(text: string, range: { start: number; end: number }, quote: string): Whereabouts {
  if (!text.slice(range.start, range.end).trim()) return gone;
  const start = range.start === 0 ? 0 : text.lastIndexOf("\n", range.start - 1) + 1;
  const lineEnd = text.indexOf("\n", range.end);
  const lines = text.slice(start, lineEnd < 0 ? undefined : lineEnd);
  const startLine = countLines(text, start);
  return {
    state: lines === quote ? "same" : "changed",
    startLine,
    endLine: startLine + countLines(lines, lines.length) - 1,
  };
}

/** The number of the line that the offset is on. */
function countLines(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
