/**
 * The answer to a client that asked for too much, without Remix and React: a page to people, JSON to programs, and what
 * Remix' own pages understand.
 */
import type { Request, Response } from "express";
import { encode } from "turbo-stream";
import type { ErrorBody } from "../http.ts";
import { commonWords } from "../words/common.ts";
import { direction, locale } from "../words/locale.ts";
import { serverWords } from "../words/server.ts";
import { escaped } from "./escaped.ts";

const PRIVATE = "private, no-store";
/** Pages that wait together do not come back together. */
const SPREAD_SECONDS = 5;

/**
 * Answers 429 with `Retry-After`. `routeIds` are the routes of a `.data` address, each of which expects an answer of
 * its own.
 */
export async function answerTooMany(
  request: Request,
  response: Response,
  { sentence, seconds, routeIds }: { sentence: string; seconds: number; routeIds: string[] },
): Promise<void> {
  response.status(429).set({ "Retry-After": String(seconds), "Cache-Control": PRIVATE });
  const body: ErrorBody = { error: { code: "too_many", message: sentence } };
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (request.path.endsWith(".data"))
    response
      .type("text/x-script")
      .set("X-Remix-Response", "yes")
      .send(await asRemixData(body, isRead ? routeIds : undefined));
  else if (request.path.startsWith("/api/") || request.path === "/__manifest") response.json(body);
  else
    response
      .type("html")
      .send(page(sentence, isRead ? seconds + Math.floor(Math.random() * SPREAD_SECONDS) : undefined));
}

/** An error that a route has thrown, in the encoding of Remix' single fetch: the route's boundary shows it. */
async function asRemixData(body: ErrorBody, routeIds: string[] | undefined): Promise<Buffer> {
  const refusal = new Refusal(body);
  const answer = routeIds ? Object.fromEntries(routeIds.map((id) => [id, { error: refusal }])) : { error: refusal };
  const plugins = [
    (value: unknown) =>
      value instanceof Refusal
        ? (["ErrorResponse", value.body, 429, "Too Many Requests"] as [string, ...unknown[]])
        : false,
  ];
  const chunks: Uint8Array[] = [];
  for await (const chunk of encode(answer, { plugins: plugins as never }) as unknown as AsyncIterable<Uint8Array>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

class Refusal {
  readonly body: ErrorBody;
  constructor(body: ErrorBody) {
    this.body = body;
  }
}

/** It stands alone: a page that loads scripts and styles would only ask for more. */
const page = (sentence: string, again: number | undefined) => `<!doctype html>
<html lang="${locale()}" dir="${direction()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${
  again === undefined ? "" : `<meta http-equiv="refresh" content="${again}">\n`
}<title>${escaped(commonWords.oneMoment)} · Tandem</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 32rem; padding: 15vh 1.5rem 2rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
</style>
</head>
<body>
<h1>${escaped(commonWords.oneMoment)}</h1>
<p>${escaped(`${sentence} ${serverWords.tooMany.nothingLost}`)}</p>
<p>${escaped(again === undefined ? serverWords.tooMany.tryAgain : serverWords.tooMany.loadsAgain)}</p>
</body>
</html>
`;
