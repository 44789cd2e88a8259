import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, expect, test } from "vitest";
import { checkSummary, shownSummary } from "../../app/check-summary.ts";
import { type Locale, REQUEST_LOCALE } from "../../app/words/locale.ts";
import { accented } from "../../app/words/pseudo-translation.ts";
import { addTranslation } from "../../app/words/translatable.ts";

const storage = new AsyncLocalStorage<Locale>();
Object.assign(globalThis, { [REQUEST_LOCALE]: storage });
afterEach(() => addTranslation("en-XA", accented));

const shown = (summary: string | null, source: "static" | "model" = "static") => shownSummary({ source, summary });

test("P14 what static checks found as a whole is stored as a number, and said in the reader's language", () => {
  expect(shown("0")).toBe("ESLint's recommended rules find nothing here.");
  expect(shown("12")).toBe("");
  expect(shown("13")).toBe("ESLint's recommended rules find 13 things; these are the first 12.");
  expect(shown("1000")).toBe(checkSummary(1_000));
  addTranslation("en-XA", accented);
  for (const stored of ["0", "30"]) {
    const other = storage.run("en-XA", () => shown(stored));
    expect(other).not.toBe("");
    expect(other).not.toBe(storage.run("en", () => shown(stored)));
  }
});

test("P14 a sentence that earlier static checks have stored, and what a model says, is shown as it is", () => {
  for (const sentence of [
    "ESLint's recommended rules find nothing here.",
    "ESLint's recommended rules find 30 things; these are the first 12.",
  ])
    expect(shown(sentence)).toBe(sentence);
  expect([shown(null), shown("")]).toEqual(["", ""]);
  expect(shown("42", "model")).toBe("42");
});
