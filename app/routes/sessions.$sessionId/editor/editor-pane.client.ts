/** The Monaco editor of a page: one binding a file that was opened, the carets, jumping and following. */
import { filesOf, findFile, withLineFeeds } from "../../../../protocol/layout.ts";
import { textEdits } from "../files/text-edits.ts";
import { Carets } from "./carets.client.ts";
import type { Collab } from "../connection/collab.client.ts";
import { Composition } from "./composition.client.ts";
import { monaco } from "./monaco.client.ts";
import { type Mark, ReviewMarks } from "../review/review-marks.client.ts";
import { TextBinding } from "./text-binding.client.ts";
import { takeTextDrops } from "./text-drop.client.ts";

export type CursorInfo = {
  line: number;
  column: number;
  selections: number;
  indentation: string;
  /** The lines of the first selection, where it is not empty. */
  selected?: { startLine: number; endLine: number };
};
/** People whose caret is above or below what is shown. */
export type OffScreen = { clientId: number; name: string; color: string; where: "above" | "below" }[];

export type PaneEvents = {
  onCursor: (info: CursorInfo) => void;
  onOffScreen: (people: OffScreen) => void;
  /** Somebody who is followed went to another file. */
  onFileWanted: (fileId: string) => void;
  onFollowEnded: () => void;
  /** Somebody clicked on a finding's mark. */
  onFinding: (findingId: string) => void;
};

export class EditorPane {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly collab: Collab;
  private readonly events: PaneEvents;
  private readonly carets: Carets;
  private readonly composition: Composition;
  private readonly marks: ReviewMarks;
  private readonly bindings = new Map<string, TextBinding>();
  /** Texts of files that were deleted while they were open here. */
  private readonly gone = new Map<string, string>();
  private readonly viewStates = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  private readonly disposables: (() => void)[] = [];
  private fileId: string | undefined;
  private followed: number | undefined;
  private wanted: number | undefined;
  private isReadOnly = false;
  private wantedLines: { fileId: string; startLine: number; endLine: number } | undefined;

  constructor(element: HTMLElement, collab: Collab, events: PaneEvents) {
    this.collab = collab;
    this.events = events;
    this.editor = monaco.editor.create(element, {
      model: null,
      automaticLayout: true,
      ariaLabel: "Code",
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontLigatures: false,
      fontSize: 13,
      glyphMargin: true,
      lineHeight: 20,
      lineNumbersMinChars: 3,
      fixedOverflowWidgets: true,
      minimap: { enabled: false },
      padding: { top: 8, bottom: 8 },
      scrollBeyondLastLine: false,
      // A text holds them as it holds any character: nobody is asked, and nothing is taken out.
      unusualLineTerminators: "off",
      wordBasedSuggestions: "currentDocument",
      unicodeHighlight: { ambiguousCharacters: false },
    });
    // Monaco has the commands, but shows them nowhere.
    for (const [id, label] of [
      ["undo", "Undo"],
      ["redo", "Redo"],
    ] as const) {
      this.addCommand({ id, label, menu: "0_undo", precondition: "!editorReadonly", run: () => this.trigger(id) });
    }
    void document.fonts.ready.then(() => monaco.editor.remeasureFonts());
    this.composition = new Composition(this.editor, () => this.bindings.forEach((binding) => binding.catchUp()));
    this.carets = new Carets(
      this.editor,
      () => this.isTakingOthers,
      collab,
      (carets) => this.painted(carets),
    );
    this.marks = new ReviewMarks(this.editor, (id) => events.onFinding(id));

    const stopFollowing = () => this.follow(undefined);
    const { editor } = this;
    const listeners = [
      editor.onDidChangeCursorPosition(({ reason }) => {
        this.report();
        if (reason !== monaco.editor.CursorChangeReason.Explicit || this.isTakingOthers) return;
        this.binding?.undoManager.stopCapturing();
      }),
      editor.onDidChangeCursorSelection(() => this.report()),
      editor.onDidChangeModelOptions(() => this.report()),
      editor.onMouseDown(stopFollowing),
      editor.onDidChangeModelContent(() => !this.isTakingOthers && stopFollowing()),
      editor.onKeyDown((event) => {
        if (event.keyCode === monaco.KeyCode.Escape) stopFollowing();
      }),
    ];
    element.addEventListener("wheel", stopFollowing, { passive: true });
    const files = filesOf(collab.ydoc);
    const onFiles = (changes: { path: unknown[] }[]) => {
      if (changes.some(({ path }) => path.length < 2)) this.syncFiles();
    };
    files.observeDeep(onFiles);
    this.disposables.push(
      ...listeners.map((listener) => () => listener.dispose()),
      () => element.removeEventListener("wheel", stopFollowing),
      () => files.unobserveDeep(onFiles),
      takeTextDrops(
        element,
        editor,
        () => !this.isReadOnly && this.binding !== undefined,
        (text, position) => this.insert(text, position),
      ),
    );
  }

