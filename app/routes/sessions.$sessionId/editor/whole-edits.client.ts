/** Edits that the page makes by itself: one undo takes each of them back. */
import { withLineFeeds } from "../../../../protocol/layout.ts";
import { type TextEdit, textEdits } from "../files/text-edits.ts";
import type { Composition } from "./composition.client.ts";
import type { FileBindings } from "./file-bindings.client.ts";
import type { ManyFileEdit } from "./many-file-edits.ts";
import { monaco } from "./monaco.client.ts";
import type { TextBinding } from "./text-binding.client.ts";

type Edit = { range: monaco.Range; text: string };

export class WholeEdits {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly bindings: FileBindings;
  private readonly composition: Composition;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, bindings: FileBindings, composition: Composition) {
    this.editor = editor;
    this.bindings = bindings;
    this.composition = composition;
  }

  /**
   * Puts a text in the place of whole lines (from 1, inclusive); an empty text takes the lines away. Only what differs
   * is written, so that others' carets stay. False when the file, or one of the lines, is not there.
   */
  replaceLines(
    { fileId, startLine, endLine }: { fileId: string; startLine: number; endLine: number },
    text: string,
  ): boolean {
    this.composition.end();
    const binding = this.bindings.bind(fileId);
    if (!binding || endLine > binding.model.getLineCount()) return false;
    const { model } = binding;
    const whole = new monaco.Range(startLine, 1, endLine, model.getLineMaxColumn(endLine));
    write(binding, [text === "" ? { range: withLineEnd(model, whole), text } : difference(model, whole, text)]);
    return true;
  }

  /** A file's text, with what waited for the end of a composition; undefined where the file is gone. */
  textOf(fileId: string): string | undefined {
    this.composition.end();
    return this.bindings.bind(fileId)?.model.getValue();
  }

  /** Puts a text in the place of a whole file's: lines that both have stay. */
  replaceText(fileId: string, text: string) {
    this.composition.end();
    const binding = this.bindings.bind(fileId);
    if (!binding) return;
    const { model } = binding;
    const edits = textEdits(model.getValue(), text).map(({ start, end, text: written }) => ({
      range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
      text: written,
    }));
    write(binding, edits);
  }

  /**
   * Writes into many files, by their ids, in one edit. It is written into the texts, and not through Monaco, which need
   * not have those files open. `onUndone` is called whenever the edit is taken back or made again.
   */
  editFiles(edits: ReadonlyMap<string, TextEdit[]>, onUndone: (isUndone: boolean) => void): ManyFileEdit {
    this.composition.end();
    for (const fileId of edits.keys()) {
      const undoManager = this.bindings.get(fileId)?.undoManager;
      // What is typed before and after are steps of their own, and what was undone before is not done again.
      undoManager?.stopCapturing();
      undoManager?.clear(false, true);
    }
    return this.bindings.manyFileEdits.make(edits, onUndone);
  }

  /** Inserts a text into the file that the editor shows, and selects it. */
  insert(binding: TextBinding, text: string, position: monaco.Position) {
    this.composition.end();
    const start = binding.model.getOffsetAt(position);
    binding.undoManager.stopCapturing();
    this.editor.executeEdits("drop", [{ range: monaco.Range.fromPositions(position), text, forceMoveMarkers: true }]);
    binding.undoManager.stopCapturing();
    const end = binding.model.getPositionAt(start + withLineFeeds(text).length);
    this.editor.setSelection(monaco.Selection.fromPositions(position, end));
    this.editor.focus();
  }
}

/** One step of undo, with nothing of what was typed before it or after it. */
function write({ model, undoManager }: TextBinding, edits: Edit[]) {
  undoManager.stopCapturing();
  model.pushEditOperations([], edits, () => null);
  undoManager.stopCapturing();
}

/** Lines with the line end behind them, or before them where they are the last. */
function withLineEnd(
  model: monaco.editor.ITextModel,
  { startLineNumber, endLineNumber, endColumn }: monaco.Range,
): monaco.Range {
  if (endLineNumber < model.getLineCount()) return new monaco.Range(startLineNumber, 1, endLineNumber + 1, 1);
  if (startLineNumber === 1) return new monaco.Range(1, 1, endLineNumber, endColumn);
  return new monaco.Range(startLineNumber - 1, model.getLineMaxColumn(startLineNumber - 1), endLineNumber, endColumn);
}

/** The edit that turns a range into a text, without what both begin and end with. */
function difference(model: monaco.editor.ITextModel, range: monaco.Range, text: string): Edit {
  const before = [...model.getValueInRange(range)];
  const after = [...text];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const lengthOf = (characters: string[]) => characters.join("").length;
  const start = model.getOffsetAt(range.getStartPosition()) + lengthOf(before.slice(0, head));
  const end = start + lengthOf(before.slice(head, before.length - tail));
  return {
    range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
    text: after.slice(head, after.length - tail).join(""),
  };
}
