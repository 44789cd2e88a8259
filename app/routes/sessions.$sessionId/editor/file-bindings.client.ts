/** One binding for each file that was opened: its text in the document, and its model in Monaco. */
import type * as Y from "yjs";
import { type File, findFile } from "../../../../protocol/layout.ts";
import type { Composition } from "./composition.client.ts";
import { ManyFileEdits } from "./many-file-edits.ts";
import { monaco } from "./monaco.client.ts";
import { TextBinding } from "./text-binding.client.ts";

/** The path is for people, where Monaco says which file it is; the id tells it from all others. */
export const modelUri = ({ path, id }: Pick<File, "path" | "id">) =>
  monaco.Uri.from({ scheme: "tandem", path: `/${path}`, query: id });

export class FileBindings {
  readonly manyFileEdits: ManyFileEdits;
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly ydoc: Y.Doc;
  private readonly composition: Composition;
  private readonly onUndone: (selections: monaco.Selection[]) => void;
  private readonly known = new Map<string, TextBinding>();
  /** Texts of files that were deleted while they were open here. */
  private readonly gone = new Map<string, string>();

  /** `onUndone` gets what an undo or a redo wants to have selected in the file that the editor shows. */
  constructor(
    editor: monaco.editor.IStandaloneCodeEditor,
    ydoc: Y.Doc,
    composition: Composition,
    onUndone: (selections: monaco.Selection[]) => void,
  ) {
    this.editor = editor;
    this.ydoc = ydoc;
    this.composition = composition;
    this.onUndone = onUndone;
    this.manyFileEdits = new ManyFileEdits(ydoc);
  }

  /** The binding of a file that was opened already. */
  get(fileId: string): TextBinding | undefined {
    return this.known.get(fileId);
  }

  entries(): Iterable<[string, TextBinding]> {
    return this.known;
  }

  /** The binding of a file, made where there is none to the text that it has now; undefined where the file is gone. */
  bind(fileId: string): TextBinding | undefined {
    const file = findFile(this.ydoc, fileId);
    const known = this.known.get(fileId);
    if (known && known.text === file?.text) return known;
    if (known && !file) this.gone.set(fileId, known.shownText());
    known?.dispose();
    this.known.delete(fileId);
    if (!file) return;
    this.gone.delete(fileId);
    const { editor, composition } = this;
    const isShown = () => editor.getModel() === binding.model;
    const binding: TextBinding = new TextBinding(file.text, {
      language: file.language,
      uri: modelUri(file),
      manyFileEdits: this.manyFileEdits,
      selections: () => (isShown() && editor.getSelections()) || [],
      composedLines: () => (isShown() ? composition.lines : undefined),
      endComposition: composition.end,
      onWaiting: (isWaiting) => isShown() && composition.setWaiting(isWaiting),
      onComposing: () => composition.goesOn(),
      onUndone: (selections) => isShown() && this.onUndone(selections),
    });
    this.known.set(fileId, binding);
    return binding;
  }

  /** The text of a file that somebody deleted while it was open here. */
  textOfGone(fileId: string): string | undefined {
    return this.gone.get(fileId);
  }

  /** Shows the edits that had to wait for the end of a composition. */
  catchUp() {
    for (const binding of this.known.values()) binding.catchUp();
  }

  dispose() {
    for (const binding of this.known.values()) binding.dispose();
  }
}
