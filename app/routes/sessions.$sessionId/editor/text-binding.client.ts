/**
 * Keeps one Y.Text and one Monaco model equal. Undo is Yjs' own, because Monaco's would take back what others wrote.
 * While somebody composes a word, others' edits of that line wait (`unshown-edits.ts`): the input method would write
 * into them.
 */
import * as Y from "yjs";
import type { ManyFileEdits } from "./many-file-edits.ts";
import { monaco } from "./monaco.client.ts";
import { type Selected, UndoSelections } from "./undo-selections.ts";
import { UndoSteps } from "./undo-steps.ts";
import { type Replacement, split, throughUnshown, toShown, toText, type Unshown, withChange } from "./unshown-edits.ts";

const CHECK_MS = 500;

/** The part of Monaco's model that its undo commands, its menu and its palette call. */
type Undoable = { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean; pushEOL(): void };

export type Lines = { first: number; last: number };

type Options = {
  language: string;
  uri: monaco.Uri;
  /** Edits of this text and others, which undo takes back as a whole. */
  manyFileEdits: ManyFileEdits;
  /** What is selected, where an editor shows this text. */
  selections: () => readonly monaco.Selection[];
  /** The lines, from 1, in which something is being composed with an input method. */
  composedLines: () => Lines | undefined;
  /** Ends a composition, so that something else may be written in its line. */
  endComposition: () => void;
  /** Called with whether edits of others wait. */
  onWaiting: (isWaiting: boolean) => void;
  /** Something was written here while edits of others wait. */
  onComposing: () => void;
  /** An undo or a redo is done, and this is to be selected. */
  onUndone: (selections: monaco.Selection[]) => void;
};

export class TextBinding {
  readonly text: Y.Text;
  readonly model: monaco.editor.ITextModel;
  readonly undoManager: Y.UndoManager;
  private readonly options: Options;
  private readonly undoSelections: UndoSelections;
  private readonly listener: monaco.IDisposable;
  private readonly observer = (event: Y.YTextEvent) => this.changed(event);
  private unshown: Unshown = [];
  private isShowing = false;
  /** Where in the model the last edit of this page ends. */
  private ownEnd: number | undefined;
  private undoneAt = 0;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(text: Y.Text, options: Options) {
    this.text = text;
    this.options = options;
    this.model = monaco.editor.createModel(this.text.toString(), options.language, options.uri);
    // A model made under Windows ends its lines with \r\n, whatever the text has: first the text, then this, then the
    // rest.
    this.model.setEOL(monaco.editor.EndOfLineSequence.LF);
    this.listener = this.model.onDidChangeContent((event) => this.written(event));
    this.text.observe(this.observer);
    this.undoManager = new Y.UndoManager(this.text, { trackedOrigins: new Set([this]) });
    this.undoSelections = new UndoSelections(
      this.undoManager,
      this.text,
      () => options.selections().map(this.toSelected),
      (selected) =>
        options.onUndone(
          this.toSelections(selected.length > 0 ? selected : [{ anchor: this.undoneAt, head: this.undoneAt }]),
        ),
    );

    const steps = new UndoSteps(this.undoManager, this.text, options.manyFileEdits);
    const model = this.model as unknown as Undoable;
    const settled = (step: () => void) => () => {
      options.endComposition();
      this.catchUp();
      step();
    };
    model.undo = settled(() => steps.undo());
    model.redo = settled(() => steps.redo());
    model.canUndo = () => steps.canUndo();
    model.canRedo = () => steps.canRedo();
    this.model.setEOL = model.pushEOL = () => {};
    const push = this.model.pushEditOperations.bind(this.model);
    this.model.pushEditOperations = (before, ...rest) => {
      this.undoSelections.willWrite(before?.length ? before.map(this.toSelected) : undefined);
      const after = push(before, ...rest);
      this.undoSelections.hasWritten(after?.length ? after.map(this.toSelected) : undefined);
      return after;
    };
  }

  /** True while the model takes what others wrote: the caret moves that this causes are not published. */
  get isTakingOthers() {
    return this.isShowing;
  }

