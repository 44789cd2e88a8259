/** No cache, in a browser or on the way, keeps what a route answers: it is meant for one person, or is a refusal. */
import type { RequestHandler } from "express";

const PRIVATE = "private, no-store";

/**
 * Overrides whatever a route sets, on every page, `.data`, answer of the API, redirect and error. Two answers may be
 * cached: the front page for visitors without a cookie, and Remix' manifest, which sets its own lifetime.
 */
export const privateAnswers: RequestHandler = ({ path, method, headers }, response, next) => {
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && ((path === "/" && !headers.cookie) || path === "/__manifest")) return next();
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  response.writeHead = ((...args: unknown[]) => {
    response.setHeader("Cache-Control", PRIVATE);
    return writeHead(...args);
  }) as typeof response.writeHead;
  next();
};