  /** Shows a file; what was selected in it before is selected again. */
  openFile(fileId: string) {
    const before = this.editor.saveViewState();
    if (this.fileId && before) this.viewStates.set(this.fileId, before);
    this.fileId = fileId;
    const binding = this.bind(fileId);
    this.editor.setModel(binding?.model ?? null);
    const state = this.viewStates.get(fileId);
    if (state) this.editor.restoreViewState(state);
    this.carets.setOpen(binding && { fileId, binding });
    this.marks.setOpen(binding && { fileId, model: binding.model });
    if (this.wantedLines?.fileId === fileId) this.revealLines(this.wantedLines);
    this.report();
  }

  /** `why` nothing can be typed, as a sentence for whoever tries; undefined when it can be. */
  setReadOnly(why: string | undefined) {
    this.isReadOnly = why !== undefined;
    this.editor.updateOptions({
      readOnly: this.isReadOnly,
      domReadOnly: this.isReadOnly,
      readOnlyMessage: { value: why ?? "" },
    });
  }

  /** The text of a file that somebody deleted while it was open here. */
  textOfGone = (fileId: string) => this.gone.get(fileId);

  setFontSize(fontSize: number) {
    this.editor.updateOptions({ fontSize, lineHeight: Math.round(fontSize * 1.54) });
  }

  /** The theme as the page's root element names it. */
  setTheme(theme = "light") {
    monaco.editor.setTheme(theme === "high-contrast" ? "hc-black" : theme === "dark" ? "tandem-dark" : "tandem-light");
  }

  focus = () => this.editor.focus();

  /** A command of the page's own in F1's palette, and in the editor's menu if `menu` names a group of it. */
  addCommand({
    id,
    label,
    menu,
    precondition,
    run,
  }: {
    id: string;
    label: string;
    menu?: string;
    precondition?: string;
    run: () => void;
  }) {
    return this.editor.addAction({
      id: `tandem.${id}`,
      label,
      precondition,
      contextMenuGroupId: menu,
      contextMenuOrder: menu && id === "redo" ? 2 : 1,
      run,
    });
  }

  /** Opens Monaco's palette of commands. */
  openPalette() {
    this.editor.focus();
    this.editor.trigger("page", "editor.action.quickCommand", null);
  }

  /** Types at the carets, as the keyboard would. */
  type(text: string) {
    if (this.isReadOnly) return;
    this.editor.focus();
    this.editor.trigger("keyboard", "type", { text });
  }

  trigger(command: string) {
    this.editor.focus();
    this.editor.trigger("page", command, null);
  }

  /** Marks the findings of a review, in whichever files they are. */
  setMarks(marks: Mark[]) {
    this.marks.set(marks);
  }

