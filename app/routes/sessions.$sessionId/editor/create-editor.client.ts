import { editorWords } from "../../../words/editor.ts";
import type { EditorOptions } from "./kept-options.ts";
import { monaco } from "./monaco.client.ts";

/** The height of lines as a multiple of the font size: 20 px for 13. */
const LINE_HEIGHT = 1.54;

// The browser's own: its address bar.
monaco.editor.addKeybindingRule({
  keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyL,
  command: "-expandLineSelection",
});

/** Monaco as this page has it, without a text. */
export function createEditor(element: HTMLElement): monaco.editor.IStandaloneCodeEditor {
  const editor = monaco.editor.create(element, {
    model: null,
    automaticLayout: true,
    ariaLabel: editorWords.code,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontSize: 13,
    glyphMargin: true,
    lineHeight: 20,
    lineNumbersMinChars: 3,
    // The text does not jump when it opens.
    find: { addExtraSpaceOnTop: false },
    fixedOverflowWidgets: true,
    padding: { top: 8, bottom: 8 },
    // Whoever only reads sees what a review found, too.
    renderValidationDecorations: "on",
    scrollBeyondLastLine: false,
    // A text may hold unusual line separators like any character: nobody is asked about them, and they stay in.
    unusualLineTerminators: "off",
    wordBasedSuggestions: "currentDocument",
    // Words of the text are all that is suggested: Tab takes one, and a new line is a new line.
    acceptSuggestionOnEnter: "off",
    unicodeHighlight: { ambiguousCharacters: false },
  });
  void document.fonts.ready.then(() => monaco.editor.remeasureFonts());
  return editor;
}

/** `tabSize` counts for texts that have no indentation of their own. */
export function setOptions(
  editor: monaco.editor.IStandaloneCodeEditor,
  { minimap, ligatures, relativeNumbers, tabSize, inlayHints }: EditorOptions,
) {
  editor.updateOptions({
    inlayHints: { enabled: inlayHints ? "on" : "off" },
    minimap: { enabled: minimap },
    fontLigatures: ligatures,
    lineNumbers: relativeNumbers ? "relative" : "on",
    tabSize,
  });
}

/** On phones the gutter is 40 px at most: what a review found stands in place of its line's number. */
export function setPhone(editor: monaco.editor.IStandaloneCodeEditor, isPhone: boolean) {
  editor.updateOptions({
    extraEditorClassName: isPhone ? "phone-editor" : "",
    folding: !isPhone,
    glyphMargin: !isPhone,
    lineDecorationsWidth: isPhone ? 0 : 10,
    // It would take half of what is left above a keyboard.
    stickyScroll: { enabled: !isPhone },
  });
}

export function setFontSize(editor: monaco.editor.IStandaloneCodeEditor, fontSize: number) {
  editor.updateOptions({ fontSize, lineHeight: Math.round(fontSize * LINE_HEIGHT) });
}

const themeNames: Record<string, string> = {
  dark: "tandem-dark",
  "high-contrast": "hc-black",
  "high-contrast-light": "tandem-hc-light",
};

/** The theme as the page's root element names it. */
export function setTheme(theme = "light") {
  monaco.editor.setTheme(themeNames[theme] ?? "tandem-light");
}
