/**
 * Vim's keys in the editor, by monaco-vim, which is made for somebody who is alone in a text. Here others write in it,
 * and undo is one's own: an insert is one step of it, and so is each command. Loaded when somebody switches it on.
 */
import { StatusBar, VimMode } from "monaco-vim";
import type * as Y from "yjs";
import { editorWords } from "../../../words/editor.ts";
import type { monaco } from "./monaco.client.ts";

/** Longer than anybody stays in insert mode. */
const INSERT_MS = 86_400_000;

type Mode = { mode: string; subMode?: string };
/** What monaco-vim knows; not part of its types. */
type State = { vim?: { insertMode?: boolean; visualMode?: boolean; visualBlock?: boolean } | null };
type Library = {
  exitInsertMode: (adapter: Adapter) => void;
  exitVisualMode: (adapter: Adapter, movesHead: boolean) => void;
  defineEx: (name: string, shortest: string, run: (adapter: Adapter) => void) => void;
};
const library = (VimMode as unknown as { Vim: Library }).Vim;

export type VimEvents = {
  /** Called with what the mode is called. */
  onMode: (name: string) => void;
  onSave: () => void;
  onClose: () => void;
};

type Options = VimEvents & {
  editor: monaco.editor.IStandaloneCodeEditor;
  /** Where the mode, commands and pending keys are shown. */
  line: HTMLElement;
  /** True while an edit of somebody else is being applied. */
  isTakingOthers: () => boolean;
  /** Of the file that the editor shows. */
  undoManager: () => Y.UndoManager | undefined;
};

export class VimKeys {
  private readonly options: Options;
  private readonly adapter: Adapter;
  private readonly listener: monaco.IDisposable;
  /** The insert that is one step of undo, while it goes on. */
  private insert: { undoManager: Y.UndoManager; usualMs: number } | undefined;

  constructor(options: Options) {
    this.options = options;
    const { editor, line: place, onMode } = options;
    const adapter = (this.adapter = new Adapter(options));
    const line = new Line(place, editor);
    let keys = "";
    const showKeys = (pending: string) => line.setKeyBuffer((keys = pending));
    adapter.on("vim-mode-change", (mode: Mode) => {
      line.setMode(mode);
      onMode(nameOf(mode));
      if (mode.mode === "insert" || mode.mode === "replace") this.beginInsert();
      else this.endInsert();
    });
    adapter.on("vim-keypress", (key: string) => {
      // Of these nothing is to come.
      showKeys(key === ":" || key === "<Esc>" ? "" : keys + key);
      // The command that may follow is a step of its own.
      if (!this.insert) options.undoManager()?.stopCapturing();
    });
    adapter.on("vim-command-done", () => showKeys(""));
    adapter.on("dispose", () => {
      line.toggleVisibility(false);
      line.closeInput();
      line.clear();
    });
    line.toggleVisibility(true);
    adapter.setStatusBar(line);
    adapter.attach();
    this.listener = editor.onDidChangeModel(() => this.toNormalMode());
  }

  /** Whether Escape leaves a mode, and so means nothing else. */
  get takesEscape(): boolean {
    const { vim } = this.adapter.state;
    return Boolean(vim?.insertMode || vim?.visualMode);
  }

  dispose() {
    this.endInsert();
    this.listener.dispose();
    this.adapter.dispose();
    // What it was before is lost where a mode was entered twice.
    this.options.editor.updateOptions({ cursorWidth: 0, cursorStyle: "line", cursorBlinking: "blink" });
  }

  /** Another file begins in normal mode. */
  private toNormalMode() {
    this.endInsert();
    const { vim } = this.adapter.state;
    if (!this.options.editor.getModel()) return;
    if (vim?.insertMode) library.exitInsertMode(this.adapter);
    else if (vim?.visualMode) library.exitVisualMode(this.adapter, false);
  }

  private beginInsert() {
    const undoManager = this.options.undoManager();
    if (!undoManager || this.insert) return;
    this.insert = { undoManager, usualMs: undoManager.captureTimeout };
    undoManager.captureTimeout = INSERT_MS;
  }

  private endInsert() {
    if (!this.insert) return;
    const { undoManager, usualMs } = this.insert;
    undoManager.captureTimeout = usualMs;
    undoManager.stopCapturing();
    this.insert = undefined;
  }
}

