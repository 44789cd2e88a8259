import type { ReactNode } from "react";
import { type Locale, locale } from "./locale.ts";

/**
 * What can be said: a text; a function of what the text tells of, where numbers and names come in; or several of them
 * under one name.
 */
export type Words = { readonly [key: string]: string | ((...about: never[]) => ReactNode) | Words };

/** The words of a part in another locale, as far as there are any. */
export type Translation = <Part extends Words>(part: string, english: Part) => Partial<Part> | undefined;

const translations = new Map<Locale, Translation>();

/**
 * The words of one part of the pages, in the locale of whoever reads them. They are looked up when they are read: read
 * them where they are shown, never when a module is loaded.
 */
export function translatable<Part extends Words>(part: string, english: Part): Part {
  const inLocale = new Map<Locale, Part>();
  function words(): Part {
    const translation = translations.get(locale());
    if (!translation) return english;
    const known = inLocale.get(locale()) ?? withEnglish(english, translation(part, english));
    inLocale.set(locale(), known);
    return known;
  }
  return new Proxy(english, { get: (_, key: string) => words()[key] });
}

/** What was not translated is said in English. */
function withEnglish<Part extends Words>(english: Part, translated: Partial<Part> = {}): Part {
  const entries = Object.entries(english).map(([key, word]) => {
    const own = translated[key];
    return [key, typeof word === "object" ? withEnglish(word, own as Words | undefined) : (own ?? word)];
  });
  return Object.fromEntries(entries) as Part;
}

export const addTranslation = (to: Locale, translation: Translation): void => {
  translations.set(to, translation);
};
