import type { Request } from "express";
import type { ErrorBody } from "../http.ts";

/** Text inside of HTML, and of an attribute. */
const escape = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/**
 * The answer to a write from a page of another origin: as JSON, or as a small page where a form without scripts asked,
 * with the address that would have worked. Often it is ours, opened by another of its names.
 */
export function foreignOriginAnswer(
  request: Pick<Request, "accepts">,
  appOrigin: string,
): { type: "json" | "html"; body: string } {
  if (request.accepts(["json", "html"]) !== "html") {
    const message = `This page may not change anything here. Tandem works at ${appOrigin} only.`;
    return { type: "json", body: JSON.stringify({ error: { code: "foreign_origin", message } } satisfies ErrorBody) };
  }
  const address = escape(appOrigin);
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Another address · Tandem</title>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1 style="font-size:1.5rem">This page may not change anything here</h1>
<p>It was opened at an address that is not this server's. Nothing was changed. Open <a href="${address}">${address}</a> instead.</p>
<p style="color:#555">If you run this server: <code>APP_ORIGIN</code> must be what is in the address bar.</p>`;
  return { type: "html", body };
}
