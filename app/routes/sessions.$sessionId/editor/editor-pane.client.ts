/**
 * The Monaco editor of a page, put together: the file that it shows, the carets, following, the marks of reviews, and
 * what the page writes and commands in it.
 */
import type { Collab } from "../connection/collab.client.ts";
import { toast } from "../../../ui/toast.ts";
import { siteWords } from "../../../words/site.tsx";
import { type Mark, ReviewMarks } from "../review/review-marks.client.ts";
import { type Caret, Carets } from "./carets.client.ts";
import { Composition } from "./composition.client.ts";
import { createEditor, setFontSize, setOptions, setPhone } from "./create-editor.client.ts";
import { type CursorInfo, cursorInfo } from "./cursor-info.client.ts";
import { EditorCommands } from "./editor-commands.client.ts";
import { FileBindings } from "./file-bindings.client.ts";
import { type FollowEnd, Following } from "./following.client.ts";
import type { EditorOptions } from "./kept-options.ts";
import { monaco } from "./monaco.client.ts";
import { type OffScreen, offScreen } from "./off-screen.client.ts";
import { ShownFile } from "./shown-file.client.ts";
import type { TextBinding } from "./text-binding.client.ts";
import { takeTextDrops } from "./text-drop.client.ts";
import type { VimEvents, VimKeys } from "./vim-keys.client.ts";
import { WholeEdits } from "./whole-edits.client.ts";

const { ShowLightbulbIconMode } = monaco.editor;

export type PaneEvents = {
  onCursor: (info: CursorInfo) => void;
  onOffScreen: (people: OffScreen) => void;
  /** The person who is followed went to another file. */
  onFileWanted: (fileId: string) => void;
  onFollowEnded: (how: FollowEnd) => void;
  /** Somebody clicked on a finding's mark. */
  onFinding: (findingId: string) => void;
};

type FileLines = { fileId: string; startLine: number; endLine: number };
/** UTF-16 offsets in the file's text. */
type FileRange = { fileId: string; start: number; end: number };

export class EditorPane {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly commands: EditorCommands;
  readonly edits: WholeEdits;
  readonly following: Following;
  private readonly collab: Collab;
  private readonly events: PaneEvents;
  private readonly composition: Composition;
  private readonly bindings: FileBindings;
  private readonly shown: ShownFile;
  private readonly carets: Carets;
  private readonly marks: ReviewMarks;
  private readonly disposables: (() => void)[] = [];
  private isReadOnly = false;
  private vim: VimKeys | undefined;
  private stopVim: (() => void) | undefined;
  /** What to do once a file is shown. */
  private wanted: { fileId: string; act: () => void } | undefined;

  constructor(element: HTMLElement, collab: Collab, events: PaneEvents) {
    this.collab = collab;
    this.events = events;
    const editor = (this.editor = createEditor(element));
    const isTakingOthers = () => this.isTakingOthers;
    this.commands = new EditorCommands(editor, () => !this.isReadOnly);
    this.composition = new Composition(editor, () => this.bindings.catchUp());
    this.bindings = new FileBindings(editor, collab.ydoc, this.composition, (selections) =>
      this.showUndone(selections),
    );
    this.edits = new WholeEdits(editor, this.bindings, this.composition);
    this.carets = new Carets(editor, isTakingOthers, collab, (carets) => this.painted(carets));
    this.marks = new ReviewMarks(element, editor, (id) => events.onFinding(id));
    this.shown = new ShownFile(editor, collab.ydoc, this.bindings, (id, binding) => this.hasShown(id, binding));
    this.following = new Following({
      element,
      editor,
      collab,
      carets: this.carets,
      shown: this.shown,
      isTakingOthers,
      isEscapeTaken: () => Boolean(this.vim?.takesEscape),
      onFileWanted: (fileId) => events.onFileWanted(fileId),
      onEnded: (how) => events.onFollowEnded(how),
    });
    const listeners = [
      editor.onDidChangeCursorPosition(({ reason }) => {
        this.report();
        // What is typed at another place is another step of undo.
        if (reason !== monaco.editor.CursorChangeReason.Explicit || this.isTakingOthers) return;
        this.shown.binding?.undoManager.stopCapturing();
      }),
      editor.onDidChangeCursorSelection(() => this.report()),
      editor.onDidChangeModelOptions(() => this.report()),
    ];
    this.disposables.push(
      ...listeners.map((listener) => () => listener.dispose()),
      takeTextDrops(
        element,
        editor,
        () => !this.isReadOnly && this.shown.binding !== undefined,
        (text, position) => this.shown.binding && this.edits.insert(this.shown.binding, text, position),
      ),
    );
  }

