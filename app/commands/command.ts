/**
 * Where a command stands in the palette when nothing has been typed yet, in this order. People read the names that
 * `commandWords.groups` gives them.
 */
export const groups = [
  "Files",
  "Go to",
  "People",
  "Chat and review",
  "Session",
  "View",
  "Code",
  "Language",
  "Theme",
  "Tandem",
  "Sessions",
] as const;
type CommandGroup = (typeof groups)[number];

/** Something that a person can do, as the palette, the list of keys and the keyboard know it. */
export type Command = {
  /** Names it among all commands, also in the list of those used last. */
  id: string;
  group: CommandGroup;
  label: string;
  /** Other words that people type for it. */
  words?: string;
  /** What tells it from others with the same label, such as a file's folder. */
  detail?: string;
  /** Combinations that run it, as in `Mod+Shift+F`: Mod is Cmd on a Mac and Ctrl elsewhere. */
  keys?: string[];
  /** The label of a combination that the editor itself acts on. */
  editorKey?: string;
  run: () => void;
};
