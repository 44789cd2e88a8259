import { translatable } from "./translatable.ts";

/**
 * The palette, the list of keys, and what can be done on every page. `typed` are other words that people type for a
 * command.
 */
export const commandWords = translatable("commands", {
  find: "Find a command, a file, a person or a session",
  findFile: "Go to a file, or after # to a name in the code",
  lastUsed: "Used last",
  nothing: (query: string) => `Nothing here is called “${query}”.`,
  palette: { label: "Command palette", typed: "find anything" },
  keys: { label: "Keyboard shortcuts", typed: "help keys hotkeys" },
  keysIntroduction: "The command palette has everything else, and these too.",
  sessions: { label: "Your sessions", typed: "list all my dashboard home" },
  settings: { label: "Settings", typed: "preferences options name account sign out log out" },
  signIn: { label: "Sign in", typed: "log in account github guest" },
  newSession: { label: "New session", typed: "create start" },
  frontPage: { label: "Front page", typed: "home landing open a link" },
  openSession: { typed: "open session" },
  themes: {
    typed: "colour color mode appearance night",
    labels: {
      system: "Theme: as on this device",
      light: "Theme: light",
      dark: "Theme: dark",
      "high-contrast": "Theme: high contrast on black",
      "high-contrast-light": "Theme: high contrast on white",
    },
  },
  /** By their names in the code. */
  groups: {
    Files: "Files",
    "Go to": "Go to",
    People: "People",
    "Chat and review": "Chat and review",
    Session: "Session",
    View: "View",
    Code: "Code",
    Language: "Language",
    Theme: "Theme",
    Tandem: "Tandem",
    Sessions: "Sessions",
  },
});
