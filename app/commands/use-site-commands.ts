import { useNavigate, useRevalidator } from "@remix-run/react";
import { setTheme, type Theme } from "../ui/theme.ts";
import { useRoot } from "../ui/use-root.ts";
import type { Command } from "./command.ts";
import { useCommandLayers, useCommands } from "./use-commands.ts";

const themeLabels: Record<Theme, string> = {
  system: "Theme: as on this device",
  light: "Theme: light",
  dark: "Theme: dark",
  "high-contrast": "Theme: high contrast on black",
  "high-contrast-light": "Theme: high contrast on white",
};

/** What can be done on every page. */
export function useSiteCommands() {
  const { openPalette, openKeys } = useCommandLayers();
  const root = useRoot();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const go = (id: string, label: string, path: string, words: string): Command => ({
    id: `site.${id}`,
    group: "Tandem",
    label,
    words,
    run: () => navigate(path),
  });
  const isSignedIn = Boolean(root?.user);
  useCommands([
    {
      id: "site.palette",
      group: "Tandem",
      label: "Command palette",
      words: "find anything",
      keys: ["F1", "Mod+K"],
      run: () => openPalette("all"),
    },
    {
      id: "site.keys",
      group: "Tandem",
      label: "Keyboard shortcuts",
      words: "help keys hotkeys",
      keys: ["?"],
      run: openKeys,
    },
    ...(isSignedIn
      ? [
          go("sessions", "Your sessions", "/sessions", "list all my dashboard home"),
          go("settings", "Settings", "/settings", "preferences options name account sign out log out"),
        ]
      : [go("sign-in", "Sign in", "/sign-in", "log in account github guest")]),
    go("new", "New session", "/sessions/new", "create start"),
    go("front", "Front page", "/", "home landing open a link"),
    ...Object.entries(themeLabels).map(([theme, label]): Command => ({
      id: `theme.${theme}`,
      group: "Theme",
      label,
      words: "colour color mode appearance night",
      run() {
        setTheme(theme as Theme);
        revalidate();
      },
    })),
  ]);
}
