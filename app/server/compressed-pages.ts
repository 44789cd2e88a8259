import compression from "compression";
import type { RequestHandler } from "express";

/**
 * Sends pages compressed, but for those that another site asks for in somebody's name: the length of a compressed page
 * tells whoever reads the wire how much of it is what the asker has put in (BREACH). Files of the build were compressed
 * beforehand; other answers are short, or streams of events.
 */
export const compressedPages: RequestHandler = compression({
  filter(request, response) {
    const site = request.headers["sec-fetch-site"];
    const isOurs = site === "same-origin" || site === "none";
    return isOurs && /^text\/(html|x-script)\b/.test(String(response.getHeader("Content-Type")));
  },
});
