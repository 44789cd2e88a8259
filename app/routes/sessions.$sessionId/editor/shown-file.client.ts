/** The file that the editor shows. What is selected in each, and where it is scrolled to, is kept for the next time. */
import type * as Y from "yjs";
import { filesOf, findFile } from "../../../../protocol/layout.ts";
import type { FileBindings } from "./file-bindings.client.ts";
import { monaco } from "./monaco.client.ts";
import type { TextBinding } from "./text-binding.client.ts";

export class ShownFile {
  private shownId: string | undefined;
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly ydoc: Y.Doc;
  private readonly bindings: FileBindings;
  private readonly onShown: (fileId: string, binding: TextBinding | undefined) => void;
  private readonly viewStates = new Map<string, monaco.editor.ICodeEditorViewState | null>();

  /**
   * `onShown` is called whenever another text is shown; without a binding no text is shown, because the file was
   * deleted.
   */
  constructor(
    editor: monaco.editor.IStandaloneCodeEditor,
    ydoc: Y.Doc,
    bindings: FileBindings,
    onShown: (fileId: string, binding: TextBinding | undefined) => void,
  ) {
    this.editor = editor;
    this.ydoc = ydoc;
    this.bindings = bindings;
    this.onShown = onShown;
    filesOf(ydoc).observeDeep(this.onFiles);
  }

  /** The file's id; undefined before the first one is shown. */
  get id(): string | undefined {
    return this.shownId;
  }

  get binding(): TextBinding | undefined {
    return this.id ? this.bindings.get(this.id) : undefined;
  }

  show(fileId: string) {
    const before = this.editor.saveViewState();
    if (this.id && before) this.viewStates.set(this.id, before);
    this.shownId = fileId;
    const binding = this.bindings.bind(fileId);
    this.editor.setModel(binding?.model ?? null);
    const state = this.viewStates.get(fileId);
    if (state) this.editor.restoreViewState(state);
    this.onShown(fileId, binding);
  }

  dispose() {
    filesOf(this.ydoc).unobserveDeep(this.onFiles);
  }

  private readonly onFiles = (changes: { path: unknown[] }[]) => {
    // Edits of a text change nothing here.
    if (changes.some(({ path }) => path.length < 2)) this.update();
  };

  /** Files may be deleted, brought back or get another language at any time, by anybody. */
  private update() {
    for (const [fileId, binding] of this.bindings.entries()) {
      const file = findFile(this.ydoc, fileId);
      if (file?.text === binding.text) monaco.editor.setModelLanguage(binding.model, file.language);
      else if (fileId === this.id) this.show(fileId);
      else this.bindings.bind(fileId);
    }
    if (this.id && !this.binding && findFile(this.ydoc, this.id)) this.show(this.id);
  }
}
