/**
 * No cache, in a browser or on the way, keeps what a route answers: it is somebody's own, or says that they may not.
 */
import type { RequestHandler } from "express";

const PRIVATE = "private, no-store";

/**
 * Whatever a route says itself; with it every page, `.data`, answer of the API, redirect and error. Two are
 * everybody's: the front page as nobody sees it, and Remix' list of routes, which says itself for how long it is good.
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
