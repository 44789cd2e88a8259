/** What undo and redo do in a file: its own steps, and those that it shares with other files, the last one first. */
import type * as Y from "yjs";
import type { ManyFileEdits } from "./many-file-edits.ts";

type StackItem = Y.UndoManager["undoStack"][number];

const KEY = "turn";
const turnOf = (item: StackItem | undefined) => (item?.meta.get(KEY) as number | undefined) ?? 0;

export class UndoSteps {
  private readonly undoManager: Y.UndoManager;
  private readonly text: Y.Text;
  private readonly shared: ManyFileEdits;

  constructor(undoManager: Y.UndoManager, text: Y.Text, shared: ManyFileEdits) {
    this.undoManager = undoManager;
    this.text = text;
    this.shared = shared;
    undoManager.on("stack-item-added", ({ stackItem, type, origin }) => {
      stackItem.meta.set(KEY, shared.nextTurn());
      if (type === "undo" && origin !== undoManager) shared.forgetUndone(text);
    });
  }

  undo() {
    const edit = this.sharedUndo();
    if (!edit) return void this.undoManager.undo();
    if (edit.undo()) return;
    this.shared.forget(edit);
    this.undo();
  }

  redo() {
    const edit = this.sharedRedo();
    if (!edit) return void this.undoManager.redo();
    if (edit.redo()) return;
    this.shared.forget(edit);
    this.redo();
  }

  canUndo() {
    return this.undoManager.canUndo() || this.sharedUndo() !== undefined;
  }

  canRedo() {
    return this.undoManager.canRedo() || this.sharedRedo() !== undefined;
  }

  private sharedUndo() {
    const edit = this.shared.lastIn(this.text, false);
    return edit && edit.turn > turnOf(this.undoManager.undoStack.at(-1)) ? edit : undefined;
  }

  private sharedRedo() {
    const edit = this.shared.lastIn(this.text, true);
    return edit && edit.turn > turnOf(this.undoManager.redoStack.at(-1)) ? edit : undefined;
  }
}
