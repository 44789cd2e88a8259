/**
 * Edits of many files at once: one transaction of Yjs, and one step of undo, which is the same in each of those files.
 * The files' own undo managers know nothing of it; `UndoSteps` decides which step is the last one in a file.
 */
import * as Y from "yjs";
import { filesOf, findFile } from "../../../../protocol/layout.ts";
import type { TextEdit } from "../files/text-edits.ts";

/** Older ones can only be taken back by hand. */
const MAX_KEPT = 50;

export type ManyFileEdit = {
  readonly texts: ReadonlySet<Y.Text>;
  /** When it was made, taken back or made again: the later one is greater. */
  turn: number;
  isUndone: boolean;
  /** False where nothing of it is left that could be taken back. */
  undo: () => boolean;
  redo: () => boolean;
  /** It can no longer be taken back, and nothing is kept for that. */
  end: () => void;
};

export class ManyFileEdits {
  private readonly ydoc: Y.Doc;
  private kept: ManyFileEdit[] = [];
  private turn = 0;

  constructor(ydoc: Y.Doc) {
    this.ydoc = ydoc;
  }

  nextTurn(): number {
    return ++this.turn;
  }

  /**
   * Writes edits into files, by the files' ids. Each file's edits are in order and do not overlap; their offsets are
   * UTF-16 units of the text as it is now. `onUndone` is called whenever it is taken back or made again.
   */
  make(edits: ReadonlyMap<string, TextEdit[]>, onUndone?: (isUndone: boolean) => void): ManyFileEdit {
    const written = [...edits].flatMap(([id, those]) => {
      const text = findFile(this.ydoc, id)?.text;
      return text && those.length > 0 ? [{ text, those }] : [];
    });
    const origin = {};
    const undoManager = new Y.UndoManager(filesOf(this.ydoc), { trackedOrigins: new Set([origin]) });
    const texts = new Set(written.map(({ text }) => text));
    const edit: ManyFileEdit = {
      texts,
      turn: this.nextTurn(),
      isUndone: false,
      undo: () => turned(undoManager.undo(), true),
      redo: () => turned(undoManager.redo(), false),
      end: () => undoManager.destroy(),
    };
    const turned = (step: unknown, isUndone: boolean) => {
      if (!step) return false;
      edit.turn = this.nextTurn();
      edit.isUndone = isUndone;
      onUndone?.(isUndone);
      return true;
    };
    this.ydoc.transact(() => {
      for (const { text, those } of written) text.applyDelta(toDelta(those));
    }, origin);
    for (const text of texts) this.forgetUndone(text);
    for (const old of this.kept.splice(0, this.kept.length + 1 - MAX_KEPT)) this.forget(old);
    this.kept.push(edit);
    return edit;
  }

  /** The last one that was made in a file, or taken back there, and is so still. */
  lastIn(text: Y.Text, isUndone: boolean): ManyFileEdit | undefined {
    return this.kept
      .filter((edit) => edit.isUndone === isUndone && edit.texts.has(text))
      .reduce<ManyFileEdit | undefined>((last, edit) => (last && last.turn > edit.turn ? last : edit), undefined);
  }

  /** What was taken back is not made again once something else was written there. */
  forgetUndone(text: Y.Text) {
    for (const edit of this.kept) if (edit.isUndone && edit.texts.has(text)) this.forget(edit);
  }

  forget(edit: ManyFileEdit) {
    this.kept = this.kept.filter((other) => other !== edit);
    edit.end();
  }
}

function toDelta(edits: TextEdit[]) {
  let at = 0;
  return edits.flatMap(({ start, end, text }) => {
    const retain = start - at;
    at = end;
    return [
      ...(retain > 0 ? [{ retain }] : []),
      ...(end > start ? [{ delete: end - start }] : []),
      ...(text ? [{ insert: text }] : []),
    ];
  });
}
