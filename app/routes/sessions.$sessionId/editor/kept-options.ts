/**
 * How somebody wants the code to look and to behave, on this device: their other devices have their own. Other tabs of
 * theirs follow.
 */
import { Observable } from "../observable.ts";

export type EditorOptions = {
  /** Whether long lines are wrapped; undefined: as is usual at the page's width. */
  wrap: boolean | undefined;
  /** How wide a step of indentation is, in a text that has none of its own. */
  tabSize: number;
  /** Of the code, in pixels where nobody has enlarged the text of all pages. */
  fontSize: number;
  minimap: boolean;
  ligatures: boolean;
  relativeNumbers: boolean;
  /** Names of parameters and types within the code, where the language has them. */
  inlayHints: boolean;
  vim: boolean;
  /** Whether a phone loads what understands code, too. */
  understandOnPhone: boolean;
};
/** Those that are on or off. */
export const switches = [
  "minimap",
  "ligatures",
  "relativeNumbers",
  "inlayHints",
  "vim",
  "understandOnPhone",
] as const satisfies (keyof EditorOptions)[];
type Switch = (typeof switches)[number];

/** Those that change something on this page. */
export const offered = (isPhone: boolean): Switch[] =>
  switches.filter((name) => (isPhone ? name !== "vim" && name !== "minimap" : name !== "understandOnPhone"));

export const tabSizes = [2, 3, 4, 8];
export const fontSizes = [11, 12, 13, 14, 15, 16, 18, 20, 24];
export const standardOptions: EditorOptions = {
  wrap: undefined,
  tabSize: 4,
  fontSize: 13,
  minimap: false,
  ligatures: false,
  relativeNumbers: false,
  inlayHints: false,
  vim: false,
  understandOnPhone: false,
};

const KEY = "tandem.editor";

/** What it does not say, or says in a way that nothing here writes, is as on the first visit. */
export function parseOptions(kept: string | null): EditorOptions {
  const options = { ...standardOptions };
  let said: unknown;
  try {
    said = JSON.parse(kept ?? "");
  } catch {
    return options;
  }
  if (typeof said !== "object" || said === null) return options;
  const known = said as Record<string, unknown>;
  for (const name of [...switches, "wrap"] as const) {
    const value = known[name];
    if (typeof value === "boolean") options[name] = value;
  }
  options.tabSize = tabSizes.find((size) => size === known.tabSize) ?? options.tabSize;
  options.fontSize = fontSizes.find((size) => size === known.fontSize) ?? options.fontSize;
  return options;
}

function read(): EditorOptions {
  try {
    return parseOptions(localStorage.getItem(KEY));
  } catch {
    // On the server, or in a browser that keeps nothing.
    return standardOptions;
  }
}

export const editorOptions = new Observable(read());

export function changeOption<Name extends keyof EditorOptions>(name: Name, value: EditorOptions[Name]) {
  // What another tab has changed is not taken back, should its word come later.
  const changed = { ...read(), [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(changed));
    editorOptions.set(changed);
  } catch {
    // The browser keeps nothing: then it is so on this page alone.
    editorOptions.set({ ...editorOptions.value, [name]: value });
  }
}

if (typeof window !== "undefined")
  addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) editorOptions.set(read());
  });
