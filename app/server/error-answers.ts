import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Log } from "../../observe/log.ts";
import { METHODS } from "./observe-requests.ts";
import { apiWords } from "../words/api.ts";
import { serverWords } from "../words/server.ts";

/** Answers 405 to what no route could take. */
export const knownMethods: RequestHandler = (request, response, next) => {
  if (METHODS.includes(request.method)) return next();
  const message = serverWords.methods(METHODS.join(", "));
  response
    .set({ Allow: METHODS.join(", "), "Cache-Control": "no-store" })
    .status(405)
    .json({ error: { code: "method_not_allowed", message } });
};

/** The answer to what nobody else has caught: a sentence, and the error in the log. */
export const lastResort =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const isMalformed = error instanceof URIError || (error instanceof TypeError && /Invalid URL/.test(error.message));
    if (!isMalformed) log.error({ err: error }, "request failed");
    if (response.headersSent) return next(error);
    const message = isMalformed ? serverWords.malformedAddress : apiWords.internal;
    response.status(isMalformed ? 400 : 500);
    if (request.path.startsWith("/api/"))
      response.json({ error: { code: isMalformed ? "malformed" : "internal", message } });
    else response.type("text").send(message);
  };
