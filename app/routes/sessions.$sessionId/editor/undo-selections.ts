/**
 * What was selected before and after each step of undo, tied to characters: undo and redo select it again, whatever
 * others have written since.
 */
import * as Y from "yjs";

/** From `anchor` to `head`, where the caret is: UTF-16 offsets in the text. */
export type Selected = { anchor: number; head: number };
type Tied = { anchor: Y.RelativePosition; head: Y.RelativePosition }[];
type Step = { before: Tied; after: Tied };

const KEY = "selections";
/**
 * Subtracted from the pause after which Yjs begins a new step: remembering a selection slightly too early does no harm.
 */
const MARGIN_MS = 50;

export class UndoSelections {
  private readonly text: Y.Text;
  private readonly undoManager: Y.UndoManager;
  private readonly current: () => Selected[];
  private readonly onUndone: (selected: Selected[]) => void;
  private before: Tied = [];
  /**
   * Tied to characters only when the next transaction begins: doing it with each key of one's own would be wasted work.
   */
  private untied: { step: Step; after: Selected[] } | undefined;

  /** `current` gives what is selected now; `onUndone` gets what to select, an empty list where it is gone for good. */
  constructor(
    undoManager: Y.UndoManager,
    text: Y.Text,
    current: () => Selected[],
    onUndone: (selected: Selected[]) => void,
  ) {
    this.undoManager = undoManager;
    this.text = text;
    this.current = current;
    this.onUndone = onUndone;
    undoManager.on("stack-item-added", ({ stackItem }) => {
      const undone = undoManager.currStackItem?.meta.get(KEY) as Step | undefined;
      stackItem.meta.set(KEY, undone ?? { before: this.before, after: [] });
    });
    undoManager.on("stack-item-popped", ({ stackItem, type }) => {
      const step = stackItem.meta.get(KEY) as Step | undefined;
      this.onUndone(this.untie((type === "undo" ? step?.before : step?.after) ?? []));
    });
    text.doc?.on("beforeTransaction", this.settle);
  }

  /** To be called right before an edit of one's own, with what is selected then. */
  willWrite(selected = this.current()) {
    const { undoStack, lastChange, captureTimeout } = this.undoManager;
    const isSameStep = undoStack.length > 0 && Date.now() - lastChange < captureTimeout - MARGIN_MS;
    if (isSameStep) this.untied = undefined;
    else {
      this.settle();
      this.before = this.tie(selected);
    }
  }

  /** To be called right after it. */
  hasWritten(selected = this.current()) {
    const step = this.undoManager.undoStack.at(-1)?.meta.get(KEY) as Step | undefined;
    if (step) this.untied = { step, after: selected };
  }

  dispose() {
    this.text.doc?.off("beforeTransaction", this.settle);
  }

  private readonly settle = () => {
    if (!this.untied) return;
    const { step, after } = this.untied;
    this.untied = undefined;
    step.after = this.tie(after);
  };

  /** A selection does not grow by what others write at its ends. */
  private tie(selected: Selected[]): Tied {
    const at = (index: number, assoc: number) => Y.createRelativePositionFromTypeIndex(this.text, index, assoc);
    return selected.map(({ anchor, head }) => ({
      anchor: at(anchor, anchor > head ? -1 : 0),
      head: at(head, head > anchor ? -1 : 0),
    }));
  }

  private untie(tied: Tied): Selected[] {
    const { doc } = this.text;
    const at = (position: Y.RelativePosition) => {
      const place = doc && Y.createAbsolutePositionFromRelativePosition(position, doc);
      return place?.type === this.text ? place.index : undefined;
    };
    return tied.flatMap((each) => {
      const [anchor, head] = [at(each.anchor), at(each.head)];
      return anchor === undefined || head === undefined ? [] : [{ anchor, head }];
    });
  }
}
