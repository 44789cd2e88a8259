/** Commands of the editor: those that the page adds to it, and those that the page gives to it. */
import type { monaco } from "./monaco.client.ts";

type Command = {
  id: string;
  label: string;
  /** The group of the editor's menu that has it. */
  menu?: string;
  /** When it can be chosen, in Monaco's own words for conditions. */
  precondition?: string;
  run: () => void;
};

export class EditorCommands {
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly mayWrite: () => boolean;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, mayWrite: () => boolean) {
    this.editor = editor;
    this.mayWrite = mayWrite;
    // Monaco has the commands, but shows them nowhere.
    for (const [id, label] of [
      ["undo", "Undo"],
      ["redo", "Redo"],
    ] as const) {
      this.add({ id, label, menu: "0_undo", precondition: "!editorReadonly", run: () => this.trigger(id) });
    }
  }

  /** A command of the page's own in F1's palette, and in the editor's menu if `menu` names a group of it. */
  add({ id, label, menu, precondition, run }: Command): monaco.IDisposable {
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
    this.trigger("editor.action.quickCommand");
  }

  /** Types at the carets, as the keyboard would. */
  type(text: string) {
    if (!this.mayWrite()) return;
    this.editor.focus();
    this.editor.trigger("keyboard", "type", { text });
  }

  /** Runs one of Monaco's own commands. */
  trigger(command: string) {
    this.editor.focus();
    this.editor.trigger("page", command, null);
  }
}
