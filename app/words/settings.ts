import { translatable } from "./translatable.ts";

/** What people settle for themselves: their name, the theme, where they are signed in. */
export const settingsWords = translatable("settings", {
  documentTitle: "Settings · Tandem",
  heading: "Settings",
  /** What was done, by the name that the address has for it. */
  saved: {
    name: "Your name was changed.",
    theme: "The theme was changed.",
    elsewhere: "You have been signed out everywhere else.",
  },
  nameHint: "Others see it at your caret and in the chat.",
  saveName: "Save name",
  theme: {
    legend: "Theme",
    system: "System",
    systemHint: "The same as on this device.",
    light: "Light",
    dark: "Dark",
    highContrast: "High contrast on black",
    highContrastLight: "High contrast on white",
    save: "Save theme",
  },
  signIn: {
    heading: "Sign-in",
    guest: (name: string) =>
      `You are ${name}, a guest. Only this browser knows you: if you sign out, your sessions stay, but you cannot get back to them as their owner.`,
    withGitHub: (name: string) => `You are signed in with GitHub as ${name}.`,
    toGitHub: "Your sessions, roles and messages come along.",
    signOutElsewhere: "Sign out everywhere else",
    signOut: "Sign out",
  },
});
