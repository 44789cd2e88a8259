/**
 * One Y.Text and one Monaco model, kept equal. y-monaco carries the text only: given editors or awareness it would lose
 * carets on remote edits and publish for others. Undo is Yjs', because Monaco's own would take back what others wrote.
 */
import { MonacoBinding } from "y-monaco";
import * as Y from "yjs";
import { monaco } from "./monaco.client.ts";

/** The part of Monaco's model that its undo commands, its menu and its palette call. */
type Undoable = { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean; pushEOL(): void };

export class TextBinding {
  readonly text: Y.Text;
  readonly model: monaco.editor.ITextModel;
  readonly undoManager: Y.UndoManager;
  private readonly binding: MonacoBinding;
  private readonly observer: (event: Y.YTextEvent) => void;

  /** `onUndone` gets the place, in UTF-16 units, where an undo or a redo ended. */
  constructor(
    text: Y.Text,
    { language, uri, onUndone }: { language: string; uri: monaco.Uri; onUndone: (index: number) => void },
  ) {
    this.text = text;
    this.model = monaco.editor.createModel(this.text.toString(), language, uri);
    // A model made under Windows ends its lines with \r\n, whatever the text has: first the text, then this, then the binding.
    this.model.setEOL(monaco.editor.EndOfLineSequence.LF);
    this.binding = new MonacoBinding(this.text, this.model);
    this.undoManager = new Y.UndoManager(this.text, { trackedOrigins: new Set([this.binding]) });

    const model = this.model as unknown as Undoable;
    model.undo = () => void this.undoManager.undo();
    model.redo = () => void this.undoManager.redo();
    model.canUndo = () => this.undoManager.canUndo();
    model.canRedo = () => this.undoManager.canRedo();
    this.model.setEOL = model.pushEOL = () => {};

    this.observer = ({ transaction, delta }) => {
      if (transaction.origin === this.undoManager) onUndone(endOf(delta));
    };
    this.text.observe(this.observer);
  }

  dispose() {
    this.text.unobserve(this.observer);
    this.undoManager.destroy();
    this.binding.destroy();
    this.model.dispose();
  }
}

function endOf(delta: Y.YTextEvent["delta"]): number {
  let index = 0;
  let end = 0;
  for (const { retain, insert } of delta) {
    if (retain !== undefined) index += retain;
    else {
      if (typeof insert === "string") index += insert.length;
      end = index;
    }
  }
  return end;
}
