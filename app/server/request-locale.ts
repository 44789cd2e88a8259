import type { RequestHandler } from "express";
import { AsyncLocalStorage } from "node:async_hooks";
import { addAllTranslations } from "../words/all-translations.ts";
import { type Locale, negotiateLocale, REQUEST_LOCALE } from "../words/locale.ts";

const storage = new AsyncLocalStorage<Locale>();
Object.assign(globalThis, { [REQUEST_LOCALE]: storage });
addAllTranslations();

/** Everything that the request leads to, and what is done for it later, speaks the language its browser asks for. */
export const requestLocale: RequestHandler = ({ headers }, response, next) => {
  response.vary("Accept-Language");
  storage.run(negotiateLocale(headers["accept-language"]), next);
};
