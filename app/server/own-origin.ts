import type { RequestHandler } from "express";
import type { WebEnv } from "./env.ts";
import { foreignOriginAnswer } from "./wrong-address.ts";

/** Writes from a foreign page are refused; a request without an origin (a script, not a browser) is fine. */
export const sameOriginWrites =
  (env: WebEnv, onRefused: () => void): RequestHandler =>
  (request, response, next) => {
    const { origin } = request.headers;
    const site = request.headers["sec-fetch-site"];
    const isRead = request.method === "GET" || request.method === "HEAD";
    const isForeign =
      origin !== undefined
        ? origin !== env.APP_ORIGIN
        : site !== undefined && site !== "same-origin" && site !== "none";
    if (isRead || !isForeign) return next();
    onRefused();
    const { type, body } = foreignOriginAnswer(request, env.APP_ORIGIN);
    response.status(403).type(type).send(body);
  };

/**
 * A proxy may have replaced the Host header; Remix compares that with the Origin of forms and answers 500 where they
 * differ.
 */
export const asOwnHost =
  (env: WebEnv): RequestHandler =>
  (request, _response, next) => {
    request.headers.host = new URL(env.APP_ORIGIN).host;
    delete request.headers["x-forwarded-host"];
    next();
  };
