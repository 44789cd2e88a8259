import { type Locale, locale } from "./locale.ts";
import { addTranslation, type Translation } from "./translatable.ts";

const sources: Partial<Record<Locale, () => Promise<Translation>>> = {
  "en-XA": async () => (await import("./pseudo-translation.ts")).accented,
  "ar-XB": async () => (await import("./pseudo-translation.ts")).rightToLeft,
};

/** Loads the words of this page, before anything is shown in them; undefined where it is in English. */
export function loadTranslation(): Promise<void> | undefined {
  const to = locale();
  return sources[to]?.().then((translation) => addTranslation(to, translation));
}
