/** Numbers, dates and plurals as the reader's locale has them. */
import { intlLocale } from "./locale.ts";

type Plurals = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = new Map<string, Intl.PluralRules>();

/** The form of a text that goes with `count`: `one` and `other` in English; other languages have more, or fewer. */
export function plural(count: number, forms: Plurals): string {
  const tag = intlLocale();
  const rule = rules.get(tag) ?? new Intl.PluralRules(tag);
  rules.set(tag, rule);
  return forms[rule.select(count)] ?? forms.other;
}

/** A number with its separators: `12,345`. */
export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string =>
  value.toLocaleString(intlLocale(), options);

/** `a, b, and c` */
export const formatList = (items: string[], type: Intl.ListFormatType = "conjunction"): string =>
  new Intl.ListFormat(intlLocale(), { type }).format(items);

export const formatDate = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(intlLocale(), options).format(date);
