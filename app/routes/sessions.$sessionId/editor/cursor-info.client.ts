import type { monaco } from "./monaco.client.ts";

/** What the page says of the first caret. */
export type CursorInfo = {
  line: number;
  column: number;
  selections: number;
  /** `spaces:4` or `tabs:8`. */
  indentation: string;
  /** The lines of the first selection, where it is not empty. */
  selected?: { startLine: number; endLine: number };
};

/** Undefined while the editor shows no file. */
export function cursorInfo(editor: monaco.editor.IStandaloneCodeEditor): CursorInfo | undefined {
  const position = editor.getPosition();
  const options = editor.getModel()?.getOptions();
  const selection = editor.getSelection();
  if (!position || !options) return;
  return {
    line: position.lineNumber,
    column: position.column,
    selections: editor.getSelections()?.length ?? 1,
    indentation: `${options.insertSpaces ? "spaces" : "tabs"}:${options.tabSize}`,
    ...(selection && !selection.isEmpty() && { selected: selectedLines(selection) }),
  };
}

/** A selection that ends before the first character of a line does not mean that line. */
function selectedLines({ startLineNumber: startLine, endLineNumber, endColumn }: monaco.Selection) {
  return { startLine, endLine: endColumn === 1 && endLineNumber > startLine ? endLineNumber - 1 : endLineNumber };
}
