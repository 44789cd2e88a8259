import type { ReactNode } from "react";
import { type Locale, locale } from "./locale.ts";

/**
 * What can be said: a text; a function of what the text tells of, where numbers and names come in; or several of them
 * under one name.
 */
export type Words = { readonly [key: string]: string | ((...about: never[]) => ReactNode) | Words };

/** The words of a part in another locale, or undefined where there are none: English is shown then. */
export type Translation = <Part extends Words>(part: string, english: Part) => Part | undefined;

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
    const known = inLocale.get(locale()) ?? { ...english, ...translation(part, english) };
    inLocale.set(locale(), known);
    return known;
  }
  return new Proxy(english, { get: (_, key: string) => words()[key] });
}

export const addTranslation = (to: Locale, translation: Translation): void => {
  translations.set(to, translation);
};