  /** Shows a file; what was selected in it before is selected again. */
  showFile(fileId: string) {
    this.following.willShow(fileId);
    this.shown.show(fileId);
  }

  /** `why` nothing can be typed, as a sentence for whoever tries; undefined when it can be. */
  setReadOnly(why: string | undefined) {
    this.isReadOnly = why !== undefined;
    this.editor.updateOptions({
      readOnly: this.isReadOnly,
      domReadOnly: this.isReadOnly,
      readOnlyMessage: { value: why ?? "" },
      // Monaco looks for quick fixes where the editor may be written in, and only with this does it look again.
      lightbulb: { enabled: this.isReadOnly ? ShowLightbulbIconMode.Off : ShowLightbulbIconMode.OnCode },
    });
  }

  setOptions(options: EditorOptions) {
    setOptions(this.editor, options);
  }

  setPhone(isPhone: boolean) {
    setPhone(this.editor, isPhone);
  }

  setFontSize(fontSize: number) {
    setFontSize(this.editor, fontSize);
  }

  setWrap(isWrapped: boolean) {
    this.editor.updateOptions({ wordWrap: isWrapped ? "on" : "off" });
  }

  /** Vim's keys, with what they say in `line`; returns what ends them. */
  startVim(line: HTMLElement, events: VimEvents): () => void {
    let isWanted = true;
    import("./vim-keys.client.ts").then(
      (loaded) => {
        if (!isWanted) return;
        this.vim = new loaded.VimKeys({
          ...events,
          editor: this.editor,
          line,
          isTakingOthers: () => this.isTakingOthers,
          undoManager: () => this.shown.binding?.undoManager,
        });
      },
      () => toast.error(siteWords.notLoaded),
    );
    return (this.stopVim = () => {
      isWanted = false;
      this.vim?.dispose();
      this.vim = undefined;
    });
  }

  /** What Tab writes into the open file, on this page alone. */
  setIndentation({ insertSpaces, tabSize }: { insertSpaces: boolean; tabSize: number }) {
    this.editor.getModel()?.updateOptions({ insertSpaces, tabSize, indentSize: tabSize });
  }

  /** The text of a file that somebody deleted while it was open here. */
  textOfGone(fileId: string): string | undefined {
    return this.bindings.textOfGone(fileId);
  }

  /** Monaco's text of a file, made where it was not opened yet; undefined where the file is gone. */
  modelOf(fileId: string): monaco.editor.ITextModel | undefined {
    return this.bindings.bind(fileId)?.model;
  }

  /** The same of a file that was opened already. */
  openedModelOf(fileId: string): monaco.editor.ITextModel | undefined {
    return this.bindings.get(fileId)?.model;
  }

  /** Where the caret is, as a UTF-16 offset in the file's text. */
  place(): { fileId: string; offset: number } | undefined {
    const { id, binding } = this.shown;
    const position = this.editor.getPosition();
    if (!id || !binding || !position) return;
    return { fileId: id, offset: binding.toText(binding.model.getOffsetAt(position)) };
  }

  /** Suggestions come from somebody who knows the language, and Enter takes one. Words alone would often be wrong. */
  setUnderstood(isUnderstood: boolean) {
    this.editor.updateOptions({ acceptSuggestionOnEnter: isUnderstood ? "smart" : "off" });
  }

  focus() {
    this.editor.focus();
  }

