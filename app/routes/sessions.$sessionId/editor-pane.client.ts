/** The Monaco editor of a page: one binding a file that was opened, the carets, jumping and following. */
import { filesOf, findFile } from "../../../collab/protocol.ts";
import { Carets } from "./carets.client.ts";
import type { Collab } from "./collab.client.ts";
import { monaco } from "./monaco.client.ts";
import { TextBinding } from "./text-binding.client.ts";

export type CursorInfo = { line: number; column: number; selections: number; indentation: string };
/** People whose caret is above or below what is shown. */
export type OffScreen = { clientId: number; name: string; color: string; where: "above" | "below" }[];

export type PaneEvents = {
  onCursor: (info: CursorInfo) => void;
  onOffScreen: (people: OffScreen) => void;
  /** Somebody who is followed went to another file. */
  onFileWanted: (fileId: string) => void;
  onFollowEnded: () => void;
};

export class EditorPane {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly collab: Collab;
  private readonly events: PaneEvents;
  private readonly carets: Carets;
  private readonly bindings = new Map<string, TextBinding>();
  private readonly viewStates = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  private readonly disposables: (() => void)[] = [];
  private fileId: string | undefined;
  private followed: number | undefined;
  private wanted: number | undefined;
  private isReadOnly = false;

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
      lineHeight: 20,
      fixedOverflowWidgets: true,
      minimap: { enabled: false },
      padding: { top: 8, bottom: 8 },
      readOnlyMessage: { value: "You are viewing this session. Its owner can let you edit." },
      scrollBeyondLastLine: false,
      wordBasedSuggestions: "currentDocument",
      unicodeHighlight: { ambiguousCharacters: false },
    });
    // Monaco has the commands, but shows them nowhere.
    for (const [id, label] of [["undo", "Undo"], ["redo", "Redo"]] as const) {
      this.addCommand({ id, label, menu: "0_undo", precondition: "!editorReadonly", run: () => this.trigger(id) });
    }
    void document.fonts.ready.then(() => monaco.editor.remeasureFonts());
    this.carets = new Carets(this.editor, collab, (carets) => this.painted(carets));

    const stopFollowing = () => this.follow(undefined);
    const { editor } = this;
    const listeners = [
      editor.onDidChangeCursorPosition(({ reason }) => {
        this.report();
        if (reason !== monaco.editor.CursorChangeReason.Explicit || collab.isApplyingRemote) return;
        this.binding?.undoManager.stopCapturing();
      }),
      editor.onDidChangeModelOptions(() => this.report()),
      editor.onMouseDown(stopFollowing),
      editor.onDidChangeModelContent(() => !collab.isApplyingRemote && stopFollowing()),
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
    );
  }

  /** Shows a file; what was selected in it before is selected again. */
  openFile(fileId: string) {
    if (this.fileId) this.viewStates.set(this.fileId, this.editor.saveViewState());
    this.fileId = fileId;
    const binding = this.bind(fileId);
    this.editor.setModel(binding?.model ?? null);
    const state = this.viewStates.get(fileId);
    if (state) this.editor.restoreViewState(state);
    this.carets.setOpen(binding && { fileId, text: binding.text, model: binding.model });
    this.report();
  }

  setReadOnly(isReadOnly: boolean) {
    this.isReadOnly = isReadOnly;
    this.editor.updateOptions({ readOnly: isReadOnly, domReadOnly: isReadOnly });
  }

  setFontSize(fontSize: number) {
    this.editor.updateOptions({ fontSize, lineHeight: Math.round(fontSize * 1.54) });
  }

  /** The theme as the page's root element names it. */
  setTheme(theme = "light") {
    monaco.editor.setTheme(theme === "high-contrast" ? "hc-black" : theme === "dark" ? "tandem-dark" : "tandem-light");
  }

  focus = () => this.editor.focus();

  /** A command of the page's own in F1's palette, and in the editor's menu if `menu` names a group of it. */
  addCommand({ id, label, menu, precondition, run }: { id: string; label: string; menu?: string; precondition?: string; run: () => void }) {
    return this.editor.addAction({ id: `tandem.${id}`, label, precondition, contextMenuGroupId: menu, contextMenuOrder: menu && id === "redo" ? 2 : 1, run });
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
    this.carets.dispose();
    this.editor.setModel(null);
    for (const binding of this.bindings.values()) binding.dispose();
    this.editor.dispose();
  }

  private get binding() {
    return this.fileId ? this.bindings.get(this.fileId) : undefined;
  }

  private bind(fileId: string): TextBinding | undefined {
    const file = findFile(this.collab.ydoc, fileId);
    const known = this.bindings.get(fileId);
    if (known && known.text === file?.text) return known;
    known?.dispose();
    this.bindings.delete(fileId);
    if (!file) return;
    const binding = new TextBinding(file.text, {
      language: file.language,
      uri: monaco.Uri.from({ scheme: "tandem", path: `/${file.id}` }),
      onUndone: (index) => this.showUndone(fileId, index),
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
  }

  private showUndone(fileId: string, index: number) {
    if (fileId !== this.fileId) return;
    // Yjs has not told the binding yet: the place exists once the model has changed.
    queueMicrotask(() => {
      const model = this.editor.getModel();
      if (!model) return;
      const position = model.getPositionAt(index);
      this.editor.setPosition(position);
      this.editor.revealPositionInCenterIfOutsideViewport(position);
    });
  }

  private painted(carets: { peer: { clientId: number; user: { name: string; color: string } }; position: monaco.Position }[]) {
    const [first] = this.editor.getVisibleRanges();
    const last = this.editor.getVisibleRanges().at(-1);
    const offScreen = carets.flatMap(({ peer, position }): OffScreen => {
      if (!first || !last) return [];
      const where = position.lineNumber < first.startLineNumber ? "above" : position.lineNumber > last.endLineNumber ? "below" : null;
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
    if (!position || !options) return;
    this.events.onCursor({
      line: position.lineNumber,
      column: position.column,
      selections: this.editor.getSelections()?.length ?? 1,
      indentation: options.insertSpaces ? `Spaces: ${options.tabSize}` : `Tabs: ${options.tabSize}`,
    });
  }
}
