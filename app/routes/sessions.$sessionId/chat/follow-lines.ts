/** Lines of the document as a link holds on to them: by their characters, whatever is written around them. */
import type * as Y from "yjs";
import { anchorAt, anchoredRange, findFile } from "../../../../protocol/layout.ts";
import type { LineLink, Lines } from "./line-link.ts";

/** A link to lines of the document; undefined where they hold no character to hold on to. */
export function linkLines(ydoc: Y.Doc, { fileId, startLine, endLine }: Lines): LineLink | undefined {
  const file = findFile(ydoc, fileId);
  if (!file) return;
  const lines = file.text.toString().split("\n");
  const before = lines.slice(0, startLine - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const length = lines.slice(startLine - 1, endLine).join("\n").length;
  const end = Math.min(before + Math.max(length, 1), file.text.length);
  if (end <= before) return;
  return { fileId, startLine, endLine, anchor: anchorAt(file.text, before, end) };
}

/** Where linked lines are now; undefined once they or their file are deleted. */
export function followLines(ydoc: Y.Doc, { fileId, anchor }: Pick<LineLink, "fileId" | "anchor">): Lines | undefined {
  const file = findFile(ydoc, fileId);
  const range = file && anchoredRange(ydoc, file.text, anchor);
  if (!range) return;
  const text = file.text.toString();
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  return { fileId, startLine: lineAt(range.start), endLine: lineAt(range.end - 1) };
}
