/** No cache, in a browser or on the way, keeps what a route answers: it is meant for one person, or is a refusal. */
import type { RequestHandler } from "express";

const PRIVATE = "private, no-store";

/**
 * Overrides whatever a route sets, on every page, `.data`, answer of the API, redirect and error. Three answers may be
 * cached: the front page for visitors without a cookie, and Remix' manifest and the pictures of links, which set their
 * own lifetime and are the same for everybody.
 */
export const privateAnswers: RequestHandler = ({ path, method, headers }, response, next) => {
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && ((path === "/" && !headers.cookie) || path === "/__manifest")) return next();
  const isPicture = isRead && /\/preview\.png$/.test(path);
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  response.writeHead = ((...args: unknown[]) => {
    const isShown = isPicture && (response.statusCode === 200 || response.statusCode === 304);
    if (!isShown) response.setHeader("Cache-Control", PRIVATE);
    return writeHead(...args);
  }) as typeof response.writeHead;
  next();
};
