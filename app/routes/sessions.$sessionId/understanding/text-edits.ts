import type { Position, TextEdit as ServerTextEdit } from "vscode-languageserver-protocol";
import type { TextEdit } from "../files/text-edits.ts";

/** The edits as UTF-16 offsets in the text that they are for, in order; those at one place stay in theirs. */
export function toTextEdits(text: string, edits: ServerTextEdit[]): TextEdit[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: Position) => {
    const start = starts[line];
    if (start === undefined) return text.length;
    return Math.min(start + character, (starts[line + 1] ?? text.length + 1) - 1);
  };
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), text: newText }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