  /** Scrolls to lines, in whichever file they are, and puts the caret before them. */
  revealLines(lines: { fileId: string; startLine: number; endLine: number }) {
    const model = this.editor.getModel();
    if (lines.fileId !== this.fileId || !model) {
      this.wantedLines = lines;
      this.events.onFileWanted(lines.fileId);
      return;
    }
    this.wantedLines = undefined;
    const { startLine, endLine } = lines;
    this.editor.setPosition({ lineNumber: startLine, column: model.getLineFirstNonWhitespaceColumn(startLine) || 1 });
    this.editor.revealLinesInCenterIfOutsideViewport(startLine, endLine);
  }

  /**
   * Puts a text in the place of whole lines (from 1, inclusive), as one edit that one undo takes back; an empty text
   * takes the lines away. Only what differs is written, so that others' carets stay. False when the file is not there.
   */
  replaceLines(
    { fileId, startLine, endLine }: { fileId: string; startLine: number; endLine: number },
    text: string,
  ): boolean {
    this.composition.end();
    const binding = this.bind(fileId);
    if (!binding || endLine > binding.model.getLineCount()) return false;
    const { model, undoManager } = binding;
    const whole = new monaco.Range(startLine, 1, endLine, model.getLineMaxColumn(endLine));
    const edit = text === "" ? { range: withLineEnd(model, whole), text } : difference(model, whole, text);
    undoManager.stopCapturing();
    model.pushEditOperations([], [edit], () => null);
    undoManager.stopCapturing();
    return true;
  }

  /** Puts a text in the place of a whole file's, as one edit that one undo takes back: lines that both have stay. */
  replaceText(fileId: string, text: string) {
    this.composition.end();
    const binding = this.bind(fileId);
    if (!binding) return;
    const { model, undoManager } = binding;
    const edits = textEdits(model.getValue(), text).map(({ start, end, text: written }) => ({
      range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
      text: written,
    }));
    undoManager.stopCapturing();
    model.pushEditOperations([], edits, () => null);
    undoManager.stopCapturing();
  }

  /** Inserts a text as one edit that one undo takes back, and selects it. */
  private insert(text: string, position: monaco.Position) {
    this.composition.end();
    const { binding } = this;
    if (!binding) return;
    const start = binding.model.getOffsetAt(position);
    binding.undoManager.stopCapturing();
    this.editor.executeEdits("drop", [{ range: monaco.Range.fromPositions(position), text, forceMoveMarkers: true }]);
    binding.undoManager.stopCapturing();
    const end = binding.model.getPositionAt(start + withLineFeeds(text).length);
    this.editor.setSelection(monaco.Selection.fromPositions(position, end));
    this.editor.focus();
  }

  /** Reveals somebody's caret, in whichever file it is. */
  jumpTo(clientId: number) {
    const peer = this.collab.peers.find((candidate) => candidate.clientId === clientId);
    if (!peer?.file) return;
    this.wanted = clientId;
    if (peer.file !== this.fileId) this.events.onFileWanted(peer.file);
    else this.reveal();
  }

  /** Keeps somebody's caret in view until anything is done here; undefined stops. */
  follow(clientId: number | undefined) {
    if (this.followed === clientId) return;
    this.followed = clientId;
    if (clientId === undefined) this.events.onFollowEnded();
    else this.jumpTo(clientId);
  }

  dispose() {
    for (const dispose of this.disposables) dispose();
    this.composition.dispose();
    this.carets.dispose();
    this.marks.dispose();
    this.editor.setModel(null);
    for (const binding of this.bindings.values()) binding.dispose();
    this.editor.dispose();
  }

  /** What changes now was not done on this page. */
  private get isTakingOthers() {
    return this.collab.isApplyingRemote || Boolean(this.binding?.isTakingOthers);
  }

  private get binding() {
    return this.fileId ? this.bindings.get(this.fileId) : undefined;
  }

