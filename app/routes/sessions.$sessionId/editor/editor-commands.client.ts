/** Commands of the editor: those that the page adds to it, and those that the page gives to it. */
import type { Command as PageCommand } from "../../../commands/command.ts";
import { editorWords } from "../../../words/editor.ts";
import { toast } from "../../../ui/toast.ts";
import { commonWords } from "../../../words/common.ts";
import { monaco } from "./monaco.client.ts";

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
  /** Whether the menu of the code has it. */
  isInMenu?: boolean;
  /** When it can be chosen, in Monaco's own words for conditions. */
  precondition?: string;
  keys?: keyof typeof keybindings;
  run: () => void;
};

const keybindings = { F2: monaco.KeyCode.F2 };

type MenuLine = { label: string; key: string | undefined; run: () => void };

export class EditorCommands {
  /** Ids of the page's own that the menu of the code has. */
  private readonly inMenu = new Set<string>();
  private readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly mayWrite: () => boolean;

  constructor(editor: monaco.editor.IStandaloneCodeEditor, mayWrite: () => boolean) {
    this.editor = editor;
    this.mayWrite = mayWrite;
    // Monaco has the commands, but shows them nowhere.
    for (const id of ["undo", "redo"] as const) {
      const label = commonWords[id];
      this.add({ id, label, precondition: "!editorReadonly", run: () => this.trigger(id) });
    }
  }

  /** A command of the page's own in F1's palette, and in the menu of the code. */
  add({ id, label, isInMenu, precondition, keys, run }: Command): monaco.IDisposable {
    const ownId = `tandem.${id}`;
    const action = this.editor.addAction({
      id: ownId,
      label,
      precondition,
      ...(keys && { keybindings: [keybindings[keys]], keybindingContext: "editorTextFocus" }),
      run,
    });
    if (isInMenu) this.inMenu.add(ownId);
    return {
      dispose: () => {
        action.dispose();
        this.inMenu.delete(ownId);
      },
    };
  }

  /** What the menu of the code has, in groups: as much of it as can be done where the caret is now. */
  menu(): MenuLine[][] {
    const words = editorWords.menu;
    const mayWrite = this.mayWrite();
    const own = (name: "Cut" | "Copy" | "Paste", label: string, run?: () => void): MenuLine => {
      const id = `editor.action.clipboard${name}Action`;
      return { label, key: this.keyOf(id), run: run ?? (() => this.trigger(id)) };
    };
    const actions = (ids: Iterable<string>) =>
      [...ids].flatMap((id): MenuLine[] => {
        const action = this.editor.getAction(id);
        return action?.isSupported()
          ? [{ label: action.label, key: this.keyOf(id), run: () => void action.run() }]
          : [];
      });
    return [
      actions(["tandem.undo", "tandem.redo"]),
      actions(["editor.action.revealDefinition", "editor.action.goToReferences"]),
      actions(["editor.action.changeAll", ...(mayWrite ? ["editor.action.quickFix"] : [])]),
      // Monaco has these for whichever editor has the focus, and not as its own.
      [
        ...(mayWrite ? [own("Cut", words.cut)] : []),
        own("Copy", words.copy),
        ...(mayWrite ? [own("Paste", words.paste, () => void this.paste())] : []),
      ],
      actions(this.inMenu),
    ].filter((lines) => lines.length > 0);
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
    const known = [id.replace(/^tandem\./, ""), `${this.editor.getId()}:${id}`];
    const label = known.map((each) => keys?.lookupKeybinding(each)?.getLabel()).find(Boolean);
    return !label || /^(Ctrl\+|⌘)K /.test(label) ? undefined : label.replace(/\+(?=.)/g, " + ");
  }

  /** Types at the carets, as the keyboard would. */
  type(text: string) {
    if (!this.mayWrite()) return;
    this.editor.focus();
    this.editor.trigger("keyboard", "type", { text });
  }

  /** As Ctrl+V would: without the keys a page has to ask the browser for what was copied. */
  private async paste() {
    try {
      const text = await navigator.clipboard.readText();
      this.editor.trigger("menu", "paste", { text, pasteOnNewLine: false, multicursorText: null });
    } catch {
      toast.error(editorWords.menu.mayNotPaste);
    }
  }

  /** Runs one of Monaco's own commands. */
  trigger(command: string) {
    this.editor.focus();
    this.editor.trigger("page", command, null);
  }
}
