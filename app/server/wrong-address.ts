import type { Request } from "express";
import type { ErrorBody } from "../http.ts";
import { direction, locale } from "../words/locale.ts";
import { serverWords } from "../words/server.ts";
import { escaped } from "./escaped.ts";

const PLACE = "\0";

/** A sentence as HTML: what has tags comes in once all the rest is escaped. */
const withTags = (sentence: (place: string) => string, html: string) =>
  escaped(sentence(PLACE)).replace(PLACE, () => html);

/**
 * The answer to a write from a page of another origin: as JSON, or as a small page where a form without scripts asked,
 * with the address that would have worked. Often it is ours, opened by another of its names.
 */
export function foreignOriginAnswer(
  request: Pick<Request, "accepts">,
  appOrigin: string,
): { type: "json" | "html"; body: string } {
  const words = serverWords.foreignOrigin;
  if (request.accepts(["json", "html"]) !== "html") {
    const message = words.message(appOrigin);
    return { type: "json", body: JSON.stringify({ error: { code: "foreign_origin", message } } satisfies ErrorBody) };
  }
  const address = escaped(appOrigin);
  const link = `<a href="${address}" translate="no">${address}</a>`;
  const setting = `<code translate="no">APP_ORIGIN</code>`;
  const body = `<!doctype html><html lang="${locale()}" dir="${direction()}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(words.title)} · Tandem</title>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1 style="font-size:1.5rem">${escaped(words.heading)}</h1>
<p>${withTags(words.whereTo, link)}</p>
<p style="color:#555">${withTags(words.forOperators, setting)}</p>`;
  return { type: "html", body };
}