class Adapter extends VimMode {
  declare readonly state: State;
  declare curOp: { isVimOp?: boolean; lastChange?: unknown };
  readonly options: Options;
  private isTurning = false;

  constructor(options: Options) {
    super(options.editor);
    this.options = options;
  }

  /** Others' edits are no part of what `.` repeats, and end nothing; what is selected in visual mode follows them. */
  override dispatch(signal: string, ...about: unknown[]) {
    if (signal === "change" || signal === "cursorActivity") {
      const { vim } = this.state;
      const isOthers = this.options.isTakingOthers();
      const isFollowed = signal === "cursorActivity" && vim?.visualMode && !vim.visualBlock;
      if (this.isTurning || (isOthers && !isFollowed)) return;
      // Each change would hold the next one, for as long as the page lives.
      this.curOp.lastChange = undefined;
    }
    super.dispatch(signal, ...about);
  }

  /** monaco-vim begins an operation, and never ends one: then it would not see what the mouse selects. */
  override operation(act: () => unknown) {
    const before = this.curOp;
    this.curOp = {};
    try {
      return act();
    } finally {
      this.curOp = before;
    }
  }

  /** Monaco's theme is the page's. */
  override setOption(name: string, value: unknown) {
    if (name !== "theme") super.setOption(name, value);
  }

  /**
   * monaco-vim's own passes over a match that begins where the last one ends, so that `:s` leaves it as it was, and
   * never ends at an empty match at the end of the text.
   */
  override getSearchCursor(query: unknown, start: unknown) {
    const model = this.options.editor.getModel();
    const at = (position: unknown) => super.getSearchCursor(query, position);
    let cursor = at(start);
    let last: monaco.Range | false = false;
    const findNext = () => {
      if (last) {
        const end = this.indexFromPos(cursor.to()) as number;
        if (last.isEmpty() && end === model?.getValueLength()) return false;
        cursor = at(this.posFromIndex(last.isEmpty() ? end + 1 : end));
      }
      last = cursor.findNext() as monaco.Range | false;
      // As a regular expression gives it: by that `:s` knows an empty match.
      return last && [model?.getValueInRange(last)];
    };
    return {
      ...cursor,
      findNext,
      find: (back: unknown) => (back ? cursor.find(back) : findNext()) as unknown,
      from: () => cursor.from() as unknown,
      to: () => cursor.to() as unknown,
      replace: (text: string) => cursor.replace(text),
    };
  }

  override smartIndent() {
    void this.options.editor.getAction("editor.action.reindentselectedlines")?.run();
  }

  /** One's own last step. It selects what was selected then, which would be visual mode: the caret is its begin. */
  turn(step: "undo" | "redo") {
    const { editor } = this.options;
    this.isTurning = true;
    try {
      editor.trigger("vim", step, null);
      const at = editor.getSelection()?.getStartPosition();
      const last = at && editor.getModel()?.getLineMaxColumn(at.lineNumber);
      if (at && last) editor.setPosition(at.with(undefined, Math.max(1, Math.min(at.column, last - 1))));
    } finally {
      this.isTurning = false;
    }
  }
}

const undo = (adapter: Adapter) => adapter.turn("undo");
const redo = (adapter: Adapter) => adapter.turn("redo");
Object.assign(VimMode.commands, { undo, redo });
library.defineEx("undo", "u", undo);
library.defineEx("redo", "red", redo);
library.defineEx("write", "w", ({ options }) => options.onSave());
library.defineEx("quit", "q", ({ options }) => options.onClose());
for (const [name, shortest] of [
  ["wq", "wq"],
  ["xit", "x"],
] as const)
  library.defineEx(name, shortest, ({ options }) => {
    options.onSave();
    options.onClose();
  });

/** What is shown of Vim, in the page's words. */
class Line extends StatusBar {
  override setMode(mode: Mode) {
    this.setText(nameOf(mode));
  }

  override setSec(...about: Parameters<StatusBar["setSec"]>) {
    const close = super.setSec(...about);
    for (const field of document.querySelectorAll(".vim-line input")) field.ariaLabel = editorWords.vim.command;
    return close;
  }
}

function nameOf({ mode, subMode }: Mode): string {
  const { modes } = editorWords.vim;
  if (mode === "insert" || mode === "replace") return modes[mode];
  if (mode !== "visual") return modes.normal;
  return subMode === "linewise" ? modes.visualLine : subMode === "blockwise" ? modes.visualBlock : modes.visual;
}
