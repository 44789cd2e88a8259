/**
 * The locale in which a page speaks: that of its request on the server, and in the browser the one that the server
 * wrote into `<html lang>`.
 */

/** What every page can be shown in. The last two are pseudolocales, for tests: see pseudo-translation.ts. */
export const LOCALES = ["en", "en-XA", "ar-XB"] as const;
export type Locale = (typeof LOCALES)[number];

const DEFAULT: Locale = "en";

/** The storage of the request's locale is Node's, and there are two of us on the server: Remix' build has its own. */
export const REQUEST_LOCALE = Symbol.for("tandem.locale");
type Storage = { getStore: () => Locale | undefined };

export function locale(): Locale {
  if (typeof document !== "undefined") return known(document.documentElement.lang) ?? DEFAULT;
  const storage = (globalThis as { [REQUEST_LOCALE]?: Storage })[REQUEST_LOCALE];
  return storage?.getStore() ?? DEFAULT;
}

export const direction = (): "ltr" | "rtl" => (locale() === "ar-XB" ? "rtl" : "ltr");

/** What `Intl` formats numbers and dates by: pseudolocales have those of English. */
export const intlLocale = (): string => (/-X[AB]$/.test(locale()) ? DEFAULT : locale());

const known = (tag: string) => LOCALES.find((name) => name.toLowerCase() === tag.toLowerCase());

/**
 * The first of the languages that the browser asks for (`Accept-Language`, RFC 9110, section 12.5.4) in which there
 * are words: by its whole tag, or else by its language alone.
 */
export function negotiateLocale(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const found = known(tag) ?? known(tag.split("-")[0] ?? "");
    if (found) return found;
  }
  return DEFAULT;
}