  /** Where an offset of the model stands in the text. */
  readonly toText = (offset: number) => toText(this.unshown, offset);
  /** Where an index of the text stands in the model, or the nearest place that is shown. */
  readonly toModel = (index: number) => toShown(this.unshown, index);

  /** What is shown once nothing waits. The text itself is empty once its file is deleted. */
  shownText(): string {
    this.catchUp();
    return this.model.getValue();
  }

  /** Shows what waited. */
  catchUp() {
    this.ownEnd = undefined;
    if (this.unshown.length > 0) this.show();
  }

  dispose() {
    clearTimeout(this.checkTimer);
    this.listener.dispose();
    this.text.unobserve(this.observer);
    this.undoSelections.dispose();
    this.undoManager.destroy();
    this.model.dispose();
  }

  /** Somebody has written here: the text follows the model. */
  private written({ changes }: monaco.editor.IModelContentChangedEvent) {
    if (this.isShowing) return;
    const fromBehind = [...changes].sort((one, other) => other.rangeOffset - one.rangeOffset);
    this.text.doc?.transact(() => {
      for (const { rangeOffset: offset, rangeLength: remove, text: insert } of fromBehind) {
        const { edits, unshown } =
          this.unshown.length > 0
            ? throughUnshown(this.unshown, { offset, remove, insert }, this.ownEnd)
            : { edits: [{ index: offset, remove, insert }], unshown: this.unshown };
        this.unshown = unshown;
        this.ownEnd = offset + insert.length;
        for (const edit of edits) {
          this.text.delete(edit.index, edit.remove);
          this.text.insert(edit.index, edit.insert);
        }
      }
    }, this);
    if (this.unshown.length > 0) this.options.onComposing();
    else if (this.model.getValueLength() !== this.text.length) this.checkSoon();
  }

  /** The model follows the text. */
  private changed({ transaction, delta }: Y.YTextEvent) {
    if (transaction.origin === this) return;
    if (transaction.origin === this.undoManager) this.undoneAt = endOf(delta);
    this.unshown = withChange(this.unshown, delta);
    this.show();
    if (!transaction.local) this.checkSoon();
  }

  private show() {
    const lines = this.options.composedLines();
    const { shown, left } = lines
      ? split(this.unshown, (each) => !this.isIn(lines, each))
      : { shown: this.unshown, left: [] };
    this.unshown = left;
    this.isShowing = true;
    try {
      this.model.applyEdits(shown.map(({ start, end, text }) => ({ range: this.rangeOf(start, end), text })));
    } finally {
      this.isShowing = false;
    }
    this.options.onWaiting(left.length > 0);
  }

  private isIn({ first, last }: Lines, { start, end }: Replacement) {
    return this.model.getPositionAt(end).lineNumber >= first && this.model.getPositionAt(start).lineNumber <= last;
  }

  private rangeOf(start: number, end: number) {
    return monaco.Range.fromPositions(this.model.getPositionAt(start), this.model.getPositionAt(end));
  }

  private readonly toSelected = (selection: monaco.Selection): Selected => {
    const at = (position: monaco.Position) => this.toText(this.model.getOffsetAt(position));
    return { anchor: at(selection.getSelectionStart()), head: at(selection.getPosition()) };
  };

  private toSelections(selected: Selected[]) {
    return selected.map(({ anchor, head }) =>
      monaco.Selection.fromPositions(
        this.model.getPositionAt(this.toModel(anchor)),
        this.model.getPositionAt(this.toModel(head)),
      ),
    );
  }

  /**
   * Yjs turns both halves of a surrogate pair that somebody writes into to U+FFFD without an event: the text that is
   * shown would differ from the one that is kept.
   */
  private checkSoon() {
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => this.check(), CHECK_MS);
  }

  private check() {
    if (this.unshown.length > 0) return this.checkSoon();
    const wanted = this.text.toString();
    const shown = this.model.getValue();
    if (wanted === shown) return;
    let start = 0;
    while (start < shown.length && shown[start] === wanted[start]) start++;
    let tail = 0;
    while (tail < Math.min(shown.length, wanted.length) - start && shown.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
    this.unshown = [{ start, end: shown.length - tail, text: wanted.slice(start, wanted.length - tail) }];
    this.show();
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
