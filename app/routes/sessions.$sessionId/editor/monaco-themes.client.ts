/** Monaco's own parts, such as find, suggestions and menus, in the colours of the page (`app.css`). */
import type * as monaco from "monaco-editor/editor/editor.api";

type Ink = Record<"page" | "hover" | "line" | "field" | "quiet" | "text" | "strong", string>;
type Accent = { base: string; strong: string; tint: string; veil: string };

function colors(ink: Ink, accent: Accent, found: { current: string; other: string }, shadow: string) {
  return {
    foreground: ink.text,
    focusBorder: accent.base,
    "widget.shadow": shadow,
    "editor.background": ink.page,
    "editor.foreground": ink.strong,
    "editorLineNumber.foreground": ink.quiet,
    "editorLineNumber.activeForeground": ink.text,
    "editor.lineHighlightBorder": "#00000000",
    "editor.wordHighlightBackground": accent.veil,
    "editor.wordHighlightStrongBackground": accent.veil,
    "editor.wordHighlightTextBackground": accent.veil,
    "editor.selectionHighlightBackground": accent.veil,
    "editor.findMatchBackground": found.current,
    "editor.findMatchHighlightBackground": found.other,
    "editorInfo.foreground": ink.quiet,
    "editorBracketMatch.background": accent.veil,
    "editorBracketMatch.border": "#00000000",
    "editorWidget.background": ink.page,
    "editorWidget.foreground": ink.text,
    "editorWidget.border": ink.line,
    "editorHoverWidget.background": ink.page,
    "editorHoverWidget.border": ink.line,
    "editorSuggestWidget.background": ink.page,
    "editorSuggestWidget.border": ink.line,
    "editorSuggestWidget.foreground": ink.text,
    "editorSuggestWidget.highlightForeground": accent.strong,
    "editorSuggestWidget.focusHighlightForeground": accent.strong,
    "editorSuggestWidget.selectedBackground": accent.tint,
    "editorSuggestWidget.selectedForeground": ink.strong,
    "input.background": ink.page,
    "input.foreground": ink.strong,
    "input.border": ink.field,
    "input.placeholderForeground": ink.quiet,
    "inputOption.activeBackground": accent.tint,
    "inputOption.activeBorder": accent.base,
    "inputOption.activeForeground": ink.strong,
    "quickInput.background": ink.page,
    "quickInput.foreground": ink.text,
    "quickInputList.focusBackground": accent.tint,
    "quickInputList.focusForeground": ink.strong,
    "list.activeSelectionBackground": accent.tint,
    "list.activeSelectionForeground": ink.strong,
    "list.focusBackground": accent.tint,
    "list.focusForeground": ink.strong,
    "list.hoverBackground": ink.hover,
    "list.highlightForeground": accent.strong,
    "menu.background": ink.page,
    "menu.foreground": ink.text,
    "menu.border": ink.line,
    "menu.selectionBackground": ink.hover,
    "menu.selectionForeground": ink.strong,
    "menu.separatorBackground": ink.line,
    "textLink.foreground": accent.strong,
    "textLink.activeForeground": accent.strong,
    "progressBar.background": accent.base,
    "badge.background": ink.hover,
    "badge.foreground": ink.strong,
  };
}

/** By Monaco's names of tokens. */
const toRules = (foregrounds: Record<string, string>) =>
  Object.entries(foregrounds).map(([token, foreground]) => ({ token, foreground }));

export const themes: Record<"tandem-light" | "tandem-dark" | "tandem-hc-light", monaco.editor.IStandaloneThemeData> = {
  "tandem-light": {
    base: "vs",
    inherit: true,
    // Monaco's own have too little contrast on the line that one writes in, or where a word is marked.
    rules: toRules({
      number: "08744c",
      comment: "007700",
      type: "007272",
      invalid: "bf2e2e",
      constant: "ce0000",
      annotation: "666666",
      "tag.id.pug": "456796",
      "tag.class.pug": "456796",
      metatag: "ce0000",
      "metatag.content.html": "cf0000",
      "metatag.html": "666666",
      "metatag.xml": "666666",
      "attribute.name": "cf0000",
      "attribute.value.number": "08754d",
      "attribute.value.unit": "08754d",
      "string.sql": "cf0000",
      "keyword.flow": "aa00d4",
      "operator.sql": "5a6774",
      "predefined.sql": "b500b5",
    }),
    colors: {
      ...colors(
        {
          page: "#ffffff",
          hover: "#f1f1f4",
          line: "#d6d6de",
          field: "#b9b9c4",
          quiet: "#6a6a78",
          text: "#2c2c35",
          strong: "#15151b",
        },
        { base: "#5a5af6", strong: "#4545dc", tint: "#ededff", veil: "#5a5af61f" },
        { current: "#ffcf5ca6", other: "#ffe6a880" },
        "#1414281f",
      ),
      "editor.lineHighlightBackground": "#f8f8fa",
    },
  },
  "tandem-dark": {
    base: "vs-dark",
    inherit: true,
    // Likewise.
    rules: toRules({
      comment: "74a65e",
      invalid: "f66a6a",
      "variable.predefined": "8497c6",
      regexp: "c385aa",
      annotation: "d58080",
      "delimiter.html": "979797",
      "delimiter.xml": "979797",
      "tag.id.pug": "7d9ac2",
      "tag.class.pug": "7d9ac2",
      metatag: "e0797d",
      "string.sql": "ff6363",
      "operator.scss": "979797",
      "operator.sql": "8a99a7",
      "operator.swift": "979797",
      "predefined.sql": "ff36ff",
    }),
    colors: {
      ...colors(
        {
          page: "#1b1b20",
          hover: "#28282f",
          line: "#41414c",
          field: "#5b5b68",
          quiet: "#858593",
          text: "#dfdfe6",
          strong: "#f4f4f7",
        },
        { base: "#8a8aff", strong: "#a5a5ff", tint: "#2b2b52", veil: "#8a8aff1c" },
        { current: "#8a6a1ccc", other: "#6b551f99" },
        "#00000073",
      ),
      "editor.lineHighlightBackground": "#212127",
    },
  },
  "tandem-hc-light": {
    base: "hc-light",
    inherit: true,
    // Likewise.
    rules: toRules({
      annotation: "747474",
      "metatag.html": "747474",
      "metatag.xml": "747474",
      "operator.sql": "687685",
    }),
    // What is selected is white there, also while a field has the focus, and then Monaco makes its ground pale.
    colors: { "editor.inactiveSelectionBackground": "#0f4a85" },
  },
};