  private bind(fileId: string): TextBinding | undefined {
    const file = findFile(this.collab.ydoc, fileId);
    const known = this.bindings.get(fileId);
    if (known && known.text === file?.text) return known;
    if (known && !file) this.gone.set(fileId, known.shownText());
    known?.dispose();
    this.bindings.delete(fileId);
    if (!file) return;
    this.gone.delete(fileId);
    const isShown = () => this.editor.getModel() === binding.model;
    const binding: TextBinding = new TextBinding(file.text, {
      language: file.language,
      uri: monaco.Uri.from({ scheme: "tandem", path: `/${file.id}` }),
      selections: () => (isShown() && this.editor.getSelections()) || [],
      composedLines: () => (isShown() ? this.composition.lines : undefined),
      endComposition: this.composition.end,
      onWaiting: (isWaiting) => isShown() && this.composition.setWaiting(isWaiting),
      onComposing: () => this.composition.goesOn(),
      onUndone: (selections) => isShown() && this.showUndone(selections),
    });
    this.bindings.set(fileId, binding);
    return binding;
  }

  /** Files may be deleted, brought back or get another language at any time, by anybody. */
  private syncFiles() {
    for (const [fileId, binding] of this.bindings) {
      const file = findFile(this.collab.ydoc, fileId);
      if (file?.text === binding.text) monaco.editor.setModelLanguage(binding.model, file.language);
      else if (fileId === this.fileId) this.openFile(fileId);
      else this.bind(fileId);
    }
    if (this.fileId && !this.binding && findFile(this.collab.ydoc, this.fileId)) this.openFile(this.fileId);
  }

  private showUndone(selections: monaco.Selection[]) {
    const [first] = selections;
    if (!first) return;
    this.follow(undefined);
    this.editor.setSelections(selections);
    this.editor.revealRangeInCenterIfOutsideViewport(first);
    this.carets.publish();
  }

  private painted(
    carets: { peer: { clientId: number; user: { name: string; color: string } }; position: monaco.Position }[],
  ) {
    const [first] = this.editor.getVisibleRanges();
    const last = this.editor.getVisibleRanges().at(-1);
    const offScreen = carets.flatMap(({ peer, position }): OffScreen => {
      if (!first || !last) return [];
      const where =
        position.lineNumber < first.startLineNumber
          ? "above"
          : position.lineNumber > last.endLineNumber
            ? "below"
            : null;
      return where ? [{ clientId: peer.clientId, name: peer.user.name, color: peer.user.color, where }] : [];
    });
    this.events.onOffScreen(offScreen);
    const followed = this.collab.peers.find(({ clientId }) => clientId === this.followed);
    if (this.followed !== undefined && !followed) return this.follow(undefined);
    if (followed) this.jumpTo(followed.clientId);
    else if (this.wanted !== undefined) this.reveal();
  }

  private reveal() {
    const position = this.wanted === undefined ? undefined : this.carets.positionOf(this.wanted);
    if (!position) return;
    this.wanted = undefined;
    this.editor.revealPositionInCenterIfOutsideViewport(position);
  }

  private report() {
    const position = this.editor.getPosition();
    const options = this.editor.getModel()?.getOptions();
    const selection = this.editor.getSelection();
    if (!position || !options) return;
    this.events.onCursor({
      line: position.lineNumber,
      column: position.column,
      selections: this.editor.getSelections()?.length ?? 1,
      indentation: options.insertSpaces ? `Spaces: ${options.tabSize}` : `Tabs: ${options.tabSize}`,
      ...(selection && !selection.isEmpty() && { selected: selectedLines(selection) }),
    });
  }
}

/** A selection that ends before the first character of a line does not mean that line. */
function selectedLines({ startLineNumber: startLine, endLineNumber, endColumn }: monaco.Selection) {
  return { startLine, endLine: endColumn === 1 && endLineNumber > startLine ? endLineNumber - 1 : endLineNumber };
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
function difference(
  model: monaco.editor.ITextModel,
  range: monaco.Range,
  text: string,
): { range: monaco.Range; text: string } {
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
