/** The theme is a cookie, so that the server renders it and nothing flashes. */
export const themes = ["system", "light", "dark", "high-contrast", "high-contrast-light"] as const;
export type Theme = (typeof themes)[number];

export function readTheme(cookieHeader: string | null): Theme {
  const value = /(?:^|;\s*)theme=([\w-]+)/.exec(cookieHeader ?? "")?.[1];
  return themes.find((theme) => theme === value) ?? "system";
}

/** The value for `Set-Cookie`; a script may read it, and nothing is lost with it. */
export const themeCookie = (theme: Theme) => `theme=${theme}; Path=/; SameSite=Lax; Max-Age=31536000`;

/** What browsers paint around the page: the header's `--ink-1` in app.css, which a test compares. */
const paints = { light: "#f8f8fa", dark: "#212127", "high-contrast": "#000000", "high-contrast-light": "#ffffff" };

/** The attributes of one `theme-color`, or of one for each scheme where only the browser knows which it is. */
export const themeColors = (theme: Theme): { content: string; media?: string }[] =>
  theme === "system"
    ? [
        { content: paints.light, media: "(prefers-color-scheme: light)" },
        { content: paints.dark, media: "(prefers-color-scheme: dark)" },
      ]
    : [{ content: paints[theme] }];

/** What `system` is, which only the browser knows; colours that the system forces are those of a high contrast. */
function systemTheme() {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (matchMedia("(forced-colors: active)").matches) return isDark ? "high-contrast" : "high-contrast-light";
  return isDark ? "dark" : "light";
}

/** Runs before the first paint. */
export const themeScript = `(() => {
const systemTheme = ${systemTheme.toString()}, { dataset } = document.documentElement;
const show = () => { if (dataset.themeChoice === "system") dataset.theme = systemTheme(); };
show();
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
  matchMedia(query).addEventListener("change", show);
})()`;

/** Chooses a theme in the browser, at once and for the pages that the server renders from here on. */
export function setTheme(theme: Theme) {
  document.cookie = themeCookie(theme);
  const { dataset } = document.documentElement;
  dataset.themeChoice = theme;
  dataset.theme = theme === "system" ? systemTheme() : theme;
}
