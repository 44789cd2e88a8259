/** Commands of the editor: those that the page adds to it, and those that the page gives to it. */
import type { Command as PageCommand } from "../../../commands/command.ts";
import { commonWords } from "../../../words/common.ts";
import type { monaco } from "./monaco.client.ts";

/** Monaco's own that say nothing to people here, or that the page has itself. */
const left = /^editor\.action\.(quickCommand|inspectTokens|forceRetokenize|webvieweditor)/;

/** Monaco puts its editor's name before the names of actions that were added. */
const nameOf = (id: string) => id.slice(id.lastIndexOf(":") + 1);

/** Where Monaco knows its keys; not part of its published interface. */
type WithKeys = {
  _standaloneKeybindingService?: { lookupKeybinding(id: string): { getLabel(): string | null } | undefined };
};

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
    for (const id of ["undo", "redo"] as const) {
      const label = commonWords[id];
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

  /** What the editor itself can do where its caret is now. */
  list(): PageCommand[] {
    return this.editor
      .getSupportedActions()
      .map((action) => ({ action, id: nameOf(action.id) }))
      .filter(({ action, id }) => action.label && !left.test(id))
      .map(({ action, id }) => ({
        id: `editor:${id}`,
        group: "Code",
        label: action.label,
        words: action.alias,
        editorKey: this.keyOf(id),
        run: () => {
          this.editor.focus();
          void action.run();
        },
      }));
  }

  /** Not those that begin with Ctrl+K, which opens the palette here. */
  private keyOf(id: string): string | undefined {
    const keys = (this.editor as WithKeys)._standaloneKeybindingService;
    const label = keys?.lookupKeybinding(id.replace(/^tandem\./, ""))?.getLabel();
    return !label || /^(Ctrl\+|⌘)K /.test(label) ? undefined : label.replace(/\+(?=.)/g, " + ");
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
