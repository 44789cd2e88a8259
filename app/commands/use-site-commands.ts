import { useNavigate, useRevalidator } from "@remix-run/react";
import { setTheme, themes } from "../ui/theme.ts";
import { useRoot } from "../ui/use-root.ts";
import type { Command } from "./command.ts";
import { useCommandLayers, useCommands } from "./use-commands.ts";
import { commandWords } from "../words/commands.ts";

/** What can be done on every page. */
export function useSiteCommands() {
  const { openPalette, openKeys } = useCommandLayers();
  const root = useRoot();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const go = (id: string, { label, typed }: { label: string; typed: string }, path: string): Command => ({
    id: `site.${id}`,
    group: "Tandem",
    label,
    words: typed,
    run: () => navigate(path),
  });
  const isSignedIn = Boolean(root?.user);
  useCommands([
    {
      id: "site.palette",
      group: "Tandem",
      label: commandWords.palette.label,
      words: commandWords.palette.typed,
      keys: ["F1", "Mod+K"],
      run: () => openPalette("all"),
    },
    {
      id: "site.keys",
      group: "Tandem",
      label: commandWords.keys.label,
      words: commandWords.keys.typed,
      keys: ["?"],
      run: openKeys,
    },
    ...(isSignedIn
      ? [go("sessions", commandWords.sessions, "/sessions"), go("settings", commandWords.settings, "/settings")]
      : [go("sign-in", commandWords.signIn, "/sign-in")]),
    go("new", commandWords.newSession, "/sessions/new"),
    go("front", commandWords.frontPage, "/"),
    ...themes.map((theme): Command => ({
      id: `theme.${theme}`,
      group: "Theme",
      label: commandWords.themes.labels[theme],
      words: commandWords.themes.typed,
      run() {
        setTheme(theme);
        revalidate();
      },
    })),
  ]);
}