  /** Marks the findings of a review, in whichever files they are. */
  setMarks(marks: Mark[]) {
    this.marks.set(marks);
  }

  /** Scrolls to lines, in whichever file they are, and puts the caret before them. */
  revealLines({ fileId, startLine, endLine }: FileLines) {
    this.whenShown(fileId, ({ model }) => {
      this.editor.setPosition({ lineNumber: startLine, column: model.getLineFirstNonWhitespaceColumn(startLine) || 1 });
      this.editor.revealLinesInCenterIfOutsideViewport(startLine, endLine);
    });
  }

  /** Scrolls to a part of a text, in whichever file it is, and selects it. */
  select({ fileId, start, end }: FileRange) {
    this.whenShown(fileId, ({ model, toModel }) => {
      const at = (index: number) => model.getPositionAt(toModel(index));
      this.editor.setSelection(monaco.Selection.fromPositions(at(start), at(end)));
      this.editor.revealRangeInCenterIfOutsideViewport(monaco.Range.fromPositions(at(start), at(end)));
    });
  }

  /** Scrolls to a range of lines and columns, in whichever file it is, and selects it. */
  selectRange(fileId: string, range: monaco.IRange) {
    this.whenShown(fileId, () => {
      this.editor.setSelection(range);
      this.editor.revealRangeInCenterIfOutsideViewport(range);
      this.editor.focus();
    });
  }

  /** What is selected, as UTF-16 offsets of what is shown; undefined where that is nothing. */
  get selectedRange(): { start: number; end: number } | undefined {
    const [selection, model] = [this.editor.getSelection(), this.editor.getModel()];
    if (!selection || !model || selection.isEmpty()) return;
    return {
      start: model.getOffsetAt(selection.getStartPosition()),
      end: model.getOffsetAt(selection.getEndPosition()),
    };
  }

  /** What is selected, while the focus is in the code; undefined where that is nothing, or more than a line. */
  get selectedWords(): string | undefined {
    const selection = this.editor.hasTextFocus() ? this.editor.getSelection() : null;
    if (!selection || selection.isEmpty() || selection.startLineNumber !== selection.endLineNumber) return;
    return this.editor.getModel()?.getValueInRange(selection);
  }

  dispose() {
    this.stopVim?.();
    for (const dispose of this.disposables) dispose();
    this.following.dispose();
    this.shown.dispose();
    this.composition.dispose();
    this.carets.dispose();
    this.marks.dispose();
    this.editor.setModel(null);
    this.bindings.dispose();
    this.editor.dispose();
  }

  /** True while an edit of somebody else is being applied. */
  private get isTakingOthers(): boolean {
    return this.collab.isApplyingRemote || Boolean(this.shown.binding?.isTakingOthers);
  }

  private hasShown(fileId: string, binding: TextBinding | undefined) {
    this.carets.setOpen(binding && { fileId, binding });
    this.marks.setOpen(binding && { fileId, model: binding.model });
    if (binding && this.wanted?.fileId === fileId) this.wanted.act();
    this.report();
  }

  /** Acts on a file at once where it is shown, and else once it is. */
  private whenShown(fileId: string, act: (binding: TextBinding) => void) {
    this.following.stop();
    const tryNow = () => {
      const { binding } = this.shown;
      if (this.shown.id !== fileId || !binding) return false;
      this.wanted = undefined;
      act(binding);
      return true;
    };
    if (tryNow()) return;
    this.wanted = { fileId, act: tryNow };
    this.events.onFileWanted(fileId);
  }

  private showUndone(selections: monaco.Selection[]) {
    const [first] = selections;
    if (!first) return;
    this.following.stop();
    this.editor.setSelections(selections);
    this.editor.revealRangeInCenterIfOutsideViewport(first);
    this.carets.publish();
  }

  private painted(carets: Caret[]) {
    this.events.onOffScreen(offScreen(this.editor, carets));
    this.following.painted();
  }

  private report() {
    const info = cursorInfo(this.editor);
    if (info) this.events.onCursor(info);
  }
}
