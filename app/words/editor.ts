import { formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The code, and what is around it: the line below it, a phone's keys, and what is done with the editor. */
export const editorWords = translatable("editor", {
  code: "Code",
  codeWhileLoading: "Code, read-only while the editor loads",
  codeIsComing: "The code is loading",
  restWithEditor: "The rest appears with the editor.",
  edit: "Edit",

  following: (name: string) => `Following ${name}`,
  followingUntilEscape: (name: string) => `Following ${name} · Esc to stop`,
  stop: "Stop",

  keys: "Keys",
  tab: "Tab",
  done: "Done",

  status: {
    connection: "What this page is connected to, and how well",
    roundTrip: (ms: number) => `· ${ms} ms`,
    place: (line: number, column: number) => `Ln ${line}, Col ${column}`,
    selections: (count: number) => plural(count, { other: `${count} selections` }),
    language: "Language",
    viewOnly: "View only",
    findings: (count: number) => plural(count, { one: `${count} finding`, other: `${count} findings` }),
    whatWasFound: "What the review has found in this file",
    wrapOn: "Wrap: on",
    wrapOff: "Wrap: off",
    wrapped: "Long lines are wrapped",
    notWrapped: "Long lines are not wrapped",
  },
  indentation: {
    title: "Indentation",
    spaces: (width: number) => `Spaces: ${width}`,
    tabs: (width: number) => `Tabs: ${width}`,
  },

  /** How somebody wants the editor. `typed` are other words that people type for a command. */
  options: {
    title: "Editor",
    keptHere: "They are kept on this device: another device of yours has its own.",
    fontSize: "Size of the code",
    larger: "Larger code",
    smaller: "Smaller code",
    fontTyped: "font size text zoom bigger",
    pixels: (count: number) => `${formatNumber(count)} px`,
    tabSize: "Tab size",
    tabSizeHint: "For files that are not indented yet.",
    tabSizeOf: (size: number) => `Tab size: ${formatNumber(size)}`,
    tabTyped: "indentation width spaces",
    wrap: "Wrap long lines",
    wraps: { narrow: "On narrow pages", always: "Always", never: "Never" },
    switches: {
      minimap: {
        label: "Minimap",
        hint: "The file, drawn small beside itself.",
        on: "Show the minimap",
        off: "Hide the minimap",
        typed: "overview",
      },
      ligatures: {
        label: "Ligatures",
        hint: "Signs such as => and != as one.",
        on: "Ligatures: on",
        off: "Ligatures: off",
        typed: "font arrows",
      },
      relativeNumbers: {
        label: "Relative line numbers",
        hint: "Counted from the caret.",
        on: "Relative line numbers: on",
        off: "Relative line numbers: off",
        typed: "gutter count distance",
      },
      inlayHints: {
        label: "Hints in the code",
        hint: "Names of parameters, and types.",
        on: "Show hints in the code",
        off: "Hide hints in the code",
        typed: "inlay parameter names types",
      },
      vim: {
        label: "Vim keys",
        hint: "Not on phones.",
        on: "Vim keys: on",
        off: "Vim keys: off",
        typed: "vi modal keybindings normal insert visual",
      },
      understandOnPhone: {
        label: "Code intelligence on this phone",
        hint: "Loads some megabytes there.",
        on: "Code intelligence on this phone: on",
        off: "Code intelligence on this phone: off",
        typed: "completion errors language server mobile",
      },
    },
  },

  vim: {
    command: "Vim command",
    modes: {
      normal: "Normal",
      insert: "Insert",
      replace: "Replace",
      visual: "Visual",
      visualLine: "Visual line",
      visualBlock: "Visual block",
    },
    staysOpen: "With so few files each keeps its tab.",
  },

  menu: {
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    mayNotPaste: "The browser did not allow reading what was copied. Paste it with the keyboard.",
    allCommands: "All commands",
  },
  commands: {
    wrap: "Wrap long lines",
    doNotWrap: "Do not wrap long lines",
    focus: "Write in the code",
    doneEditing: "Done editing",
    connectNow: "Connect again now",
    save: "Save",
    nextPart: "Next part of the page",
    previousPart: "Previous part of the page",
  },
  /** What else people type when they look for a command. */
  alsoCalled: {
    wrap: "word wrap soft break",
    focus: "focus editor",
    connectNow: "reconnect retry offline",
    language: (id: string) => `language mode syntax ${id}`,
    part: "focus region pane",
  },
  /** What Ctrl+S says. */
  saving: {
    byItself: "No need to save: everything you type goes to the server by itself.",
    waiting: "Not everything is saved yet. It goes to the server by itself, as soon as that takes it.",
    over: "This page is no longer connected, so nothing can be saved from it. You can download the text.",
  },
});
